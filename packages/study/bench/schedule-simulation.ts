import { RandomGenerator } from '@gradus/core'
import { rungSizes } from '@gradus/study'

/** A study as far as its schedule depends on it. */
export interface Workload {
  /** Number of trials. */
  readonly trials: number
  /** Epochs at the end of each rung, ascending. */
  readonly rungs: readonly number[]
  /** Seconds of one core for an epoch of each trial. */
  readonly secondsAnEpoch: readonly number[]
  /** Seconds of one core that each job takes besides its epochs, such as for its checkpoint. */
  readonly secondsAJob: number
}

/** Cores that train, and the coordinator. */
export interface Fleet {
  /** Number of workers, each of which does one job at a time on one core. */
  readonly workers: number
  /** Seconds of the coordinator for each job: half to hand it out, half to take its outcome. */
  readonly coordinatorSeconds: number
}

/** The course of a study in time. */
export interface Schedule {
  /** Seconds from the beginning to the last outcome. */
  readonly wallSeconds: number
  /** Seconds that all workers together were at work. */
  readonly busySeconds: number
  /** Share of the workers' time that they were at work, 0 .. 1. */
  readonly utilisation: number
  /** Share of the time that the coordinator was at work, 0 .. 1. */
  readonly coordinatorShare: number
  /** Number of jobs. */
  readonly jobs: number
}

/**
 * The order in which the jobs of a rung are handed out: by number, or those of the trials first that took
 * longest in the rung before, as studies do.
 */
export type JobOrder = 'by number' | 'longest first'

/**
 * Simulates a study: the jobs of a rung are handed out in their order, and the next rung begins when the last
 * outcome of this one has been taken. The trials that go on are drawn, as many as the plan has go on.
 * @param seed decides which trials go on
 */
export function simulate(
  workload: Workload,
  fleet: Fleet,
  seed: number,
  order: JobOrder = 'longest first',
): Schedule {
  const generator = new RandomGenerator(seed)
  let trials = Array.from({ length: workload.trials }, (_, trial) => trial)
  let [wallSeconds, busySeconds, jobs] = [0, 0, 0]
  rungSizes(workload).forEach((size, rung) => {
    trials = chosen(trials, size, generator)
    const epochs = (workload.rungs[rung] ?? 0) - (workload.rungs[rung - 1] ?? 0)
    const seconds = trials.map(trial => (workload.secondsAnEpoch[trial] ?? 0) * epochs + workload.secondsAJob)
    if (order === 'longest first' && rung > 0) seconds.sort((a, b) => b - a)
    wallSeconds += secondsOfRung(seconds, fleet)
    busySeconds += seconds.reduce((sum, time) => sum + time, 0)
    jobs += size
  })
  return {
    ...{ wallSeconds, busySeconds, jobs },
    utilisation: busySeconds / (fleet.workers * wallSeconds),
    coordinatorShare: (jobs * fleet.coordinatorSeconds) / wallSeconds,
  }
}

/** So many of the trials, in their order. */
function chosen(trials: readonly number[], size: number, generator: RandomGenerator): number[] {
  if (size === trials.length) return [...trials]
  const places = Uint32Array.from(trials.keys())
  generator.shuffle(places)
  return Array.from(places.slice(0, size).sort(), place => trials[place] ?? 0)
}

/**
 * Seconds from the beginning of a rung until the outcome of its last job is taken. The coordinator does one
 * thing at a time, and takes outcomes before it hands out further jobs; workers take the next job that is handed
 * out, without waiting for the coordinator where there is one.
 */
function secondsOfRung(seconds: readonly number[], { workers, coordinatorSeconds }: Fleet): number {
  const running = new Heap()
  let [now, idle, handedOut, begun, waiting, taken] = [0, workers, 0, 0, 0, 0]
  const begin = (time: number): void => {
    running.push(time + (seconds[begun++] ?? 0))
  }
  /** Lets the workers do all that they end up to a time. */
  const passTo = (time: number): void => {
    for (let end = running.least; end !== undefined && end <= time; end = running.least) {
      running.pop()
      waiting++
      if (begun < handedOut) begin(end)
      else idle++
    }
    now = time
  }
  while (taken < seconds.length) {
    if (waiting > 0) {
      waiting--
      passTo(now + coordinatorSeconds / 2)
      taken++
    } else if (handedOut < seconds.length) {
      passTo(now + coordinatorSeconds / 2)
      handedOut++
      if (idle > 0) {
        idle--
        begin(now)
      }
    } else passTo(running.least ?? now)
  }
  return now
}

/** Numbers of which the least comes out first. */
class Heap {
  readonly #items: number[] = []

  /** The least number; undefined where there is none. */
  get least(): number | undefined {
    return this.#items[0]
  }

  push(item: number): void {
    const items = this.#items
    let place = items.length
    while (place > 0) {
      const above = (place - 1) >> 1
      const other = items[above] ?? 0
      if (other <= item) break
      items[place] = other
      place = above
    }
    items[place] = item
  }

  /** Removes the least number. */
  pop(): void {
    const items = this.#items
    const item = items.pop()
    if (item === undefined || items.length === 0) return
    let place = 0
    for (;;) {
      const left = 2 * place + 1
      const [one = Number.POSITIVE_INFINITY, other = Number.POSITIVE_INFINITY] = [
        items[left],
        items[left + 1],
      ]
      const least = Math.min(one, other)
      if (least >= item) break
      items[place] = least
      place = one <= other ? left : left + 1
    }
    items[place] = item
  }
}
