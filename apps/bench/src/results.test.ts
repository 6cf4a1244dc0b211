import { describe, expect, it } from 'vitest'
import type { Competitor } from './competitors/competitor.ts'
import { JOBS, type Job } from './jobs.ts'
import { jobResult, ratioOf } from './results.ts'
import type { Run } from './rounds.ts'
import type { Outcome } from './tasks.ts'

function competitor(name: string, ours = false): Competitor {
  return { name, title: name, about: '', ours, runtime: { kind: 'node' }, program: () => undefined }
}

function outcome(seconds: number[], more: Partial<Outcome> = {}): Outcome {
  return { seconds, accuracy: 0.9, versions: {}, ...more }
}

function jobNamed(name: string): Job {
  const job = JOBS.find(each => each.name === name)
  if (!job) throw new Error(`There is no job ${name}.`)
  return job
}

const run = (who: Competitor, warmUp: number, ...outcomes: Outcome[]): Run => ({
  competitor: who,
  warmUp,
  outcomes,
})

describe('jobResult', () => {
  const job = jobNamed('15-float64')
  const lead = run(
    competitor('gradus-fast', true),
    1,
    outcome([9, 1, 1]),
    outcome([9, 2, 2]),
    outcome([9, 1, 1]),
  )

  it('compares all with the first of Gradus, round by round and without the warm-up', () => {
    const slow = run(competitor('gradus-slow', true), 0, outcome([2]), outcome([2]), outcome([3]))
    const numpy = run(competitor('numpy'), 0, outcome([4, 4, 4]), outcome([4]), outcome([6]))
    const result = jobResult(job, [lead, slow, numpy])
    expect(result.lead).toBe('gradus-fast')
    expect(result.results.map(({ ratio }) => ratio)).toEqual([undefined, 2, 4])
    expect(result.results[0]).toMatchObject({ seconds: 1, rounds: [1, 2, 1], first: [9, 9, 9] })
    expect(result.results[2]?.verdict).toEqual({ goal: '≥ 3.6 x', reached: true })
  })

  it('has no ratio where nobody of Gradus takes part', () => {
    const [numpy] = jobResult(job, [run(competitor('numpy'), 0, outcome([4]))]).results
    expect(numpy).toMatchObject({ seconds: 4, verdict: { reached: undefined } })
    expect(numpy).not.toHaveProperty('ratio')
  })

  it('doubts a peer that reads too few images', () => {
    const numpy = run(competitor('numpy'), 0, outcome([4], { accuracy: 0.3 }))
    expect(jobResult(job, [lead, numpy]).results.map(({ plausible }) => plausible)).toEqual([true, false])
  })

  it('leaves out who failed, and says why', () => {
    const numpy: Run = { ...run(competitor('numpy'), 0), failure: 'no memory' }
    const { results, failures } = jobResult(job, [lead, numpy])
    expect(results).toHaveLength(1)
    expect(failures).toEqual([{ name: 'numpy', failure: 'no memory' }])
  })

  it('counts the digits that are read as the lead reads them', () => {
    const ours = run(competitor('gradus', true), 0, outcome([1], { digits: '7210' }))
    const peer = run(competitor('onnxruntime'), 0, outcome([1], { digits: '7211' }))
    const { results } = jobResult(jobNamed('one-image'), [ours, peer])
    expect(results.map(({ sameDigits }) => sameDigits)).toEqual([undefined, 3])
  })

  it('compares runs that take turns turn by turn', () => {
    const unwatched = competitor('gradus-unwatched', true)
    const watched = competitor('gradus-watched', true)
    const turns = [outcome([7, 5, 2, 4], { cpuSeconds: [7, 3, 2, 2] }), outcome([1, 4, 10])]
    const slower = [outcome([7, 9, 2.04, 3]), outcome([1, 4.04, 10.2])]
    const { results } = jobResult(jobNamed('watched'), [
      run(unwatched, 1, ...turns),
      run(watched, 1, ...slower),
    ])
    expect(results[0]).toMatchObject({ seconds: 4, cpuSeconds: 2, rounds: [5, 2, 4, 4, 10] })
    expect(results[1]?.ratio).toBeCloseTo(1.02, 10)
    expect(results[1]?.verdict).toEqual({ goal: '≤ 3 %', reached: true })
  })

  it('compares ways to learn with what trained beside each, turn by turn', () => {
    const [first, second] = [competitor('gradus-quadratic', true), competitor('gradus-softmax', true)]
    const { results } = jobResult(jobNamed('ways'), [
      run(first, 1, outcome([9, 1, 2], { besideSeconds: [9, 1, 2] })),
      run(
        second,
        1,
        outcome([9, 1.02, 3], { besideSeconds: [1, 1, 2] }),
        outcome([9, 4.08], { besideSeconds: [1, 4] }),
      ),
    ])
    expect(results[0]).toMatchObject({ seconds: 1.5, besideSeconds: 1.5, ratio: 1 })
    expect(results[1]).toMatchObject({ rounds: [1.02, 3, 4.08], besideSeconds: 2 })
    expect(results[1]?.ratio).toBeCloseTo(1.02, 10)
    expect(results[1]?.verdict).toEqual({ goal: '≤ 3 %', reached: true })
  })

  it('compares the medians of those who were to reach an accuracy, and says who never did', () => {
    const race = (who: Competitor, ...rounds: [seconds: number, epochs: number, share: number][]): Run => {
      const outcomes = rounds.map(([seconds, ...more]) =>
        outcome([seconds], { epochs: more[0], accuracy: more[1] }),
      )
      return run(who, 0, ...outcomes)
    }
    const { results } = jobResult(jobNamed('accuracy'), [
      race(competitor('gradus-simd-float32', true), [6, 30, 0.979], [2, 10, 0.981], [3, 15, 0.98]),
      race(competitor('pytorch-automatic'), [5.4, 12, 0.98], [4, 9, 0.98], [13, 30, 0.979]),
      race(competitor('pytorch'), [10, 30, 0.979], [2, 9, 0.98], [10, 30, 0.978]),
    ])
    expect(results[0]).toMatchObject({ seconds: 3, epochs: ['never', 10, 15], accuracy: 0.98 })
    expect(results[0]?.epochSeconds).toBeCloseTo(0.2, 10)
    expect(results.map(({ plausible }) => plausible)).toEqual([true, true, false])
    // The median of the rounds' own ratios would be 2.
    expect(results[1]?.ratio).toBeCloseTo(1.8, 10)
    expect(results[1]?.verdict).toEqual({ goal: '≥ 1.8 x', reached: true })
  })

  it('holds the whole command against its seconds of CPU time', () => {
    const command = run(competitor('gradus-command', true), 0, outcome([3.5], { wallSeconds: [5] }))
    const [result] = jobResult(jobNamed('train-command'), [command]).results
    expect(result).toMatchObject({ seconds: 3.5, wallSeconds: 5, verdict: { goal: '≤ 4 s', reached: true } })
  })
})

describe('ratioOf', () => {
  it('is the median of each round’s ratio, not the ratio of the medians', () => {
    // The rounds say 2, 5 and 9; the medians would say 10 / 2.
    expect(ratioOf([2, 10, 18], [1, 2, 2])).toBe(5)
    // The rounds say 8, 2 and 3; the medians would say 8 / 2.
    expect(ratioOf([8, 8, 6], [1, 4, 2])).toBe(3)
  })

  it('takes rounds that both have', () => {
    expect(ratioOf([2, 4], [1])).toBe(2)
  })
})
