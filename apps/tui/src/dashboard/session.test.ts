import { Network, type SparseExamples } from '@gradus/core'
import { profileOf } from '@gradus/core/health'
import { expect, test, vi } from 'vitest'
import { progress, started } from '../../test/events.ts'
import type { SnapshotEvent, TrainCommand } from '../run/events.ts'
import { Session } from './session.ts'

const PATIENCE = { timeout: 30_000 }

const examples: SparseExamples = {
  ...{ kind: 'sparse', length: 3, inputSize: 2, outputSize: 2 },
  offsets: Uint32Array.of(0, 1, 2, 2),
  indices: Uint16Array.of(0, 1),
  values: Uint8Array.of(255, 255),
  labels: Uint8Array.of(0, 1, 1),
}
const network = new Network([2, 2], { seed: 0 })
const { sizes } = network

/** The network at the end of an epoch. */
function endOf(epoch: number, { sizes, biases, weights } = network): SnapshotEvent {
  const copy = ({ data }: { readonly data: Float64Array }) => data.slice()
  return {
    ...{ type: 'snapshot', epoch: epoch + 1, position: 0, sizes },
    ...{ biases: biases.map(copy), weights: weights.map(copy) },
  }
}

function newSession() {
  const posted: TrainCommand[] = []
  const session = new Session({
    controls: {
      post: command => posted.push(command),
      quit: () => undefined,
      suspend: () => undefined,
      export: async () => '',
    },
    keepsCheckpoints: true,
    onChange: () => undefined,
  })
  return { session, posted }
}

function trainingSession() {
  const { session, posted } = newSession()
  session.onEvent({ type: 'dashboard-data', set: 'test', examples, profile: profileOf(examples) })
  session.onEvent({ ...started, spec: { ...started.spec, sizes } })
  session.onEvent({ ...progress, epoch: 0 })
  return { session, posted }
}

/** Long enough for a network to be tried. */
async function letTry(): Promise<void> {
  const other = trainingSession().session
  other.onEvent(endOf(0))
  await vi.waitUntil(() => other.state.analysis, PATIENCE)
}

test('says why a key does nothing while the data are loading, and no longer', () => {
  const { session, posted } = newSession()
  session.press('toggle-pause')
  expect(session.state).toMatchObject({ phase: 'loading', notice: 'Not yet: the data are loading' })
  session.onEvent({ ...started, spec: { ...started.spec, sizes } })
  expect(session.state).toMatchObject({ phase: 'training', notice: undefined })
  expect(posted).toEqual([])
})

test('tries the network of a run that goes on, which comes before the run is told to', async () => {
  const { session } = newSession()
  session.onEvent({ type: 'dashboard-data', set: 'test', examples, profile: profileOf(examples) })
  session.onEvent(endOf(3))
  session.onEvent({ ...started, spec: { ...started.spec, sizes } })
  await vi.waitUntil(() => session.state.analysis, PATIENCE)
  expect(session.state.analysis).toMatchObject({ epoch: 3 })
})

test('keeps eta where every precision can use it', () => {
  const { session, posted } = trainingSession()
  for (let i = 0; i < 1000; i++) session.press('eta-up')
  const last = posted.at(-1)
  expect(last?.type === 'setEta' && last.eta).toBeGreaterThan(1e29)
  expect(last?.type === 'setEta' && last.eta).toBeLessThanOrEqual(1e30)
  expect(session.state.notice).toBe('eta stays between 1e-30 and 1e+30')
})

test('tries the network at the end of an epoch', async () => {
  const { session } = trainingSession()
  session.onEvent(endOf(3))
  await vi.waitUntil(() => session.state.analysis, PATIENCE)
  expect(session.state.analysis).toMatchObject({ epoch: 3, set: 'test', total: 3 })
})

test('goes on where a network could not be tried, and tries the next one', async () => {
  const { session } = trainingSession()
  session.onEvent(endOf(3, new Network([3, 2], { seed: 0 })))
  await vi.waitUntil(() => session.state.log.some(({ kind }) => kind === 'warning'), PATIENCE)
  expect(session.state.log.at(-1)?.text).toMatch(
    /^The network of epoch 3 could not be evaluated, .* examples has 2 inputs/,
  )
  session.onEvent(endOf(4))
  await vi.waitUntil(() => session.state.analysis, PATIENCE)
  expect(session.state.analysis).toMatchObject({ epoch: 4 })
})

test.each([
  ['goes on', 'toggle-pause'],
  ['is stepped', 'step-epoch'],
] as const)('while it stands still nothing new is shown; when it %s, it is', async (_, key) => {
  const { session } = trainingSession()
  session.onEvent(endOf(0))
  session.press('toggle-pause')
  const paused = session.state
  await letTry()
  session.onEvent(endOf(1))
  await letTry()
  expect(session.state.analysis).toBe(paused.analysis)
  session.press(key)
  await vi.waitUntil(() => session.state.analysis?.epoch === 0, PATIENCE)
})

test('a paused run that is ended shows what was found out', async () => {
  const { session } = trainingSession()
  session.press('toggle-pause')
  session.onEvent(endOf(2))
  session.onEvent({
    ...{ type: 'finished', reason: 'aborted', epoch: 3, position: 0, eta: 3, history: [], etaChanges: [] },
    ...{ trainSeconds: 1, evaluateSeconds: 0 },
    ...{ elapsedSeconds: 1, remainingSeconds: 0, examplesPerSecond: 1 },
  })
  await vi.waitUntil(() => session.state.analysis?.epoch === 2, PATIENCE)
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

test('what is found out of a run that has begun again is not shown', async () => {
  const { session } = trainingSession()
  session.onEvent(endOf(5))
  session.onEvent({ type: 'rewound' })
  session.onEvent({ ...started, spec: { ...started.spec, sizes } })
  await letTry()
  expect(session.state.analysis).toBeUndefined()
})
