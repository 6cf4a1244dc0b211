import { RandomGenerator } from '@gradus/core'
import { mean } from './quantities.ts'
import { type JobOrder, type Schedule, simulate, type Workload } from './schedule-simulation.ts'
import type { MeasuredTrial, TrialTimes } from './trial-times.ts'

/** Assumptions of a report that the reader may change. */
export interface Assumptions {
  /** Price of a machine for an hour. */
  readonly price: number
  /** CPU seconds of the coordinator for a job's way through the queue, besides keeping its outcome. */
  readonly queueSeconds: number
  /** The same for each megabyte of its checkpoint. */
  readonly queueSecondsAMegabyte: number
  /** Decides which trials take how long, and which go on. */
  readonly seed: number
}

/**
 * The assumptions of costs.md. On 2026-11-30 a coordinator with Redis took 10.6 ms of CPU time a job with checkpoints of
 * 0.4 MB, and 67 ms with 5.2 MB; besides 2.8 ms five times a second for its looks at the queue.
 */
export const USUAL: Assumptions = { price: 0.1, queueSeconds: 0.006, queueSecondsAMegabyte: 0.012, seed: 0 }

/** Trials that are all like one that was measured, or drawn from several. */
export interface Kind {
  readonly name: string
  readonly measured: readonly MeasuredTrial[]
  /** Seconds of the clock to keep an outcome. */
  readonly storeSeconds: number
}

/** Cores of a machine. */
export const CORES = 2
/** Epochs at the ends of the rungs of 30 epochs. */
export const USUAL_RUNGS = [3, 10, 30]
/** Workers of the comparison of rungs: those of 10 machines. */
export const WORKERS = 20
/** Studies that it takes the mean of, where trials differ. */
export const STUDIES = 10

/** Trials of the textbook's network, of different sizes, and of a large network. */
export function kindsOf({ textbook, larger, varied }: TrialTimes): readonly [Kind, Kind, Kind] {
  return [
    { name: '[784, 30, 10]', measured: [textbook], storeSeconds: textbook.storeSeconds },
    { name: 'different sizes', measured: varied, storeSeconds: textbook.storeSeconds },
    { name: '[784, 800, 10]', measured: [larger], storeSeconds: larger.storeSeconds },
  ]
}

/** A study on machines, by the usual rungs. */
export function scheduleOf(kind: Kind, trials: number, machines: number, assumptions: Assumptions): Schedule {
  const { seed } = assumptions
  const workload = workloadOf(kind, { trials, rungs: USUAL_RUNGS }, seed)
  const fleet = { workers: machines * CORES, coordinatorSeconds: coordinatorSeconds(kind, assumptions) }
  return simulate(workload, fleet, seed)
}

/** Trials of a kind, drawn from those that were measured. */
function workloadOf(
  { measured }: Kind,
  { trials, rungs }: Pick<Workload, 'trials' | 'rungs'>,
  seed: number,
): Workload {
  const generator = new RandomGenerator(seed)
  const draw = (): number => measured[generator.interval(measured.length - 1)]?.secondsAnEpoch ?? 0
  const secondsAnEpoch = Array.from({ length: trials }, draw)
  return { trials, rungs, secondsAnEpoch, secondsAJob: mean(measured.map(trial => trial.secondsAJob)) }
}

/** Seconds of the coordinator for a job. */
export function coordinatorSeconds(kind: Kind, { queueSeconds, queueSecondsAMegabyte }: Assumptions): number {
  return queueSeconds + (queueSecondsAMegabyte * bytesOf(kind)) / 1e6 + kind.storeSeconds
}

/** Bytes of a checkpoint. */
export function bytesOf({ measured }: Kind): number {
  return mean(measured.map(trial => trial.checkpointBytes))
}

/** The mean of several schedules. */
export type Average = Pick<Schedule, 'wallSeconds' | 'utilisation'>

/** The mean of several studies on {@link WORKERS} workers, with a coordinator without delay. */
export function average(
  kind: Kind,
  perWorker: number,
  rungs: readonly number[],
  { seed }: Assumptions,
  order?: JobOrder,
): Average {
  const fleet = { workers: WORKERS, coordinatorSeconds: 0 }
  const schedules = Array.from({ length: kind.measured.length > 1 ? STUDIES : 1 }, (_, i) =>
    simulate(workloadOf(kind, { trials: perWorker * WORKERS, rungs }, seed + i), fleet, seed + i, order),
  )
  const wallSeconds = mean(schedules.map(schedule => schedule.wallSeconds))
  const busySeconds = mean(schedules.map(schedule => schedule.busySeconds))
  return { wallSeconds, utilisation: busySeconds / (WORKERS * wallSeconds) }
}
