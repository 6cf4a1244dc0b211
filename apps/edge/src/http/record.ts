import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { requestId } from 'hono/request-id'
import { routePath } from 'hono/route'
import { Problem, respond } from '../problem/problem.ts'
import type { EdgeEnv } from './env.ts'
import { secure } from './headers.ts'

/** One request and its answer, without what either holds. */
export interface RequestRecord {
  readonly requestId: string
  readonly method: string
  /** The pattern of the route, such as /v2/models/:name; `/*` for none. */
  readonly route: string
  readonly status: number
  readonly seconds: number
  /** Images that were predicted. */
  readonly images: number
  /** The internal error, for the log alone. */
  readonly error?: Error | undefined
}

/** Tells of every request, once it is answered. */
export function record(onRequest: ((record: RequestRecord) => void) | undefined) {
  return createMiddleware<EdgeEnv>(async (c, next) => {
    const start = performance.now()
    await next()
    onRequest?.({
      requestId: c.get('requestId'),
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      seconds: (performance.now() - start) / 1000,
      images: c.get('images') ?? 0,
      // A refusal for lack of room is no failure.
      error: c.res.status >= 500 && !(c.error instanceof Problem) ? c.error : undefined,
    })
  })
}

/** Answers a request, or what was to be one, by a problem. */
export type Refuse = (problem: Problem, request?: Request) => Response | Promise<Response>

/**
 * Refuses what the app does not get to see, with the headers, the id and the record that the app's own
 * answers have.
 */
export function refusingApp(onRequest?: (record: RequestRecord) => void): Refuse {
  const app = new Hono<EdgeEnv & { Bindings: { readonly problem: Problem } }>()
  app.use(requestId(), record(onRequest), secure())
  app.all('*', c => respond(c, c.env.problem))
  return (problem, request = new Request('http://localhost/')) => app.fetch(request, { problem })
}
