import { availableParallelism, hostname } from 'node:os'
import type { EngineChoice } from '@gradus/core'
import { type Outcome, type Plan, StudyError, type TrialData, Trials } from '@gradus/study'
import type { WorkerEvent } from '@gradus/study/queue'
import { EXIT, exitCodeOf, UsageError } from '../failure.ts'
import { watchInterrupts } from '../interrupts.ts'
import type { DataSettings } from '../run/settings.ts'
import { countOf, formatDuration, shareOf } from '../terminal/format.ts'
import { onBrokenOutput, print, printJson, tell, waitsForReader } from '../terminal/output.ts'
import { checkConduct } from './blame.ts'
import { loadForPlan } from './plan-study.ts'
import { STUDY_FLAGS, shownAddress } from './settings.ts'

/** Settings of a worker. */
export interface WorkerSettings {
  /** Address of the queue. */
  readonly queue: string
  /** Threads of this machine; one a core without it. */
  readonly workers: number | undefined
  /** Name of the worker, which no other one has; that of the machine and the number of the process without it. */
  readonly name: string | undefined
  readonly engine: EngineChoice
  readonly data: DataSettings
  readonly json: boolean
}

/** Trains the trials of a queue's studies until it is asked to end, and tells the exit code. @throws UsageError */
export async function serveStudies(settings: WorkerSettings): Promise<number> {
  const { queue, workers = availableParallelism(), engine, json } = settings
  const { name = `${hostname()}-${process.pid}` } = settings
  await checkConduct({ workers, queue })
  const { runWorker } = await import('@gradus/study/queue')
  const end = new AbortController()
  let exitCode: number | undefined
  const stop = (code: number): void => {
    exitCode ??= code
    if (!json) tell('Giving the trials at hand back; Ctrl-C again quits at once')
    end.abort()
  }
  onBrokenOutput(stop)
  const interrupts = watchInterrupts(signal => stop(exitCodeOf(signal)))
  const plans = new Map<string, Plan>()
  const onEvent = (event: WorkerEvent): void => {
    if (event.type === 'serving') plans.set(event.study, event.plan)
    if (json) showJson(event)
    else showLine(event, plans)
  }
  if (!json)
    tell(
      `Worker ${name} on ${countOf(workers, 'thread')}, for the studies of ${shownAddress(queue)}; Ctrl-C ends it.`,
    )
  try {
    const loadData = (plan: Plan): Promise<TrialData> => load(plan, settings.data)
    await runWorker({ queue, loadData, name, threads: workers, engine, signal: end.signal, onEvent })
    return exitCode ?? EXIT.done
  } catch (error) {
    if (!(error instanceof StudyError)) throw error
    throw new UsageError(STUDY_FLAGS.queue, shownAddress(queue), error.message, { cause: error })
  } finally {
    interrupts.dispose()
    onBrokenOutput(undefined)
  }
}

/** @throws StudyError for data without validation examples; UsageError */
async function load(plan: Plan, settings: DataSettings): Promise<TrialData> {
  const { train, validation } = (await loadForPlan(plan, settings)).splits
  if (validation) return { train, validation }
  throw new StudyError(
    'data',
    'The data of this machine have no examples for validation: expected those of the study.',
  )
}

/** Epochs are left out as long as nobody takes what there is. */
function showJson(event: WorkerEvent): void {
  if (event.type !== 'epoch' || !waitsForReader(process.stdout)) printJson([event])
}

/** A line on an event, on standard output for what was done, else on standard error. */
function showLine(event: WorkerEvent, plans: ReadonlyMap<string, Plan>): void {
  switch (event.type) {
    case 'serving':
      tell(`Serving study ${event.study}: ${countOf(event.plan.trials, 'trial')}`)
      break
    case 'refused':
      tell(`warning: refused study ${event.study}: ${event.reason}`)
      break
    case 'idle':
      tell('Nothing to do: waiting for a study')
      break
    case 'delivered': {
      const plan = plans.get(event.study)
      if (plan) print([outcomeLine(plan, event.outcome)])
      break
    }
    case 'returned':
      tell(`Gave trial ${event.job.trial} back`)
      break
    case 'failed':
      tell(`error: trial ${event.job.trial}: ${event.message}`)
      break
    case 'warning':
      tell(`warning: ${event.message}`)
      break
    case 'lost':
      tell(`warning: ${event.message}`)
      break
    case 'back':
      tell('The queue is back')
      break
  }
}

/** As in `Trial 3, eta 2.1, hidden 30, rung 1 of 3: 92.10 % in 0:05`. */
function outcomeLine(plan: Plan, { trial, rung, epochs, problem, seconds }: Outcome): string {
  const { validation = 1 } = plan.fixed.data
  const found = problem ?? shareOf((epochs.at(-1)?.correct ?? 0) / validation)
  const which = `Trial ${trial}, ${Trials.of(plan).text(trial)}, rung ${rung + 1} of ${plan.rungs.length}`
  return `${which}: ${found} in ${formatDuration(seconds)}`
}
