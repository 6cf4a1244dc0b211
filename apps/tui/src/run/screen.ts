import type { TrainEvent } from './messages.ts'

/** What happens in a run: what the training thread tells, what was asked of it, and that it is gone before its time. */
export type ScreenEvent =
  | TrainEvent
  | { readonly type: 'stopping' }
  | { readonly type: 'died'; readonly message: string }

/** Where a run is shown while it lasts. */
export interface Screen {
  show(event: ScreenEvent): void
  /** A line for standard error, kept apart from the transcript. */
  note(line: string): void
  /** Leaves the terminal as it was, with the transcript on it. */
  close(): Promise<void>
}

/** The line of standard output that an event adds, if it adds one. */
export type Transcript = (event: ScreenEvent) => string | undefined
