import { setTimeout as sleep } from 'node:timers/promises'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import { type Output, waitsForReader } from '../terminal/output.ts'
import type { TrainCommand, TrainEvent } from './events.ts'
import type { Provided } from './provided.ts'
import type { TrainSettings } from './settings.ts'

/** A run in a thread of its own; `abort` ends it after the mini-batch at hand, and the model is saved. */
export interface Training {
  post(command: TrainCommand): void
  /** Fulfilled when the thread has ended, with what killed it if it did not end by itself. Never rejected. */
  readonly ended: Promise<Error | undefined>
}

/** Input of the training thread. */
export interface TrainingInput {
  readonly settings: TrainSettings
  /** Network and data, where a program provides them. */
  readonly provided?: Provided | undefined
  /** Number of events that were received; see Backpressure. */
  readonly acknowledged: Int32Array
}

/**
 * Starts a run in a thread of its own, so that loading and training never block this one. It goes no faster than the output is read that
 * the events are written to.
 */
export function startTraining(
  run: Omit<TrainingInput, 'acknowledged'>,
  output: Output,
  onEvent: (event: TrainEvent) => void,
): Training {
  // Relative to the built command, where all modules are in one folder.
  const module = new URL('./train-worker.js', import.meta.url)
  const acknowledged = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const input: TrainingInput = { ...run, acknowledged }
  let unread = 0
  return startThread(module, { workerData: input }, (event: TrainEvent) => {
    onEvent(event)
    if (!waitsForReader(output)) Atomics.add(acknowledged, 0, 1)
    else if (unread++ === 0)
      output.once('drain', () => {
        Atomics.add(acknowledged, 0, unread)
        unread = 0
      })
  })
}

/** Events that may be on their way. */
const MOST_IN_FLIGHT = 200

/**
 * Keeps the training thread from running ahead of its listener. Of a small training set the epochs are over
 * faster than they can be shown: their events would pile up, and as long as the other thread works them off
 * it answers no key.
 */
export class Backpressure {
  readonly #acknowledged: Int32Array
  #posted = 0

  /**
   * @param acknowledged one number, shared with the other thread, which counts there the events that it has
   * taken.
   */
  constructor(acknowledged: Int32Array) {
    this.#acknowledged = acknowledged
  }

  /** Counts an event that is told. */
  onPost(): void {
    this.#posted++
  }

  /** Fulfilled when no more events are on their way than may be, or nobody is to be waited for: the run is to end. */
  async wait(isEnding: () => boolean): Promise<void> {
    while (this.#isAhead() && !isEnding()) await sleep(1)
  }

  /** The count of 32 bits begins anew some time. */
  #isAhead(): boolean {
    return ((this.#posted - Atomics.load(this.#acknowledged, 0)) | 0) > MOST_IN_FLIGHT
  }
}

/** A thread that tells events until it ends. */
interface Thread {
  post(message: object): void
  /** Fulfilled when the thread has ended, with what killed it if it did not end by itself. Never rejected. */
  readonly ended: Promise<Error | undefined>
}

/** Starts a module in a thread of its own, so that its work never blocks this one. */
export function startThread<Event>(
  module: URL,
  options: WorkerOptions,
  onEvent: (event: Event) => void,
): Thread {
  const worker = new Worker(module, options)
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
  return { post: message => worker.postMessage(message), ended }
}
