import { OptionError } from '@gradus/core/predict'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'
import { timeout } from 'hono/timeout'
import { Problem, respond } from '../problem/problem.ts'
import { type EdgeEnv, hold } from './work.ts'

/** Upper bound on the bytes of a request's body: 1,337 images of 784 bytes. */
export const MAX_BODY_BYTES = 2 ** 20
/**
 * Upper bound on the bytes of a picture: a PNG made to be slow takes a second for each 600 KB, a JPEG about as
 * long whatever its bytes.
 */
export const MAX_PICTURE_BYTES = 2 ** 18
/** Upper bound on the images of a request. */
export const MAX_IMAGES = 1000
/**
 * Upper bound on the images of a request whose answer has numbers for each pixel: some 20 KB an image, and
 * cloud functions answer at most 4 MB.
 */
export const MAX_DETAILED_IMAGES = 100
/** Upper bound on such numbers in an answer. */
export const MAX_DETAILS = 2 ** 20
/** Upper bound on the entries of the best classes in an answer: all ten of a thousand images, and more. */
export const MAX_LISTED = 2 ** 15
/** Upper bound on the values of one drawing, before it gets the size of the network's images. */
export const MAX_DRAWING_PIXELS = 2 ** 18
/** Upper bound on the side of one drawing, in values: `normalise` refuses longer ones. */
export const MAX_DRAWING_SIDE = 2 ** 16 - 1
/** Milliseconds that a request may take, its body included. */
export const TIME_LIMIT = 10_000

const limitStream = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw tooLarge()
  },
})

/**
 * Refuses bodies that are too large (413), whether they tell their length or not, and those for which there
 * is no room (503). One that tells it is not touched here: on Node that would make a whole Request of it,
 * which costs more than a prediction, and fails for some URLs.
 */
export const limitBody = createMiddleware<EdgeEnv>(async (c, next) => {
  const length = c.req.header('Content-Length')
  const isTold = length !== undefined && c.req.header('Transfer-Encoding') === undefined
  if (isTold && Number(length) > MAX_BODY_BYTES) throw tooLarge()
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
  hold(c, isTold ? Number(length) : MAX_BODY_BYTES)
  if (isTold) return next()
  try {
    return await limitStream(c, next)
  } catch (error) {
    throw error instanceof Problem ? error : unreadableBody()
  }
})

function tooLarge(): Problem {
  const detail = `The body is too large: expected at most ${MAX_BODY_BYTES} bytes. Send fewer images a request.`
  return new Problem(413, 'TOO_LARGE', detail)
}

/** Upper bound on such a limit: a day. Timers of some runtimes know no more than 24 days. */
const LONGEST_LIMIT = 86_400_000

/**
 * Refuses requests whose bodies take too long (408).
 * @param milliseconds of a whole request
 * @throws OptionError for a limit that no request could keep, or no timer
 */
export function limitTime(milliseconds: number) {
  if (!Number.isInteger(milliseconds) || milliseconds < 1 || milliseconds > LONGEST_LIMIT) {
    const problem = `timeLimit is ${milliseconds}: expected whole milliseconds, 1 .. ${LONGEST_LIMIT}`
    throw new OptionError('timeLimit', `${problem}. Leave it out for ${TIME_LIMIT}.`)
  }
  return timeout(milliseconds, (c: Context<EdgeEnv>) => {
    c.set('isLate', true)
    const message = `The request took too long: expected all of it within ${milliseconds / 1000} s.`
    return new HTTPException(408, { message })
  })
}

/**
 * The whole body of a request.
 * @throws Problem (400) if it cannot be read, such as one whose client went away; Problem (415) for one that
 * is compressed
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
function unreadableBody(): Problem {
  return new Problem(
    400,
    'BAD_REQUEST',
    'The body cannot be read: expected all of it, as long as its head says.',
  )
}

/** The answer to a method that a path does not have (405). */
export function refuseMethod(c: Context, methods: readonly string[]): Response {
  const allowed = methods.join(', ')
  return respond(c, new Problem(405, 'METHOD', `This path does not have this method: expected ${allowed}.`), {
    Allow: allowed,
  })
}
