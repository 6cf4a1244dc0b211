import { setImmediate } from 'node:timers/promises'
import { type Confusion, ConfusionTally, denseExamples } from '@gradus/core'
import { profileOf } from '@gradus/core/health'
import { describe, expect, test, vi } from 'vitest'
import { epoch, etaChanged, finished, loaded, progress, started } from '../../test/events.ts'
import { diagnosisOf, examined } from '../../test/examinations.ts'
import { PLAIN } from '../../test/frames.ts'
import { small } from '../../test/kept-runs.ts'
import type { ExaminationNews, Examine, RunAtHand } from '../examination/examine.ts'
import type { FindEarlierRun } from '../history/earlier-run.ts'
import type { PixelsEvent, SnapshotEvent, TrainCommand } from '../run/events.ts'
import { Session } from './session.ts'

const profile = profileOf(
  denseExamples([
    [
      [0, 1],
      [1, 0],
    ],
  ]),
)
const sizes = [2, 2]

/** Some examples of the label 0, all misclassified, and the first the worst. */
function confusionOf(...examples: number[]): Confusion {
  const tally = new ConfusionTally(2)
  for (const [i, example] of examples.entries()) tally.count(example, 0, Float64Array.of(0, 1 - i / 100))
  return tally.confusion
}

/** The end of an epoch whose worst misclassified examples are these. */
const endOf = (number: number, ...worst: number[]) =>
  ({ ...epoch, epoch: number, confusions: { test: confusionOf(...worst) } }) as const

/** Pixels of examples, which are their indices. */
function pixelsOf(...examples: number[]): PixelsEvent {
  const pixels = Uint8Array.from(examples.flatMap(example => [example, 0]))
  return { type: 'pixels', set: 'test', examples, pixels }
}

function newSession(findEarlier?: FindEarlierRun, examine?: Examine) {
  const posted: TrainCommand[] = []
  const session = new Session({
    controls: {
      post: command => posted.push(command),
      quit: () => undefined,
      suspend: () => undefined,
      export: async () => '',
    },
    theme: PLAIN,
    keepsCheckpoints: true,
    findEarlier,
    examine,
    onChange: () => undefined,
  })
  return { session, posted }
}

function trainingSession() {
  const { session, posted } = newSession()
  session.onEvent({ type: 'dashboard-data', profile })
  session.onEvent({ ...started, spec: { ...started.spec, sizes } })
  session.onEvent({ ...progress, epoch: 0 })
  return { session, posted }
}

test('says why a key does nothing while the data are loading, and no longer', () => {
  const { session, posted } = newSession()
  session.press('toggle-pause')
  expect(session.state).toMatchObject({ phase: 'loading', notice: 'Not yet: the data are loading' })
  session.onEvent({ ...started, spec: { ...started.spec, sizes } })
  expect(session.state).toMatchObject({ phase: 'training', notice: undefined })
  expect(posted).toEqual([])
})

test('shows the predictions of a run that goes on before it has completed an epoch', () => {
  const { session } = newSession()
  session.onEvent({ ...started, epoch: 4, confusions: { validation: confusionOf(7) } })
  expect(session.state.confusion).toMatchObject({ epoch: 3, set: 'validation', predictions: [0, 1] })
})

test('asks for an earlier run once, when it starts', async () => {
  const specs: unknown[] = []
  const { session } = newSession(async spec => {
    specs.push(spec)
    return small
  })
  session.onEvent(loaded)
  expect(specs).toEqual([])
  session.onEvent(started)
  expect(session.state.earlier).toBeUndefined()
  await vi.waitFor(() => expect(session.state.earlier).toBe(small))
  session.onEvent({ type: 'rewound' })
  session.onEvent(started)
  expect(specs).toEqual([started.spec])
  expect(session.state.earlier).toBe(small)
})

test('goes on without an earlier run that cannot be found', async () => {
  const { session } = newSession(async () => {
    throw new Error('no folder')
  })
  session.onEvent(started)
  await setImmediate()
  expect(session.state).toMatchObject({ phase: 'training', earlier: undefined, notice: undefined })
})

test('calls classes by their names in findings and in the log, cut where they are very long', () => {
  const { session } = newSession()
  session.onEvent({ ...loaded, classes: ['cat', 'a dog with a very, very long pedigree'] })
  session.onEvent({ type: 'dashboard-data', profile })
  const begun = { ...started, answers: [5, 5], spec: { ...started.spec, sizes } }
  session.onEvent(begun)
  const sentence = 'The training data lack class a dog with a very, very…'
  expect(session.state.health.verdict).toContain(sentence)
  expect(session.state.log.at(-1)?.text).toContain(sentence)
  session.onEvent({ type: 'rewound' })
  session.onEvent(begun)
  expect(session.state.health.verdict).toContain(sentence)
})

test('logs a note as an event', () => {
  const { session } = newSession()
  session.onEvent(loaded)
  session.onEvent({ type: 'dashboard-data', profile })
  session.onEvent({ ...started, answers: [5, 0], spec: { ...started.spec, sizes } })
  expect(session.state.health.status).toBe('unknown')
  expect(session.state.log.at(-1)).toMatchObject({
    kind: 'event',
    text: expect.stringMatching(/^Note: Class 1 occurs nowhere: /),
  })
})

test('keeps eta where every precision can use it', () => {
  const { session, posted } = trainingSession()
  for (let i = 0; i < 1000; i++) session.press('eta-up')
  const last = posted.at(-1)
  expect(last?.type === 'setEta' && last.eta).toBeGreaterThan(1e29)
  expect(last?.type === 'setEta' && last.eta).toBeLessThanOrEqual(1e30)
  expect(session.state.notice).toBe('eta stays between 1e-30 and 1e+30')
})

test('shows the predictions of every epoch, on the test data where there are any', () => {
  const { session } = trainingSession()
  expect(session.state.confusion).toBeUndefined()
  session.onEvent({ ...epoch, epoch: 3, confusions: { test: confusionOf(5), validation: confusionOf(6) } })
  expect(session.state.confusion).toEqual({ ...confusionOf(5), epoch: 3, set: 'test' })
  session.press('toggle-pause')
  session.onEvent({ ...epoch, epoch: 4, confusions: { validation: confusionOf(6) } })
  expect(session.state.confusion).toEqual({ ...confusionOf(6), epoch: 4, set: 'validation' })
})

test('asks for the pixels of the mistakes when they are looked at, and only for those it has not', () => {
  const { session, posted } = trainingSession()
  session.onEvent(endOf(0, 5, 3))
  expect(posted).toEqual([])
  session.press({ view: 'mistakes' })
  expect(posted).toEqual([{ type: 'pixels', set: 'test', examples: [5, 3] }])
  session.onEvent(endOf(1, 3, 8))
  session.onEvent({ ...progress, epoch: 2 })
  expect(posted).toHaveLength(1)
  session.onEvent(pixelsOf(5, 3))
  expect([...session.state.pixels]).toEqual([
    [5, Uint8Array.of(5, 0)],
    [3, Uint8Array.of(3, 0)],
  ])
  expect(posted.slice(1)).toEqual([{ type: 'pixels', set: 'test', examples: [8] }])
  session.onEvent(pixelsOf(8))
  expect([...session.state.pixels.keys()]).toEqual([5, 3, 8])
  session.press({ view: 'overview' })
  session.onEvent(endOf(2, 9))
  expect(posted).toHaveLength(2)
  session.press('next-view')
  session.press('next-view')
  expect(posted[2]).toEqual({ type: 'pixels', set: 'test', examples: [9] })
})

test('keeps pixels that come when their epoch is gone, for the next with these mistakes, and not all of them', () => {
  const { session, posted } = trainingSession()
  session.press({ view: 'mistakes' })
  session.onEvent(endOf(0, 5))
  session.onEvent(endOf(1))
  session.onEvent(pixelsOf(5))
  session.onEvent(endOf(2, 5))
  expect(session.state.pixels.get(5)).toEqual(Uint8Array.of(5, 0))
  expect(posted).toHaveLength(1)
  session.onEvent(pixelsOf(...Array.from({ length: 400 }, (_, i) => 10 + i)))
  expect(session.state.pixels.size).toBe(400)
  expect(session.state.pixels.has(5)).toBe(false)
})

test('asks once for pixels that nobody has', () => {
  const { session, posted } = trainingSession()
  session.press({ view: 'mistakes' })
  session.onEvent(endOf(0, 5))
  session.onEvent(pixelsOf())
  session.onEvent({ ...progress, epoch: 1 })
  expect(posted).toHaveLength(1)
  session.onEvent(endOf(1, 5))
  expect(posted).toHaveLength(2)
})

test('keeps the pixels that come at the end, for when nobody can be asked', () => {
  const { session, posted } = trainingSession()
  session.onEvent(endOf(0, 5, 3))
  session.onEvent(pixelsOf(5, 3))
  session.onEvent(finished)
  session.onEvent({ type: 'unsaved', sha256: '', reason: '', lost: false })
  session.press({ view: 'mistakes' })
  expect(session.state.pixels.size).toBe(2)
  expect(posted).toEqual([])
})

test('eta is asked for until the run tells that it is so', () => {
  const { session, posted } = trainingSession()
  session.press('toggle-pause')
  session.press('eta-up')
  session.press('eta-up')
  expect(posted.at(-1)).toEqual({ type: 'setEta', eta: 4.69 })
  expect(session.state).toMatchObject({ eta: 3, askedEta: 4.69 })
  session.onEvent({ type: 'eta', epoch: 0, position: 25_000, eta: 4.69 })
  expect(session.state).toMatchObject({ eta: 4.69, askedEta: undefined })
  session.press('eta-down')
  session.onEvent({ type: 'rewound' })
  expect(session.state.askedEta).toBeUndefined()
})

test('what was known of a run that has begun again is not shown', () => {
  const { session } = trainingSession()
  session.onEvent(endOf(5, 1))
  session.onEvent(pixelsOf(1))
  session.onEvent({ type: 'rewound' })
  session.onEvent({ ...started, spec: { ...started.spec, sizes } })
  session.onEvent(pixelsOf(1))
  expect(session.state).toMatchObject({ confusion: undefined })
  expect(session.state.pixels.size).toBe(0)
})

/** A snapshot of two neurons of two inputs; where they are the outputs, nothing goes out of them. */
const snapshot = (outgoing: Float32Array | undefined): SnapshotEvent => ({
  ...{ type: 'snapshot', epoch: 0, position: 0, rows: 2, cols: 2 },
  ...{ weights: Float32Array.of(1, 2, 3, 4), outgoing },
})

test('asks the run for what the view shows of its network, and for no more when it is left', () => {
  const { session, posted } = trainingSession()
  session.onEvent({ ...loaded, test: 100 })
  session.press({ view: 'neurons' })
  session.onEvent({ ...progress, epoch: 0 })
  session.press({ view: 'example' })
  session.press('page-back')
  session.press({ view: 'log' })
  expect(posted).toEqual([
    { type: 'look', at: 'neurons' },
    { type: 'look', at: 'example', set: 'test', example: 0 },
    { type: 'look', at: 'example', set: 'test', example: 99 },
    { type: 'look', at: 'nothing' },
  ])
})

test('asks for what was just shown in the overview of a run with augmentation', () => {
  const { session, posted } = newSession()
  const augmented = { ...started.spec, sizes, augment: { rotate: 12 } }
  session.onEvent({ ...started, spec: augmented })
  session.press('page-on')
  session.press({ view: 'log' })
  session.press({ view: 'overview' })
  expect(posted.map(command => command.type === 'look' && command.at)).toEqual(['shown', 'nothing', 'shown'])
  expect(session.state.pages.overview).toBe(1)
  session.onEvent({ type: 'rewound' })
  expect(session.state.shown).toBeUndefined()
})

test('asks for what is looked at while the data load once they are there, and nobody when the run is over', () => {
  const { session, posted } = newSession()
  session.press({ view: 'neurons' })
  expect(posted).toEqual([])
  session.onEvent({ ...started, spec: { ...started.spec, sizes } })
  expect(posted).toEqual([{ type: 'look', at: 'neurons' }])
  session.onEvent(finished)
  session.press({ view: 'log' })
  expect(posted).toHaveLength(1)
})

test('c shows the change of the weights, and says why not where the initial ones are not known', () => {
  const { session } = trainingSession()
  session.press('toggle-change')
  expect(session.state).toMatchObject({ notice: 'c and o are keys of the neurons (4)' })
  session.press({ view: 'neurons' })
  session.press('toggle-change')
  expect(session.state.notice).toMatch(/^Not yet: /)
  session.onEvent({ type: 'initial-weights', weights: undefined })
  session.press('toggle-change')
  expect(session.state.notice).toMatch(/^No change is known: /)
  expect(session.state.neurons.shown).toBe('weights')
  session.onEvent({ type: 'initial-weights', weights: Float32Array.of(0, 0, 0, 0) })
  session.press('toggle-change')
  expect(session.state).toMatchObject({ neurons: { shown: 'change' }, notice: undefined })
})

test('o orders hidden neurons by their number, but outputs stay in the order of their classes', () => {
  const { session } = trainingSession()
  session.press({ view: 'neurons' })
  session.onEvent(snapshot(Float32Array.of(1, 2)))
  session.press('toggle-order')
  expect(session.state.neurons.sorted).toBe('number')
  session.onEvent(snapshot(undefined))
  session.press('toggle-order')
  expect(session.state.notice).toMatch(/outputs: they stay in the order of their classes/)
})

describe('d', () => {
  const phase = { name: 'small experiments', trials: 9, examples: 900, spent: 0, budget: 9000 }

  /** A session whose examinations only note what they are told, and that end when they are let. */
  function examinedSession() {
    const begun: RunAtHand[] = []
    const tellers: ((news: ExaminationNews) => void)[] = []
    const ends: (() => void)[] = []
    const { session } = newSession(undefined, (run, onNews) => {
      begun.push(run)
      tellers.push(onNews)
      return { stop: () => new Promise(resolve => ends.push(resolve)) }
    })
    return { session, begun, tell: (news: ExaminationNews) => tellers.at(-1)?.(news), ends }
  }

  function runningSession() {
    const { session, ...rest } = examinedSession()
    session.onEvent(loaded)
    session.onEvent(started)
    session.press('examine')
    return { session, ...rest }
  }

  test('examines nothing while the data are loading', () => {
    const { session, begun } = examinedSession()
    session.press('examine')
    expect(session.state).toMatchObject({ notice: 'Not yet: the data are loading', showsDoctor: false })
    expect(begun).toEqual([])
  })

  test('says that there is a library for a run that no command trains', () => {
    const { session } = newSession()
    session.onEvent(loaded)
    session.onEvent(started)
    session.press('examine')
    expect(session.state).toMatchObject({
      notice: expect.stringContaining('@gradus/doctor'),
      showsDoctor: false,
    })
  })

  test('says why a run without validation data cannot be examined, which goes on', () => {
    const { session, begun } = examinedSession()
    session.onEvent({ ...loaded, validation: undefined })
    session.onEvent(started)
    session.press('examine')
    const problem = expect.stringMatching(/^There are no validation data: /)
    expect(session.state).toMatchObject({ examination: { phase: 'failed', problem }, phase: 'training' })
    expect(session.state.showsDoctor).toBe(true)
    expect(begun).toEqual([])
  })

  test('examines the run with its changes of eta, once, and then shows the examination or the view', () => {
    const { session, begun, tell } = examinedSession()
    session.onEvent(loaded)
    session.onEvent(started)
    session.onEvent(etaChanged)
    for (const isShown of [true, false, true]) {
      session.press('examine')
      expect(session.state).toMatchObject({ showsDoctor: isShown, examination: { phase: 'running' } })
    }
    const { type: _, ...change } = etaChanged
    expect(begun).toEqual([{ loaded, started, etaChanges: [change] }])
    tell({ type: 'phase', phase, seconds: 1 })
    tell({ type: 'trial', examples: 100, seconds: 2 })
    expect(session.state.examination).toMatchObject({
      ...{ changes: 1, seconds: 2 },
      course: { phase, trials: 1, examples: 100 },
    })
  })

  test('is shown over the help, and hidden by another view', () => {
    const { session } = runningSession()
    session.press('toggle-help')
    session.press('examine')
    expect(session.state).toMatchObject({ help: false, showsDoctor: true })
    session.press('page-on')
    expect(session.state.pages).toMatchObject({ overview: 0, doctor: 1 })
    session.press({ view: 'log' })
    expect(session.state).toMatchObject({
      view: 'log',
      showsDoctor: false,
      examination: { phase: 'running' },
    })
    session.press('close')
    expect(session.state.examination).toMatchObject({ phase: 'running' })
  })

  test('Escape stops it; d goes on only when nothing of it is left, and hears no more of the one before', async () => {
    const { session, begun, tell, ends } = runningSession()
    session.press('close')
    session.press('examine')
    session.press('examine')
    tell({ type: 'failed', message: 'too late' })
    expect(session.state).toMatchObject({ showsDoctor: true, examination: { phase: 'stopping' } })
    expect(begun).toHaveLength(1)
    ends[0]?.()
    await vi.waitFor(() => expect(session.state.examination).toMatchObject({ phase: 'stopped' }))
    session.press('examine')
    expect(session.state).toMatchObject({ showsDoctor: true, examination: { phase: 'running' } })
    expect(begun).toHaveLength(2)
  })

  test('tries again after a failure, and Escape only closes what is over', () => {
    const { session, begun, tell } = runningSession()
    tell({ type: 'failed', message: 'no memory' })
    expect(session.state.log.at(-1)).toMatchObject({ text: 'The examination failed: no memory' })
    session.press('close')
    expect(session.state).toMatchObject({ showsDoctor: false, examination: { phase: 'failed' } })
    session.press('examine')
    session.press('examine')
    expect(begun).toHaveLength(2)
    expect(session.state).toMatchObject({ showsDoctor: false, examination: { phase: 'running' } })
  })

  test('a report stays, and is logged', async () => {
    const { session, begun, tell } = runningSession()
    const diagnosis = diagnosisOf(await examined(0.0001))
    tell(diagnosis)
    session.press('close')
    session.press('examine')
    expect(session.state).toMatchObject({ showsDoctor: true, examination: { phase: 'done', diagnosis } })
    expect(session.state.log.at(-1)).toMatchObject({
      ...{ kind: 'alarm', text: `Doctor: ${diagnosis.report.sentence}` },
    })
    expect(begun).toHaveLength(1)
  })
})
