/** The module of a thread that trains jobs for a crew, one after the other. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort, workerData } from 'node:worker_threads'
import { type EngineChoice, GradusError, MemoryError } from '@gradus/core'
import { StudyError } from '../errors.ts'
import type { Judged } from '../outcome.ts'
import type { Job, Plan } from '../plan.ts'
import { type Trained, type TrialData, trainJob } from '../training.ts'

/** Everything that a thread begins with. */
export interface ThreadInput {
  /** Data in memory that all threads share. */
  readonly data: TrialData
  readonly engine: EngineChoice
  /** Milliseconds between two epochs that are told, at the least; the last one of a job is always told. */
  readonly interval: number
}

/** A job, with what it takes. */
export interface Task {
  /** Plan of the study. */
  readonly plan: Plan
  /** The job. */
  readonly job: Job
  /** Checkpoint at the end of the rung before; without it the run begins anew. */
  readonly from: Uint8Array | undefined
}

/** Orders to a thread. Tasks have numbers, so that an order that comes late ends no other task. */
export type ThreadCommand =
  | { readonly type: 'train'; readonly number: number; readonly task: Task }
  | { readonly type: 'abort'; readonly number: number }

/** Told by a thread: that it is ready, and how its task goes. */
export type ThreadEvent =
  | { readonly type: 'ready' }
  | { readonly type: 'epoch'; readonly epoch: number; readonly judged: Judged }
  /** The task has ended: nothing was trained if it was aborted. */
  | { readonly type: 'ended'; readonly trained: Trained | undefined }
  /** The task cannot be done, by this thread or another one. */
  | { readonly type: 'refused'; readonly field: string; readonly message: string }

const { data, engine, interval }: ThreadInput = workerData
let current: { readonly number: number; readonly controller: AbortController } | undefined
let nextTold = 0

/** Examples whose copy in an engine's memory is worth a collection of garbage. */
const MANY = 10_000

/**
 * Frees the memory of the engine whose run has ended: left to itself, JavaScript keeps it until the next run has
 * another copy of the data.
 */
const collectGarbage: unknown = data.train.length < MANY ? undefined : exposedCollection()

function exposedCollection(): unknown {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc')
}

function post(event: ThreadEvent, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(event, transfer)
}

async function train({ plan, job, from }: Task, signal: AbortSignal): Promise<void> {
  let untold: ThreadEvent | undefined
  const onEpoch = (epoch: number, judged: Judged): void => {
    untold = { type: 'epoch', epoch, judged }
    const now = performance.now()
    if (now < nextTold) return
    nextTold = now + interval
    post(untold)
    untold = undefined
  }
  try {
    const trained = await trainJob(plan, job, from, data, { engine, signal, onEpoch })
    if (untold) post(untold)
    post({ type: 'ended', trained }, trained?.checkpoint ? [trained.checkpoint.buffer] : [])
  } catch (error) {
    // Without memory, or after a fault of the program, the thread ends: another one has a fresh start.
    if (!(error instanceof GradusError) || error instanceof MemoryError) throw error
    const field = error instanceof StudyError ? error.field : 'trial'
    post({ type: 'refused', field, message: error.message })
  }
}

parentPort?.on('message', async (command: ThreadCommand) => {
  if (command.type === 'abort') {
    if (current?.number === command.number) current.controller.abort()
    return
  }
  const controller = new AbortController()
  current = { number: command.number, controller }
  await train(command.task, controller.signal)
  if (typeof collectGarbage === 'function') collectGarbage()
})
post({ type: 'ready' })
