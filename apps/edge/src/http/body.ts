import type { Context } from 'hono'
import { Problem } from '../problem/problem.ts'

/**
 * The whole body of a request. @throws Problem (400) if it cannot be read, such as one whose client went away; Problem (415) for one
 * that is compressed
 */
export async function bodyOf(c: Context): Promise<ArrayBuffer> {
  // Runtimes differ in whether they hand on an empty one.
  const encoding = c.req.header('Content-Encoding') || 'identity'
  if (encoding.toLowerCase() !== 'identity') {
    const detail = 'The body is encoded: expected it as it is. Send it without a Content-Encoding.'
    throw new Problem(415, 'UNSUPPORTED_MEDIA', detail, [], { 'Accept-Encoding': 'identity' })
  }
  try {
    return await c.req.arrayBuffer()
  } catch {
    throw unreadableBody()
  }
}

/** A body that could not be read to its end. */
export function unreadableBody(): Problem {
  return new Problem(
    400,
    'BAD_REQUEST',
    'The body cannot be read: expected all of it, as long as its head says.',
  )
}
