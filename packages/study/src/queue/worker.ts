import type { EngineChoice } from '@gradus/core'
import { engineVersion } from '../engine-version.ts'
import { Crew } from '../node/crew.ts'
import type { Plan } from '../plan.ts'
import type { TrialData } from '../training.ts'
import { readAddress } from './address.ts'
import { overLinks } from './connection.ts'
import { QUEUE_TIMES, type QueueTimes } from './link.ts'
import { Service } from './service.ts'
import type { Trainers } from './task.ts'
import type { WorkerEvent } from './worker-event.ts'

/** Options of a worker. */
export interface RunWorkerOptions {
  /** Address of the queue, as the study has it. */
  readonly queue: string
  /** Loads the data of a study: those that this machine has. */
  readonly loadData: (plan: Plan) => Promise<TrialData>
  /** Name of the worker, which no other one has. */
  readonly name: string
  /** Jobs side by side. */
  readonly threads: number
  /** 'auto' by default; all give the same bits. */
  readonly engine?: EngineChoice | undefined
  /** Locks of 15 s and checks every 5 s by default. */
  readonly times?: QueueTimes | undefined
  /** Gives its jobs back, and ends. */
  readonly signal?: AbortSignal | undefined
  /** Told what happens. */
  readonly onEvent?: ((event: WorkerEvent) => void) | undefined
}

/**
 * Serves the studies of a queue until it is aborted. A worker compares the data's hash and the engine's version
 * before it takes a job, and gives its jobs back when it ends.
 * @throws StudyError ('queue') for a queue that cannot be used
 */
export function runWorker(options: RunWorkerOptions): Promise<void> {
  const { threads, engine } = options
  return serve(options, data => Crew.start(data, { threads, engine }))
}

/** @param start makes those who train jobs on these data */
export async function serve(
  options: RunWorkerOptions,
  start: (data: TrialData) => Promise<Trainers>,
): Promise<void> {
  const { queue, loadData, name, threads, engine, times = QUEUE_TIMES } = options
  const { signal = new AbortController().signal, onEvent: tell = () => undefined } = options
  const address = readAddress(queue)
  const version = await engineVersion(engine)
  const service = new Service({ loadData, name, threads, version, times, signal, tell, start })
  const events = {
    lost: (message: string) => tell({ type: 'lost', message }),
    back: () => tell({ type: 'back' }),
    warning: (message: string) => tell({ type: 'warning', message }),
  }
  try {
    await overLinks(address, { times, signal, events }, link => service.session(link))
  } finally {
    await service.close()
  }
}
