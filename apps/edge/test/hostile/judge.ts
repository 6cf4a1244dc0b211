import * as v from 'valibot'
import type { Answer } from './answer.ts'
import { type HostileRequest, MARKERS } from './request.ts'

const problemSchema = v.strictObject({
  type: v.literal('about:blank'),
  title: v.pipe(v.string(), v.minLength(1)),
  status: v.number(),
  detail: v.pipe(v.string(), v.minLength(1)),
  code: v.string(),
  errors: v.optional(
    v.array(v.strictObject({ pointer: v.pipe(v.string(), v.startsWith('#')), detail: v.string() })),
  ),
})
const protocolSchema = v.strictObject({ error: v.pipe(v.string(), v.minLength(1)) })

/** The fault of an answer to a hostile request; undefined if there is none. */
export function complaintOf(request: HostileRequest, answer: Answer): string | undefined {
  const { status } = answer
  if (request.expected && !request.expected.includes(status))
    return `status ${status}, not ${request.expected}`
  if (status >= 200 && status < 300) return undefined
  if (status < 400 || status >= 500) return `status ${status}`
  if (request.method !== 'HEAD') {
    const complaint = formComplaint(request, answer)
    if (complaint) return complaint
  }
  return echoComplaint(answer)
}

/** The fault of an answer that repeats planted text; only the request's id may return to the client. */
export function echoComplaint({ head, body }: Answer): string | undefined {
  const told = head.replace(/^x-request-id:.*$/im, '') + body.toString('latin1')
  return MARKERS.some(marker => told.includes(marker))
    ? `it repeats what was sent: ${told.slice(0, 1000)}`
    : undefined
}

function formComplaint(
  { path, isOdd }: HostileRequest,
  { status, headers, body }: Answer,
): string | undefined {
  const type = headers.get('content-type')
  const text = body.toString()
  const isProtocol = isOdd ? type === 'application/json' : path === '/v2' || path.startsWith('/v2/')
  if (type !== (isProtocol ? 'application/json' : 'application/problem+json'))
    return `${status} of type ${type}: ${text}`
  const value = parsed(text)
  const checked = isProtocol ? v.safeParse(protocolSchema, value) : v.safeParse(problemSchema, value)
  if (!checked.success) return `${status} of another form: ${text}`
  const isOther = 'status' in checked.output && checked.output.status !== status
  return isOther ? `${status} that says it is another: ${text}` : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
