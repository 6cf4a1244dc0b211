import { availableParallelism } from 'node:os'
import type { EngineChoice } from '@gradus/core'
import { startThread } from '../run/training.ts'
import type { Job } from './jobs.ts'
import type { ReplicationScreenEvent, RunOutcome, ThreadCommand, ThreadEvent } from './messages.ts'

/** Threads side by side, unless so many are asked for: each holds the images, some 100 MB. */
const MOST_THREADS = 4

/** Threads that run jobs side by side. */
export interface Crew {
  /** Ends every run after the mini-batch at hand, and begins no other. */
  stop(): void
  /** Fulfilled when all threads have ended, with what killed one or kept it from its work. Never rejected. */
  readonly ended: Promise<string | undefined>
}

/** Orders to a crew. */
interface CrewOptions {
  readonly engine: EngineChoice
  readonly threads: number | undefined
  readonly env: NodeJS.ProcessEnv
  readonly onEvent: (event: ReplicationScreenEvent) => void
  readonly onOutcome: (job: Job, outcome: RunOutcome) => void
}

/** Starts the jobs in their order, as many at a time as there are threads. */
export function startCrew(jobs: readonly Job[], options: CrewOptions): Crew {
  const { engine, threads = Math.min(availableParallelism(), MOST_THREADS), env } = options
  const waiting = [...jobs]
  let failure: string | undefined
  const stop = (): void => {
    waiting.length = 0
    for (const worker of workers) worker.post({ type: 'stop' } satisfies ThreadCommand)
  }
  const fail = (message: string): void => {
    failure ??= message
    stop()
  }
  const workers = Array.from({ length: Math.min(threads, jobs.length) }, () => {
    let job: Job | undefined
    const takeNext = (): void => {
      job = waiting.shift()
      if (!job) {
        thread.post({ type: 'close' } satisfies ThreadCommand)
        return
      }
      const { spec, measuresTraining } = job
      options.onEvent({ type: 'begun', job })
      thread.post({ type: 'train', spec, measuresTraining } satisfies ThreadCommand)
    }
    const thread = startThread(worker(), { workerData: { engine }, env }, (event: ThreadEvent) => {
      if (!job) return
      const own = job
      options.onEvent({ type: 'trained', job, event })
      if (event.type === 'failed') fail(event.message)
      if (event.type !== 'ended') return
      if (event.outcome) options.onOutcome(own, event.outcome)
      takeNext()
    })
    takeNext()
    const ended = thread.ended.then(death => {
      if (death) fail(`The training thread died: ${death.message}.`)
      else if (job) fail('The training thread died: it ended too early.')
    })
    return { post: thread.post, ended }
  })
  return { stop, ended: Promise.all(workers.map(({ ended }) => ended)).then(() => failure) }
}

/** Relative to the built command, where all modules are in one folder. */
function worker(): URL {
  return new URL('./replicate-worker.js', import.meta.url)
}
