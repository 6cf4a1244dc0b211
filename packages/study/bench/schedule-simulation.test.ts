import { completeSpec, RandomGenerator } from '@gradus/core'
import { makePlan } from '@gradus/study'
import { describe, expect, test } from 'vitest'
import { type Fleet, type JobOrder, simulate, type Workload } from './schedule-simulation.ts'

const FLEET: Fleet = { workers: 20, coordinatorSeconds: 0 }

/** Trials that take a second an epoch. */
function equalTrials(trials: number, rungs: readonly number[]): Workload {
  return { trials, rungs, secondsAnEpoch: Array.from({ length: trials }, () => 1), secondsAJob: 0 }
}

describe('simulate', () => {
  // At 8 trials a worker: 8 jobs of 3 epochs each; 54 jobs of 7 for 20 workers, which take three turns; 18 of 20.
  test('workers idle while the last jobs of a rung end', () => {
    const schedule = simulate(equalTrials(160, [3, 10, 30]), FLEET, 0)
    expect(schedule).toMatchObject({ wallSeconds: 8 * 3 + 3 * 7 + 20, jobs: 160 + 54 + 18 })
    expect(schedule.busySeconds).toBe(160 * 3 + 54 * 7 + 18 * 20)
    expect(schedule.utilisation).toBeCloseTo(0.937, 3)
  })

  test('a fourth rung has fewer trials than workers', () => {
    const schedule = simulate(equalTrials(160, [1, 3, 10, 30]), FLEET, 0)
    expect(schedule.wallSeconds).toBe(8 * 1 + 3 * 2 + 1 * 7 + 1 * 20)
    expect(schedule.utilisation).toBeCloseTo(0.627, 3)
  })

  test('one worker is busy all the time', () => {
    const schedule = simulate(equalTrials(27, [3, 10, 30]), { workers: 1, coordinatorSeconds: 0 }, 0)
    expect(schedule.utilisation).toBe(1)
    expect(schedule.wallSeconds).toBe(27 * 3 + 9 * 7 + 3 * 20)
  })

  test('a coordinator that is too slow sets the pace', () => {
    const workload = { ...equalTrials(1000, [1]), secondsAJob: 0.5 }
    const { wallSeconds, coordinatorShare } = simulate(workload, { workers: 500, coordinatorSeconds: 0.1 }, 0)
    expect(wallSeconds).toBeGreaterThanOrEqual(100)
    expect(wallSeconds).toBeLessThan(102)
    expect(coordinatorShare).toBeGreaterThan(0.98)
  })

  test('a coordinator with time left makes only the ends of a rung longer', () => {
    const { wallSeconds } = simulate(equalTrials(100, [10]), { workers: 10, coordinatorSeconds: 0.01 }, 0)
    expect(wallSeconds).toBeGreaterThan(100)
    expect(wallSeconds).toBeLessThan(100.2)
  })

  test('jobs go to the worker that is free first, whatever they take', () => {
    const generator = new RandomGenerator(7)
    for (let round = 0; round < 20; round++) {
      const secondsAnEpoch = Array.from({ length: 50 }, () => 1 + generator.interval(1000))
      const workload = { trials: 50, rungs: [1], secondsAnEpoch, secondsAJob: 0 }
      const workers = 1 + generator.interval(6)
      const { wallSeconds } = simulate(workload, { workers, coordinatorSeconds: 0 }, 0)
      expect(wallSeconds).toBe(lastEnd(secondsAnEpoch, workers))
    }
  })

  test('a seed decides which trials go on', () => {
    const workload = {
      ...equalTrials(27, [3, 10, 30]),
      secondsAnEpoch: Array.from({ length: 27 }, (_, trial) => 1 + trial),
    }
    const times = [0, 0, 1].map(seed => simulate(workload, FLEET, seed).busySeconds)
    expect(times[0]).toBe(times[1])
    expect(times[0]).not.toBe(times[2])
  })

  test('the longest first leaves the least to wait for, once it is known which they are', () => {
    const wallSeconds = (rungs: readonly number[], order: JobOrder): number => {
      const secondsAnEpoch = Array.from({ length: 9 }, (_, trial) => 10 + trial)
      const workload = { trials: 9, rungs, secondsAnEpoch, secondsAJob: 0 }
      return simulate(workload, { workers: 2, coordinatorSeconds: 0 }, 0, order).wallSeconds
    }
    expect(wallSeconds([1], 'longest first')).toBe(wallSeconds([1], 'by number'))
    // Three trials go on: by number the longest of them waits for a worker, else the shortest.
    expect(wallSeconds([1, 2], 'longest first')).toBeLessThan(wallSeconds([1, 2], 'by number'))
  })

  test.each([
    [3, [3, 10, 30]],
    [4, [1, 3, 10, 30]],
  ])('the figures above are those of plans with %i rungs', (rungs, ends) => {
    const fixed = completeSpec({
      ...{ sizes: [784, 30, 10], seed: '0', epochs: 30, miniBatchSize: 10, eta: 3 },
      data: { train: 50_000, validation: 10_000 },
    })
    expect(makePlan({ space: { eta: { log: [0.1, 10] } }, fixed, engine: '0', rungs }).rungs).toEqual(ends)
  })
})

/** The end of the last job where each goes to the worker that is free first: the same, the naive way. */
function lastEnd(seconds: readonly number[], workers: number): number {
  const ends = Array.from({ length: workers }, () => 0)
  for (const time of seconds) {
    const first = ends.indexOf(Math.min(...ends))
    ends[first] = (ends[first] ?? 0) + time
  }
  return Math.max(...ends)
}
