import type { RequestIdVariables } from 'hono/request-id'
import type { Turn } from './turns.ts'

/** The state of a request while the app answers it. */
export interface EdgeEnv {
  /** The answer on its way out, as Node's adaptor shows it. */
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
