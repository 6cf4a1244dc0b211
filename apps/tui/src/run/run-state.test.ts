import { recordOf } from '@gradus/core'
import { describe, expect, test } from 'vitest'
import { epoch, etaChanged, finished, loaded, progress, saved, started } from '../../test/events.ts'
import { Epochs } from './epochs.ts'
import type { RunEvent } from './events.ts'
import { initialRun, type RunState, runAfter } from './run-state.ts'

const stateAfter = (...events: RunEvent[]): RunState => events.reduce(runAfter, initialRun)

const begun = [loaded, started] as const
const stopping = { type: 'stopping' } as const
const paused = { type: 'paused' } as const
const resumed = { type: 'resumed' } as const
const rewound = { type: 'rewound' } as const
const unsaved = { type: 'unsaved', sha256: '', reason: 'Nothing is saved.', lost: false } as const
const record = recordOf(epoch)

test.each<[RunState['phase'], RunEvent[]]>([
  ['loading', []],
  ['loading', [loaded]],
  ['training', [...begun]],
  ['training', [...begun, progress, epoch]],
  ['paused', [...begun, paused]],
  ['paused', [...begun, paused, progress]],
  ['training', [...begun, paused, resumed]],
  ['paused', [...begun, paused, rewound, started]],
  ['training', [...begun, rewound, started]],
  ['stopping', [...begun, stopping, progress]],
  ['stopping', [...begun, paused, stopping, resumed]],
  ['stopping', [stopping, loaded, started]],
  ['saving', [...begun, finished]],
  ['saving', [...begun, finished, stopping]],
  ['saving', [...begun, stopping, finished]],
  ['over', [...begun, finished, saved]],
  ['over', [...begun, finished, saved, paused]],
  ['over', [...begun, finished, unsaved]],
  ['over', [{ type: 'failed', message: 'no data', usage: false }]],
  ['over', [...begun, { type: 'died', message: 'gone' }]],
])('a run is %s', (phase, events) => {
  expect(stateAfter(...events).phase).toBe(phase)
})

describe('progress', () => {
  test('is that of the last event that tells it', () => {
    expect(stateAfter(...begun).progress).toBeUndefined()
    expect(stateAfter(...begun, progress).progress).toMatchObject({
      epoch: 11,
      position: 25_000,
      cost: 0.0432,
    })
    expect(stateAfter(...begun, progress, epoch).progress).toEqual({
      ...{ phase: 'train', epoch: 0, epochs: 30, position: 50_000, examples: 50_000, cost: 0.15 },
      ...{ elapsedSeconds: 0.35, remainingSeconds: 10.15, examplesPerSecond: 166_667 },
    })
  })

  test.each([
    [
      { epoch: 12, position: 0 },
      { epoch: 11, position: 50_000 },
    ],
    [
      { epoch: 12, position: 300 },
      { epoch: 12, position: 300 },
    ],
    [
      { epoch: 0, position: 0 },
      { epoch: 0, position: 0 },
    ],
  ])('of a run that ends at %j is %j', (place, shown) => {
    const last = { ...finished, ...place, elapsedSeconds: 15 }
    expect(stateAfter(...begun, progress, last).progress).toMatchObject({ ...shown, elapsedSeconds: 15 })
  })
})

describe('eta', () => {
  const change = { epoch: 11, position: 25_010, eta: 3.75 }
  const etaChanges = [{ epoch: 0, position: 10, eta: 3 }]
  const resumed = { ...started, epoch: 2, spec: { ...started.spec, eta: 6, etaChanges } }

  test('is that of the start, until it changes', () => {
    expect(stateAfter(...begun)).toMatchObject({ eta: 3, etaChanges: [] })
    expect(stateAfter(...begun, etaChanged, progress)).toMatchObject({ eta: 3.75, etaChanges: [change] })
  })

  test('is that of the progress where a schedule changes it', () => {
    const scheduled = { ...started, spec: { ...started.spec, schedule: { name: 'cosine' } as const } }
    expect(stateAfter(loaded, scheduled, { ...progress, eta: 0.75 }).eta).toBe(0.75)
  })

  test('has the changes before a run went on, but not before it was rewound', () => {
    const goesOn = [loaded, resumed, etaChanged]
    expect(stateAfter(...goesOn).etaChanges).toEqual([...etaChanges, change])
    expect(stateAfter(...goesOn, rewound, started)).toMatchObject({ eta: 3, etaChanges: [] })
  })
})

test('a checkpoint is known until it is gone, and a problem until the next is saved', () => {
  const checkpointed = { type: 'checkpointed', path: '/models/c', epoch: 1, position: 300 } as const
  const failed = { type: 'checkpoint-failed', message: 'No space.' } as const
  const checkpointAfter = (...events: RunEvent[]) => stateAfter(...begun, ...events).checkpoint
  expect(checkpointAfter(checkpointed, failed)).toEqual({ last: checkpointed, problem: 'No space.' })
  expect(checkpointAfter(failed, checkpointed)).toEqual({ last: checkpointed, problem: undefined })
  expect(checkpointAfter(checkpointed, { type: 'checkpoint-gone' }).last).toBeUndefined()
})

test('a run that is rewound begins anew, and knows what was loaded and saved', () => {
  const checkpointed = { type: 'checkpointed', path: '/models/c', epoch: 1, position: 300 } as const
  const before = [...begun, progress, epoch, checkpointed]
  expect(stateAfter(...before, rewound, started)).toEqual({
    ...stateAfter(...begun, checkpointed),
    rewinds: 1,
  })
})

describe('epochs', () => {
  test('of a run that goes on are there from the start, with the best of them', () => {
    const better = {
      ...record,
      test: { ...epoch.test, correct: 9000, total: 10_000, cost: 0.1, predictions: [] },
    }
    const history = [record, { ...better, epoch: 1 }]
    const state = stateAfter(loaded, { ...started, epoch: 2, history }, { ...epoch, epoch: 2 })
    expect([...state.history]).toEqual([...history, { ...record, epoch: 2 }])
    expect(state.best?.epoch).toBe(1)
    expect(history).toHaveLength(2)
  })

  test('are each list its own, though they share their records', () => {
    const at = (epoch: number) => ({ ...record, epoch })
    const one = new Epochs([]).with(at(0))
    const [left, right] = [one.with(at(1)), one.with(at(2))]
    const numbers = [one, left, right, left.with(at(3))].map(list => Array.from(list, ({ epoch }) => epoch))
    expect(numbers).toEqual([[0], [0, 1], [0, 2], [0, 1, 3]])
    expect([one, left, right].map(({ length, last }) => [length, last?.epoch])).toEqual([
      [1, 0],
      [2, 1],
      [2, 2],
    ])
    expect(new Epochs([]).last).toBeUndefined()
  })

  test('may be very many', () => {
    let state = stateAfter(...begun)
    for (let i = 0; i < 100_000; i++) state = runAfter(state, { ...epoch, epoch: i })
    expect([state.history.length, state.history.last?.epoch]).toEqual([100_000, 99_999])
  })
})
