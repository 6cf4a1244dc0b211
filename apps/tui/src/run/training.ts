import { startThread } from '../thread.ts'
import type { TrainCommand, TrainEvent } from './messages.ts'
import type { TrainSettings } from './settings.ts'

/** A run in a thread of its own; `abort` ends it after the mini-batch at hand, and the model is saved. */
export interface Training {
  post(command: TrainCommand): void
  /** Fulfilled when the thread has ended, with what killed it if it did not end by itself. Never rejected. */
  readonly ended: Promise<Error | undefined>
}

/** What the thread begins with. */
export interface TrainingInput {
  readonly settings: TrainSettings
  /** How many events were taken; see Pace. */
  readonly heard: Int32Array
}

/** Starts a run in a thread of its own, so that loading and training never block this one. */
export function startTraining(settings: TrainSettings, onEvent: (event: TrainEvent) => void): Training {
  // Relative to the built command, where all modules are in one folder.
  const module = new URL('./train-worker.js', import.meta.url)
  const heard = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const input: TrainingInput = { settings, heard }
  return startThread(module, { workerData: input }, (event: TrainEvent) => {
    onEvent(event)
    Atomics.add(heard, 0, 1)
  })
}
