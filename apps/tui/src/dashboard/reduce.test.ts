import { completeSpec, DivergenceError, type ProgressEvent, RECIPES } from '@gradus/core'
import { describe, expect, test } from 'vitest'
import { ALARMED } from '../../test/dashboard-states.ts'
import {
  epoch,
  etaChanged,
  finished,
  loaded,
  progress,
  saved,
  started,
  untestedEpoch,
} from '../../test/events.ts'
import { small } from '../../test/kept-runs.ts'
import type { ActivationsEvent, SnapshotEvent } from '../run/events.ts'
import { initialDashboard, reduce } from './reduce.ts'
import { type DashboardEvent, type DashboardState, shownExample } from './state.ts'

const stateAfter = (...events: DashboardEvent[]): DashboardState => events.reduce(reduce, initialDashboard)
const logAfter = (...events: DashboardEvent[]): string[] => stateAfter(...events).log.map(({ text }) => text)

const begun = [loaded, started] as const
const paused = { type: 'paused' } as const
const rewound = { type: 'rewound' } as const
const checkpointed = { type: 'checkpointed', path: '/models/c', epoch: 1, position: 300 } as const
const unsaved = { type: 'unsaved', sha256: '', reason: 'Nothing is saved.', lost: false } as const

test('a state is not changed, and a run adds up to one', () => {
  const events: DashboardEvent[] = [...begun, progress, epoch, paused, finished, saved]
  const states = events.map((_, i) => stateAfter(...events.slice(0, i)))
  const plain = () => states.map(state => ({ ...state, history: [...state.history] }))
  const copies = structuredClone(plain())
  for (const [i, event] of events.entries()) reduce(states[i] ?? initialDashboard, event)
  expect(plain()).toEqual(copies)
})

test('an earlier run stays beside one that is rewound, and changes nothing else', () => {
  const before = stateAfter(...begun, progress, epoch)
  const after = reduce(before, { type: 'earlier-run', run: small })
  expect(after).toEqual({ ...before, earlier: small })
  expect(reduce(reduce(after, rewound), started).earlier).toBe(small)
})

describe('the mini-batch cost curve', () => {
  const at = (position: number, cost: number, more: Partial<ProgressEvent> = {}): ProgressEvent => ({
    ...progress,
    ...{ epoch: 0, position, cost },
    ...more,
  })
  const costsAfter = (...events: DashboardEvent[]) =>
    stateAfter(...begun, ...events).miniBatchCosts.map(({ epoch, position, cost }) => [epoch, position, cost])

  test('has the mean cost of the mini-batches between two progress events', () => {
    expect(costsAfter(at(1000, 0.5), at(4000, 0.2))).toEqual([
      [0, 1000, 0.5],
      [0, 4000, expect.closeTo(0.1)],
    ])
  })

  test('begins anew with each epoch', () => {
    expect(costsAfter(at(1000, 0.5), at(500, 0.3, { epoch: 1 }))).toEqual([
      [0, 1000, 0.5],
      [1, 500, 0.3],
    ])
  })

  test('has no point where nothing was trained', () => {
    expect(costsAfter(at(1000, 0.5), at(1000, 0.5, { phase: 'evaluate' }))).toHaveLength(1)
  })

  test('of a run that goes on within an epoch, knows nothing of what was before', () => {
    const resumed = { ...started, epoch: 3, position: 900 }
    const state = stateAfter(loaded, resumed, at(1000, 0.5, { epoch: 3 }), at(2000, 0.4, { epoch: 3 }))
    expect(state.miniBatchCosts).toEqual([{ epoch: 3, position: 2000, cost: expect.closeTo(0.3) }])
  })

  test('is bounded', () => {
    const many = Array.from({ length: 5000 }, (_, i) => at(10 * (i + 1), 0.5))
    const costs = costsAfter(...many)
    expect(costs).toHaveLength(2000)
    expect(costs.at(-1)?.[1]).toBe(50_000)
  })
})

describe('an epoch that is complete', () => {
  const evaluating = { ...progress, phase: 'evaluate', epoch: 0, position: 49_000 } as const
  const { elapsedSeconds, remainingSeconds, examplesPerSecond } = epoch
  const clocks = { elapsedSeconds, remainingSeconds, examplesPerSecond }

  test('is shown as such, also of a run that stands still after it', () => {
    const { type: _, eta, shown, ...evaluated } = evaluating
    expect(stateAfter(...begun, paused, evaluating, epoch).progress).toEqual({
      ...evaluated,
      phase: 'train',
      position: 50_000,
      cost: epoch.cost,
      ...clocks,
    })
  })

  test('is told with its own number, however few progress events come', () => {
    const state = stateAfter(...begun, progress, { ...epoch, epoch: 12 }, { ...epoch, epoch: 13 })
    expect(state.log.slice(2).map(({ epoch }) => epoch)).toEqual([12, 13])
  })

  test('has clocks and a rate if no progress was told of before', () => {
    expect(stateAfter(...begun, epoch).progress).toMatchObject(clocks)
  })

  test('is a point of the mini-batch cost curve if it is faster than the progress events', () => {
    const { miniBatchCosts } = stateAfter(...begun, evaluating, epoch, { ...epoch, epoch: 1, cost: 0.1 })
    expect(miniBatchCosts.map(({ epoch, position, cost }) => [epoch, position, cost])).toEqual([
      [0, 49_000, evaluating.cost],
      [1, 50_000, 0.1],
    ])
  })

  test('leaves eta as it is by now', () => {
    const changed = { ...etaChanged, epoch: 1, position: 0 }
    expect(stateAfter(...begun, evaluating, changed, epoch).eta).toBe(3.75)
  })
})

describe('the log', () => {
  test('tells of the data, the start, the epochs and the end', () => {
    const better = {
      ...epoch,
      epoch: 1,
      correct: 9000,
      test: { correct: 9000, total: 10_000, cost: 0.09, predictions: [] },
    }
    const worse = { ...better, epoch: 2, correct: 8999, test: { ...better.test, correct: 8999 } }
    expect(logAfter(...begun, epoch, better, worse, { ...finished, epoch: 3 }, saved)).toEqual([
      'Data loaded: 50,000 training, 10,000 validation, 10,000 test examples, SHA-256 d1',
      'Training begins: 784-15-10, 30 epochs, mini-batches of 10, eta 3',
      'Epoch 0: test 88.81 %, validation 88.90 %, training cost 0.150',
      'Epoch 1: test 90.00 %, validation 88.90 %, training cost 0.150; the best so far',
      'Epoch 2: test 89.99 %, validation 88.90 %, training cost 0.150',
      'Done after 3 epochs',
      'Saved /models/gradus.safetensors',
    ])
  })

  test('without test data the validation data tell which epoch is best, without both the cost', () => {
    const { test: _, ...validated } = epoch
    const validation = { correct: 8891, total: 10_000, cost: 0.1, predictions: [] }
    expect(logAfter(validated, { ...validated, validation }).at(-1)).toContain('the best so far')
    expect(logAfter(untestedEpoch, { ...untestedEpoch, cost: 0.14 }).at(-1)).toBe(
      'Epoch 3: training cost 0.140; the best so far',
    )
    expect(logAfter(untestedEpoch, untestedEpoch).at(-1)).toBe('Epoch 3: training cost 0.150')
  })

  test('tells where a run goes on', () => {
    expect(logAfter(loaded, { ...started, epoch: 12, position: 300 }).at(-1)).toMatch(
      /^Training goes on after 12 epochs and 300 of 50,000 examples of the next: 784-15-10/,
    )
  })

  test('tells of a new eta with its place, and at the end again', () => {
    const etaChanges = [{ epoch: 11, position: 25_010, eta: 3.75 }]
    expect(logAfter(...begun, progress, etaChanged, { ...finished, etaChanges }).slice(2)).toEqual([
      'eta is 3.75 instead of 3, from example 25,010 of epoch 11 on',
      'Done after 1 epoch',
      'eta was changed: 3.75 from epoch 11, example 25,010 on',
    ])
    expect(stateAfter(...begun, etaChanged).eta).toBe(3.75)
  })

  test('has the time, the epoch and the kind of each line', () => {
    expect(stateAfter(...begun, progress, paused).log.at(-1)).toEqual({
      seconds: 14,
      epoch: 11,
      kind: 'command',
      text: 'Paused after 11 epochs and 25,000 of 50,000 examples of the next',
    })
  })

  test('tells of checkpoints that were asked for, not of the others', () => {
    const ask = { type: 'asked', text: 'A checkpoint now', what: 'checkpoint' } as const
    const events = [...begun, checkpointed, ask, checkpointed, checkpointed]
    expect(logAfter(...events).slice(2)).toEqual([
      'A checkpoint now',
      'Saved a checkpoint of 1 epoch and 300 of 50,000 examples of the next: /models/c',
    ])
    expect(stateAfter(...events)).toMatchObject({
      notice: 'A checkpoint is saved',
      checkpoint: { last: checkpointed },
      isCheckpointAsked: false,
    })
  })

  test('tells once of a checkpoint that cannot be saved, and when it can again', () => {
    const failed = { type: 'checkpoint-failed', message: 'The disk is full.' } as const
    expect(stateAfter(...begun, failed).notice).toBe('The checkpoint cannot be saved: the log (6) says why')
    const { log } = stateAfter(...begun, failed, failed, checkpointed, checkpointed)
    expect(log.slice(2).map(({ kind, text }) => [kind, text])).toEqual([
      ['warning', 'The disk is full. Training goes on, and the next checkpoint is tried.'],
      ['event', 'Saved a checkpoint of 1 epoch and 300 of 50,000 examples of the next: /models/c'],
    ])
  })

  test('keeps control characters off the screen', () => {
    expect(stateAfter({ type: 'notice', text: 'Wrote a\u001B[2Jb' }).notice).toBe('Wrote a\u{FFFD}[2Jb')
  })

  test("tells of other ways to learn than the textbook's", () => {
    const spec = completeSpec({ ...started.spec, ...RECIPES.chapter3, keep: 'best' })
    expect(stateAfter(loaded, { ...started, spec }).log.at(-1)?.text).toMatch(
      /^Training begins: 784-15-10, .*, eta 3; sigmoid and sigmoid neurons, cross-entropy, scaled weights, .*keep the best epoch$/,
    )
  })

  test('tells of findings that come and end, not of their changing figures', () => {
    const [first, second] = ALARMED.findings
    if (!first || !second) throw new Error('expected two findings')
    const health = (findings: readonly (typeof first)[], ended: readonly string[] = []) => ({
      type: 'health' as const,
      health: { ...ALARMED, findings },
      ended,
    })
    const { log } = stateAfter(
      health([first]),
      health([{ ...first, sentence: 'as before' }, second]),
      health([second], ['gradients flow since epoch 4']),
    )
    expect(log.map(({ kind, text }) => [kind, text])).toEqual([
      ['alarm', first.sentence],
      ['warning', second.sentence],
      ['event', 'Over: gradients flow since epoch 4'],
    ])
  })

  test('tells of a run that diverged, of one that could not be saved, and of a thread that died', () => {
    const error = new DivergenceError('a bias or weight', 1, 0, 10, 1e308)
    const lost = { ...unsaved, lost: true, reason: 'The model is lost.' }
    const { log } = stateAfter(...begun, { ...finished, reason: 'diverged', error }, lost)
    expect(log.slice(2)).toMatchObject([
      { kind: 'alarm', text: `Diverged: ${error.message}` },
      { kind: 'alarm', text: 'The model is lost.' },
    ])
    const died = stateAfter(...begun, { type: 'died', message: 'The thread\nis gone' })
    expect(died.failed?.message).toBe('The thread\nis gone')
    expect(died.log.at(-1)).toMatchObject({ kind: 'alarm', text: 'The thread\u{FFFD}is gone' })
  })

  test('is bounded', () => {
    const many = Array.from({ length: 3000 }, (_, i) => ({ type: 'asked', text: `${i}` }) as const)
    const log = logAfter(...many)
    expect(log).toHaveLength(2000)
    expect(log.at(-1)).toBe('2999')
  })
})

test('rewound, only the log and what was loaded are left', () => {
  const complete = { ...epoch, epoch: 11, elapsedSeconds: 14 }
  const before = stateAfter(...begun, progress, complete, { type: 'health', health: ALARMED, ended: [] })
  const after = reduce(reduce(before, rewound), started)
  const afresh = stateAfter(...begun)
  expect(after).toEqual({
    ...afresh,
    rewinds: 1,
    log: [
      ...before.log,
      { seconds: 14, epoch: 11, kind: 'event', text: 'Back to the initial weights' },
      ...afresh.log.slice(1),
    ],
  })
})

test('of the snapshots the newest is kept', () => {
  const snapshot = {
    type: 'snapshot',
    epoch: 2,
    position: 30,
    rows: 1,
    cols: 2,
    outgoing: undefined,
  } as const
  const [first, second] = [1, 2].map(weight => ({ ...snapshot, weights: Float32Array.of(weight, 0) }))
  if (!first || !second) throw new Error('There are two')
  expect(stateAfter(first, second).snapshot).toBe(second)
})

/** A snapshot of neurons of one input with such norms of their outgoing weights. */
function snapshotOf(...outgoing: number[]): SnapshotEvent {
  const weights = Float32Array.from(outgoing, (_, j) => j)
  const place = { epoch: 0, position: 0, rows: outgoing.length, cols: 1 }
  return { type: 'snapshot', ...place, weights, outgoing: Float32Array.from(outgoing) }
}

describe('neurons', () => {
  test('the strongest first, and in their places while they are looked at', () => {
    const first = stateAfter({ type: 'view', view: 'neurons' }, snapshotOf(1, 3, 2))
    expect(first.neurons.order).toEqual([1, 2, 0])
    const later = reduce(first, snapshotOf(4, 3, 2))
    expect(later.neurons.order).toEqual([1, 2, 0])
    for (const event of [
      { type: 'page', by: 1 },
      { type: 'view', view: 'neurons' },
      { type: 'neurons', toggles: 'sorted' },
      finished,
    ] as const) {
      expect(reduce(reduce(later, event), snapshotOf(4, 3, 2)).neurons.order).toEqual([0, 1, 2])
    }
  })

  test('a rewind forgets what was seen, but not how it is shown', () => {
    const change = { type: 'neurons', toggles: 'shown' } as const
    const state = stateAfter({ type: 'initial-weights', weights: Float32Array.of(1) }, snapshotOf(1), change)
    expect(state).toMatchObject({
      neurons: { shown: 'change' },
      initialWeights: { weights: Float32Array.of(1) },
    })
    expect(reduce(state, { type: 'rewound' })).toMatchObject({
      neurons: { shown: 'change', order: undefined },
      initialWeights: undefined,
    })
  })
})

describe('examples on their way', () => {
  const at = (example: number, epoch: number): ActivationsEvent => ({
    ...{ type: 'activations', set: 'test', example, label: 0, epoch, position: 0 },
    ...{ input: Uint8Array.of(0), layers: [Float64Array.of(example)] },
  })
  const loadedTest = { ...loaded, test: 100 }

  test('those of one moment are kept', () => {
    expect([...stateAfter(at(3, 0), at(4, 1), at(5, 1)).activations.keys()]).toEqual([4, 5])
  })

  test('the arrows take another, once the run is over of those that are kept', () => {
    const state = stateAfter(loadedTest, { type: 'view', view: 'example' }, { type: 'page', by: -1 })
    expect(shownExample(state)).toEqual({ set: 'test', example: 99, count: 100 })
    const last: DashboardEvent[] = [at(98, 1), at(99, 1), at(0, 1), finished]
    let over = last.reduce(reduce, state)
    const seen = [1, 1, 1].map(() => {
      over = reduce(over, { type: 'page', by: 1 })
      return shownExample(over)?.example
    })
    expect(seen).toEqual([0, 98, 99])
  })

  test('validation data where there are no test data', () => {
    const validation = { ...loaded, test: undefined, validation: 50 }
    expect(shownExample(stateAfter(validation))).toMatchObject({ set: 'validation', count: 50 })
    expect(shownExample(stateAfter({ ...loaded, test: undefined, validation: undefined }))).toBeUndefined()
  })
})

describe('keys', () => {
  test('turn the pages of the view that is shown', () => {
    const state = stateAfter(
      { type: 'page', by: 1 },
      { type: 'view', view: 'neurons' },
      { type: 'page', by: 1 },
      { type: 'view', view: 'log' },
      { type: 'page', by: -1 },
    )
    expect(state.pages).toEqual({
      overview: 0,
      confusion: 0,
      mistakes: 0,
      neurons: 1,
      health: 0,
      log: -1,
      example: 0,
      doctor: 0,
      help: 0,
    })
    const helped = stateAfter({ type: 'help', shown: true }, { type: 'page', by: 1 })
    expect(helped.pages).toEqual({ ...initialDashboard.pages, help: 1 })
  })

  test('show a view instead of the help', () => {
    const helped = stateAfter({ type: 'help', shown: true })
    expect(helped.help).toBe(true)
    expect(reduce(helped, { type: 'view', view: 'health' })).toMatchObject({ help: false, view: 'health' })
  })

  test('leave a notice until the next one', () => {
    const state = stateAfter({ type: 'notice', text: 'Written' })
    expect(state).toMatchObject({ notice: 'Written', log: [] })
    expect(reduce(state, { type: 'view', view: 'log' }).notice).toBeUndefined()
  })
})
