import { Worker } from 'node:worker_threads'
import type { TrainCommand, TrainEvent } from './messages.ts'
import type { TrainSettings } from './settings.ts'

/** A run in a thread of its own. */
export interface Training {
  /** Ends the run after the mini-batch at hand; the model is saved. */
  abort(): void
  /** Fulfilled when the thread has ended, with what killed it if it did not end by itself. Never rejected. */
  readonly ended: Promise<Error | undefined>
}

/** Starts a run in a thread of its own, so that loading and training never block this one. */
export function startTraining(settings: TrainSettings, onEvent: (event: TrainEvent) => void): Training {
  const worker = new Worker(new URL('./train-worker.js', import.meta.url), { workerData: settings })
  const ended = new Promise<Error | undefined>(resolve => {
    let death: Error | undefined
    worker.on('message', onEvent)
    worker.on('error', error => {
      death = error instanceof Error ? error : new Error(String(error))
    })
    worker.on('exit', code => {
      if (code !== 0) death ??= new Error(`it exited with code ${code}`)
      resolve(death)
    })
  })
  const abort: TrainCommand = { type: 'abort' }
  return { abort: () => worker.postMessage(abort), ended }
}
