import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** Codes of problems, for programs that branch on them. */
export type ProblemCode =
  | 'BAD_JSON'
  | 'BAD_REQUEST'
  | 'BAD_VALUE'
  | 'BLANK_IMAGE'
  | 'BUSY'
  | 'INTERNAL'
  | 'METHOD'
  | 'NOT_FOUND'
  | 'PICTURE'
  | 'TIMEOUT'
  | 'TOO_LARGE'
  | 'UNAUTHORISED'
  | 'UNSUPPORTED_MEDIA'

/** A fault of a request: its position, and the expectation. The value found is never repeated. */
export interface FieldError {
  /**
   * JSON pointer (RFC 6901) as a fragment, such as #/images/3; # for the whole body; #query/top for a query
   * parameter.
   */
  readonly pointer: string
  /** The expectation, as a sentence. */
  readonly detail: string
}

/** An answer of 4xx or 5xx, in the form of RFC 9457, "Problem Details for HTTP APIs". */
export interface ProblemDetails {
  /** A status code says all about the kind of problem that a page could. */
  readonly type: 'about:blank'
  /** Name of the status code. */
  readonly title: string
  /** The answer's status code. */
  readonly status: number
  /** The problem and its remedy, in sentences. */
  readonly detail: string
  /** The kind of problem, for programs that branch on it. */
  readonly code: ProblemCode
  /** The faults of the request, where there are any to be named. */
  readonly errors?: readonly FieldError[]
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  417: 'Expectation Failed',
  422: 'Unprocessable Content',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** A request that is refused. */
export class Problem extends Error {
  readonly status: ContentfulStatusCode
  readonly code: ProblemCode
  readonly errors: readonly FieldError[]
  /** Headers of the answer, such as those that name the accepted types. */
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: ContentfulStatusCode,
    code: ProblemCode,
    detail: string,
    errors: readonly FieldError[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail)
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.errors = errors
    this.headers = headers
  }

  get details(): ProblemDetails {
    const { status, code, message: detail, errors } = this
    const title = TITLES[status] ?? 'Error'
    return { type: 'about:blank', title, status, detail, code, ...(errors.length > 0 && { errors }) }
  }
}

/** The problem of an invalid value in the body: 422, with its JSON pointer. */
export function badValue(pointer: string, detail: string): Problem {
  return new Problem(422, 'BAD_VALUE', 'A value of the request is not what was expected.', [
    { pointer, detail },
  ])
}

/** The problem of a body of another media type: 415, with the accepted ones. */
export function unsupportedMedia(types: readonly string[]): Problem {
  const taken = types.join(', ')
  const detail = `The Content-Type is none of those taken: expected ${taken}.`
  return new Problem(415, 'UNSUPPORTED_MEDIA', detail, [], { Accept: taken })
}

/** Whether a path belongs to the Open Inference Protocol, which has its own form of errors. */
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
    // The protocol knows one status for an invalid request.
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

/** The problem that a client sees for a thrown error. Internal errors show nothing of the inside. */
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
