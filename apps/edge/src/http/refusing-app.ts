import { Hono } from 'hono'
import { requestId } from 'hono/request-id'
import type { Problem } from '../problem/problem.ts'
import { respond } from '../problem/respond.ts'
import type { EdgeEnv } from './env.ts'
import { secure } from './headers.ts'
import { type RequestRecord, record } from './record.ts'

/** Answers a request, or what was to be one, by a problem. */
export type Refuse = (problem: Problem, request?: Request) => Response | Promise<Response>

/** Refuses what the app does not get to see, with the headers, the id and the record that the app's own answers have. */
export function refusingApp(onRequest?: (record: RequestRecord) => void): Refuse {
  const app = new Hono<EdgeEnv & { Bindings: { readonly problem: Problem } }>()
  app.use(requestId(), record(onRequest), secure())
  app.all('*', c => respond(c, c.env.problem))
  return (problem, request = new Request('http://localhost/')) => app.fetch(request, { problem })
}
