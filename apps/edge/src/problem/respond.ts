import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { Problem } from './problem.ts'

/** Whether a path belongs to the Open Inference Protocol, which has a form of errors of its own. */
function isInferencePath(path: string): boolean {
  return path === '/v2' || path.startsWith('/v2/')
}

/** The answer to a request that is refused: problem details, or the protocol's own form under /v2. */
export function respond(
  c: Context,
  problem: Problem,
  headers: Readonly<Record<string, string>> = {},
): Response {
  if (isInferencePath(c.req.path)) {
    // The protocol knows one status for a request that is wrong.
    const status = problem.status === 422 ? 400 : problem.status
    return c.json({ error: inferenceMessage(problem) }, status, { ...headers })
  }
  const body = JSON.stringify(problem.details)
  return c.body(body, problem.status, { ...headers, 'Content-Type': 'application/problem+json' })
}

function inferenceMessage({ message, errors }: Problem): string {
  const [first] = errors
  return first ? `${first.pointer}: ${first.detail}` : message
}

/** What any error that was thrown is to the one who asked. Errors of ours tell nothing of what is inside. */
export function problemOf(error: unknown): { problem: Problem; headers?: Readonly<Record<string, string>> } {
  if (error instanceof Problem) return { problem: error, headers: error.headers }
  if (!(error instanceof HTTPException)) {
    return {
      problem: new Problem(
        500,
        'INTERNAL',
        'The server failed. Try again, or tell its keeper the request id.',
      ),
    }
  }
  if (error.status === 401 || error.res?.status === 400) {
    const detail = 'A token is needed: expected the header "Authorization: Bearer TOKEN" with the right one.'
    const challenge = error.res?.headers.get('WWW-Authenticate') ?? 'Bearer'
    return { problem: new Problem(401, 'UNAUTHORISED', detail), headers: { 'WWW-Authenticate': challenge } }
  }
  return {
    problem: new Problem(error.status, error.status === 408 ? 'TIMEOUT' : 'BAD_REQUEST', error.message),
  }
}
