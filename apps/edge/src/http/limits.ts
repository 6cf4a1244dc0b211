import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'
import { timeout } from 'hono/timeout'
import { MAX_BODY_BYTES } from '../limits.ts'
import { Problem } from '../problem/problem.ts'
import { unreadableBody } from './body.ts'
import type { EdgeEnv } from './env.ts'
import { hold } from './work.ts'

const limitStream = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw tooLarge()
  },
})

/**
 * Refuses bodies that are too large (413), whether they tell their length or not, and those for which there is no room (503). One that tells it is not touched here: on Node
 * that would make a whole Request of it, which costs more than a prediction, and fails for some URLs.
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

/** Refuses requests whose bodies take too long (408). @param milliseconds of a whole request */
export function limitTime(milliseconds: number) {
  return timeout(milliseconds, (c: Context<EdgeEnv>) => {
    c.set('isLate', true)
    const message = `The request took too long: expected all of it within ${milliseconds / 1000} s.`
    return new HTTPException(408, { message })
  })
}
