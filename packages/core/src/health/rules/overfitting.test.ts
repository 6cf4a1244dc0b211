import { describe, expect, it } from 'vitest'
import { codesOf, epochDone, evaluation, healthAfter, PROFILE, started } from '../../../test/health-events.ts'
import type { HealthEvent } from '../health.ts'

/** Accuracies in training and on the validation data after each epoch, in per cent. */
type Course = readonly (readonly [training: number, validation: number])[]

const begun = (ways = {}) => started({ eta: 0.5, examples: 1000 }, { cost: 'cross-entropy', ...ways })

/** Events of a run, of which the costs say nothing. */
function run(course: Course, { total = 10_000, start = begun(), cost = 0.5 } = {}): HealthEvent[] {
  const shareOf = (percent: number, total: number) =>
    evaluation({ correct: Math.round((percent / 100) * total), total, cost })
  const epochs = course.map(([training, validation], epoch) =>
    epochDone(epoch, {
      training: shareOf(training, 1000),
      validation: shareOf(validation, total),
      cost: 0.4,
    }),
  )
  return [start, ...epochs.map(({ test: _, ...event }) => event)]
}

const growing: Course = [1, 2, 3, 4, 5, 6].map(epoch => [80 + 3 * epoch, 75 + epoch])

describe('a network that overfits', () => {
  it('is told by the gap, with remedies', () => {
    const health = healthAfter(run(growing))
    expect(codesOf(health)).toEqual(['warning overfitting'])
    expect(health.verdict).toBe(
      'The network overfits: it predicts 98 % of the training examples correctly, and 81 % of the validation data, a gap of 17 points since epoch 5; ' +
        'train on more examples, or try l2 = 0.1, dropout = 0.5, --augment affine, keep = best and stop = 10.',
    )
  })

  it('has remedies that its data allow, the first of them as a change of the Spec', () => {
    const { findings } = healthAfter(run(growing))
    expect(findings[0]?.change).toEqual({ l2: 0.1 })
    const numbers = { ...PROFILE, augmentable: false }
    const onTest = run(growing).map(event => {
      if (event.type !== 'epoch') return event
      const { validation, ...rest } = event
      return { ...rest, ...(validation && { test: validation }) }
    })
    expect(healthAfter(onTest, numbers).findings[0]?.remedy).toBe(
      'train on more examples, or try l2 = 0.1 and dropout = 0.5',
    )
    const flat = begun({ sizes: [784, 10], l2: 1 })
    expect(healthAfter(run(growing, { start: flat }), numbers).findings[0]).toMatchObject({
      remedy: 'train on more examples, or try keep = best and stop = 10',
      change: { keep: 'best' },
    })
  })

  it('is not told what it does already', () => {
    const start = begun({
      l2: 1,
      dropout: { hidden: 0.5 },
      augment: { shift: 1 },
      keep: 'best',
      stop: { epochs: 5 },
    })
    expect(healthAfter(run(growing, { start })).findings[0]?.remedy).toBe('train on more examples')
  })

  it('is found where the others have not bettered while training has, and as long as the gap lasts', () => {
    const level: Course = Array.from({ length: 6 }, (_, epoch) => [90 + epoch / 10, 82])
    const still: Course = Array.from({ length: 20 }, () => [90.5, 82.1])
    expect(codesOf(healthAfter(run([...level, ...still])))).toEqual(['warning overfitting'])
    const closing: Course = [[90.5, 86]]
    expect(codesOf(healthAfter(run([...level, ...still, ...closing])))).toEqual([])
  })

  it('explains the gap between the costs, and is as bad as that', () => {
    expect(codesOf(healthAfter(run(growing, { cost: 2 })))).toEqual(['alarm overfitting'])
    expect(codesOf(healthAfter(run(growing.slice(0, 5), { cost: 2 })))).toEqual(['alarm too-few-examples'])
  })
})

describe('a network does not overfit', () => {
  it.each<[string, HealthEvent[]]>([
    [
      'of a baseline, 97 % against 95 %',
      run(Array.from({ length: 30 }, (_, i) => [94 + i / 10, 94 + i / 30])),
    ],
    ['whose gap is as wide from the start on and narrows', run(growing.toReversed())],
    ['after too few epochs', run(growing.slice(0, 5))],
    ['that few examples judge', run(growing, { total: 30 })],
    ['whose gap was wide by chance', run([...growing.slice(0, 5), [90, 88], [98, 80]])],
  ])('%s', (_, events) => {
    expect(codesOf(healthAfter(events))).toEqual([])
  })

  it('without a sample of the training data, as far as is known', () => {
    const events = run(growing).map(event =>
      event.type === 'epoch'
        ? epochDone(event.epoch, event.validation && { validation: event.validation })
        : event,
    )
    expect(codesOf(healthAfter(events))).toEqual([])
  })
})
