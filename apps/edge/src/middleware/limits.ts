import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { timeout } from 'hono/timeout'
import { MAX_BODY_BYTES } from '../limits.ts'
import { Problem } from '../problem/problem.ts'

/** Refuses bodies that are too large (413), whether they tell their length or not. */
export const limitBody = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw new Problem(
      413,
      'TOO_LARGE',
      `The body is too large: expected at most ${MAX_BODY_BYTES} bytes. Send fewer images a request.`,
    )
  },
})

/** Refuses requests whose bodies take too long (408). @param milliseconds of a whole request */
export function limitTime(milliseconds: number) {
  return timeout(milliseconds, () => {
    const message = `The request took too long: expected all of it within ${milliseconds / 1000} s.`
    return new HTTPException(408, { message })
  })
}
