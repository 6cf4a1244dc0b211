import type { RequestIdVariables } from 'hono/request-id'
import type { Turn } from './turns.ts'

/** What the app keeps of a request while it is answered. */
export interface EdgeEnv {
  /** What Node's adaptor tells of an answer on its way out. */
  Bindings: {
    readonly outgoing?: { readonly closed: boolean; once(event: 'close', listener: () => void): unknown }
  }
  Variables: RequestIdVariables & {
    /** Images that were predicted. */
    images?: number
    /** Whether the request took too long. */
    isLate?: boolean
    /** Counts bytes that it holds. */
    take?: (bytes: number) => void
    /** Its turns among the work of others. */
    turn?: Turn
  }
}
