import type { ReplicationEvent } from './messages.ts'

/** What happens: what the training thread tells, and what was asked of it. */
export type ReplicationScreenEvent = ReplicationEvent | { readonly type: 'stopping' }

/** Where a replication is shown while it lasts. */
export interface ReplicationScreen {
  show(event: ReplicationScreenEvent): void
  /** Writes to standard output. */
  print(text: string): void
  /** Leaves the terminal as it was, with the reports on it. */
  close(): Promise<void>
}
