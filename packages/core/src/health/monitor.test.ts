import { describe, expect, it } from 'vitest'
import {
  codesOf,
  epochDone,
  etaChanged,
  evaluation,
  finished,
  healthAfter,
  lacking,
  layer,
  PROFILE,
  progress,
  record,
  started,
  statistics,
  withGradient,
  without,
  withStuck,
} from '../../test/health-events.ts'
import { HealthMonitor, RULES } from './monitor.ts'
import { Observations } from './observations.ts'

const ALL = Array.from({ length: 10 }, (_, c) => c)
const SOUND = statistics([layer(30), layer(10)])
const DEAD = statistics(
  [layer(30), withStuck(ALL, layer(10))].map(each => withGradient(9e-21, each, 100)),
  { eta: 100 },
)
/** Class 6 is never predicted, and its output neuron is stuck. */
const SLEEPING = statistics([layer(30), withStuck([6], layer(10))])
const STUCK = { test: evaluation({ predictions: without(6) }) }

describe('the verdict', () => {
  it('waits for figures, and then says that all is well', () => {
    const monitor = new HealthMonitor(PROFILE)
    expect(monitor.health).toEqual({ status: 'unknown', verdict: 'Training has not begun.', findings: [] })
    const verdicts = [started(), SOUND, epochDone(0), epochDone(1)].map(event => {
      monitor.see(event)
      return `${monitor.health.status}: ${monitor.health.verdict}`
    })
    expect(verdicts).toEqual([
      'unknown: It is too early to tell: the first statistics come within the first epoch.',
      'unknown: Nothing is wrong so far: gradients of 0.05 flow, and 50 % of the outputs are saturated; wait for the end of the epoch.',
      'healthy: Healthy: after 1 epoch accuracy 90 %, training cost 0.08, every class is predicted.',
      'healthy: Healthy: after 2 epochs accuracy 90 %, training cost 0.08, every class is predicted.',
    ])
  })

  it('does not call healthy what has learnt nothing yet', () => {
    const slow = epochDone(0, { cost: 0.44, test: evaluation({ correct: 3000, cost: 0.42 }) })
    expect(healthAfter([started({ examples: 1000 }), SOUND, slow])).toMatchObject({
      status: 'unknown',
      verdict:
        'It is too early to tell: after 1 epoch accuracy 30 %, training cost 0.44, every class is predicted.',
    })
  })

  it.each([
    ['a class that is never predicted', { predictions: without(3) }],
    ['one that is never predicted correctly', { correctPredictions: without(3) }],
  ])('does not call healthy what learns, but for %s', (_, change) => {
    const events = [started({ examples: 1000 }), SOUND, epochDone(0, { test: evaluation(change) })]
    expect(healthAfter(events)).toMatchObject({
      status: 'unknown',
      verdict:
        'Not every class is learnt yet: after 1 epoch accuracy 90 %, training cost 0.08, class 3 is never predicted correctly.',
    })
    expect(healthAfter([...events, finished()])).toMatchObject({
      status: 'warning',
      verdict:
        'Class 3 is never predicted correctly: none of 1,000 examples of it is, after 1 epoch of only 100 mini-batches in all; train for more epochs, or in smaller mini-batches.',
    })
    const few = started({ examples: 1000, answers: without().with(3, 19) })
    expect(healthAfter([few, ...events.slice(1), finished()])).toMatchObject({
      status: 'unknown',
      verdict: expect.stringMatching(
        /^Not every class is learnt: .* class 3 is never predicted correctly\.$/,
      ),
    })
  })

  it('says at the end that a run was too short to tell', () => {
    const slow = epochDone(0, { cost: 0.44, test: evaluation({ correct: 3000, cost: 0.42 }) })
    const { verdict } = healthAfter([started({ examples: 1000 }), SOUND, slow, finished()])
    expect(verdict).toMatch(/^The run ended too early to tell: after 1 epoch accuracy 30 %/)
  })

  it('says that there is nothing to evaluate on', () => {
    const { test: _, ...bare } = epochDone(0)
    expect(healthAfter([started(), bare]).verdict).toBe(
      'Healthy: after 1 epoch training cost 0.08, no other data to evaluate on.',
    )
  })

  it('is the sentence of the worst finding: alarms come before warnings', () => {
    const profile = { ...lacking(4), largest: 6 }
    const health = healthAfter([started()], profile)
    expect(codesOf(health)).toEqual(['alarm class-missing', 'warning inputs-too-large'])
    expect(health).toMatchObject({ status: 'alarm', verdict: health.findings[0]?.sentence })
  })

  it('calls classes by their names, where they have some', () => {
    const profile = lacking(4)
    const names = PROFILE.classes.map((_, c) => `kind ${c}`)
    const monitor = new HealthMonitor(profile, names)
    for (const event of [started(), SLEEPING, epochDone(0, STUCK)]) monitor.see(event)
    expect(
      monitor.health.findings.map(({ sentence, classes }) => [sentence.split(': ')[0], classes]),
    ).toEqual([
      ['The training data lack class kind 4', [4]],
      ['Class kind 6 is hardly ever predicted', [6]],
    ])
  })

  it('is healthy whatever notes there are', () => {
    const answers = without(4)
    const health = healthAfter([started({ answers }), SOUND, epochDone(0)], lacking(4))
    expect(codesOf(health)).toEqual(['note class-unused'])
    expect(health).toMatchObject({ status: 'healthy', verdict: expect.stringMatching(/^Healthy: /) })
    const slept = epochDone(0, { test: evaluation({ predictions: without(4, 6) }) })
    expect(codesOf(healthAfter([started({ answers }), SLEEPING, slept], lacking(4)))).toEqual([
      'alarm class-stuck',
      'note class-unused',
    ])
  })

  it('leaves out what follows from another finding', () => {
    expect(codesOf(healthAfter([started(), DEAD, epochDone(0, { cost: 0.5, ...STUCK })]))).toEqual([
      'alarm eta-too-high',
    ])
  })
})

describe('a finding', () => {
  it('says since when it is so, and clears when its cause goes', () => {
    const monitor = new HealthMonitor(PROFILE)
    for (const event of [started(), SLEEPING, epochDone(0), epochDone(1, STUCK), epochDone(2, STUCK)])
      monitor.see(event)
    expect(monitor.health.findings).toMatchObject([{ code: 'class-stuck', classes: [6], since: 1 }])
    monitor.see(epochDone(3))
    expect(monitor.health).toMatchObject({ status: 'healthy', findings: [] })
    monitor.see(epochDone(4, STUCK))
    expect(monitor.health.findings).toMatchObject([{ since: 4 }])
  })

  it('says in words of its own what is well when it is over, and nothing where a worse one explains it', () => {
    const monitor = new HealthMonitor(PROFILE)
    for (const event of [started(), SLEEPING, epochDone(0, STUCK)]) monitor.see(event)
    expect(monitor.ended).toEqual([])
    monitor.see(epochDone(1))
    expect(monitor.ended).toEqual(['class 6 is predicted again since epoch 1'])
    monitor.see(progress())
    expect(monitor.ended).toEqual([])
    for (const event of [epochDone(2, STUCK), DEAD]) monitor.see(event)
    expect(monitor.health.findings).toMatchObject([{ code: 'eta-too-high' }])
    expect(monitor.ended).toEqual([])
    for (const event of [started(), SLEEPING, epochDone(0, STUCK), started()]) monitor.see(event)
    expect(monitor.ended).toEqual([])
  })

  it.each(RULES)(
    'has words for the end of $code: no alarm, no advice, no figures of then',
    ({ code, over }) => {
      const observed = new Observations(started({ eta: 7 }), PROFILE)
      const finding = { code, severity: 'alarm', sentence: '', evidence: '', remedy: '', since: 0 } as const
      const words = over({ ...finding, layer: 2, classes: [3, 6] }, observed)
      expect(words).toMatch(/^[a-z][^:;.]{10,70}$/)
      expect(words).not.toMatch(/\b(try|wait|begin|add|check|should)\b|undefined/)
    },
  )

  it('is put together of what is wrong, its evidence and a remedy', () => {
    const [finding] = healthAfter([started({ eta: 100 }), DEAD]).findings
    expect(finding).toMatchObject({
      code: 'eta-too-high',
      severity: 'alarm',
      sentence: `eta = 100 is too high: ${finding?.evidence}; ${finding?.remedy}.`,
      evidence: '100 % of the output neurons are saturated since epoch 0, gradients are at most 9e-21',
      remedy: 'begin again with a smaller one: try 3',
      layer: 2,
      since: 0,
    })
  })
})

describe('a run', () => {
  it('that begins anew has nothing of the one before', () => {
    const monitor = new HealthMonitor(PROFILE)
    for (const event of [started(), DEAD]) monitor.see(event)
    expect(monitor.health.status).toBe('alarm')
    monitor.see(started())
    expect(monitor.health).toMatchObject({ status: 'unknown', findings: [] })
  })

  it('that is resumed is judged by its history, too', () => {
    const history = [record(0), record(1, STUCK), record(2, STUCK)]
    const monitor = new HealthMonitor(PROFILE)
    monitor.see(started({ epoch: 3, history }))
    expect(monitor.health.findings).toMatchObject([{ code: 'class-stuck', severity: 'alarm', since: 1 }])
    monitor.see(epochDone(3))
    expect(monitor.health).toMatchObject({
      status: 'healthy',
      verdict: expect.stringContaining('after 4 epochs'),
    })
  })

  it('is judged by its contents, not by when it tells them', () => {
    const events = [started({ eta: 100 }), DEAD, epochDone(0, { cost: 0.5, eta: 100 })]
    const slowly = events.flatMap(event => [event, progress({ eta: 100, elapsedSeconds: 1000 })])
    expect(healthAfter(slowly)).toEqual(healthAfter(events))
  })

  it('has the same health, the same object, until something can have changed it', () => {
    const monitor = new HealthMonitor(PROFILE)
    for (const event of [started(), SOUND, epochDone(0)]) monitor.see(event)
    const { health } = monitor
    monitor.see(progress({ epoch: 1 }))
    expect(monitor.health).toBe(health)
  })

  it('whose eta was lowered is told that it was too high', () => {
    const events = [started({ eta: 100 }), DEAD, etaChanged(3)]
    expect(healthAfter(events).verdict).toMatch(/^eta = 100 was too high/)
    // The epoch was trained with the eta before.
    expect(healthAfter([...events, epochDone(0, { eta: 100 })]).verdict).toMatch(/^eta = 100 was too high/)
  })

  it('is known by its statistics alone where the data are not', () => {
    const monitor = new HealthMonitor()
    for (const event of [started({ eta: 100 }), DEAD]) monitor.see(event)
    expect(monitor.health.findings).toMatchObject([{ code: 'eta-too-high' }])
  })

  it('that has not started says nothing', () => {
    expect(healthAfter([SOUND, epochDone(0)])).toMatchObject({ status: 'unknown', findings: [] })
  })
})
