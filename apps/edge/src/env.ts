import type { RequestIdVariables } from 'hono/request-id'

/** What the app keeps of a request while it is answered. */
export interface EdgeEnv {
  Variables: RequestIdVariables & {
    /** Images that were predicted. */
    images?: number
  }
}
