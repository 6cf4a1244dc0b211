import { mkdtemp, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { completeSpec, denseExamples, type EpochRecord } from '@gradus/core'
import { profileOf } from '@gradus/core/health'
import { afterEach, beforeEach } from 'vitest'
import type { Run } from '../src/history/run.ts'
import type { RunFigures } from '../src/run/figures.ts'
import type { Verdict } from '../src/run/verdict.ts'

/** A folder of its own for every test, gone after it. */
export function useFolder(): { readonly folder: string } {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gradus-runs-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  return {
    get folder() {
      return folder
    },
  }
}

/** A number of a process that has ended. */
const ENDED_PID = 2 ** 31 - 2

/** Record of epochs with so many correct predictions of 10,000. */
function historyOf(correct: readonly number[]): EpochRecord[] {
  return correct.map((count, epoch) => {
    const test = { correct: count, total: 10_000, cost: 1 - count / 10_000, predictions: [5_000, 5_000] }
    const work = { trainSeconds: 0.5, evaluateSeconds: 0.1 }
    return { epoch, correct: count, total: 10_000, test, cost: 1 / (epoch + 1), eta: 3, ...work }
  })
}

/** The same, on the validation data. */
function validatedHistoryOf(correct: readonly number[]): EpochRecord[] {
  return historyOf(correct).map(({ epoch, test, cost, eta, trainSeconds, evaluateSeconds }) => {
    return { epoch, ...(test && { validation: test }), cost, eta, trainSeconds, evaluateSeconds }
  })
}

/** The verdict on a run that failed to learn. */
export const FAULTY: Verdict = {
  healthy: false,
  text: 'eta = 100 is too high: no gradient flows; try 3.',
  findings: [
    {
      ...{ code: 'eta-too-high', severity: 'alarm', layer: 2, since: 0 },
      sentence: 'eta = 100 is too high: no gradient flows; try 3.',
      ...{ evidence: 'no gradient flows', remedy: 'try 3' },
    },
  ],
}

/** Figures of a run of two layers on inputs of both signs. */
export const FIGURES: RunFigures = {
  profile: profileOf(
    denseExamples([
      [
        [-3, 1],
        [0, 1],
      ],
      [
        [0.5, 1],
        [1, -0.5],
      ],
    ]),
  ),
  first: {
    ...{ epoch: 0, position: 300, eta: 3 },
    layers: [
      { saturated: 0.8, gradientNorm: 0.05, step: 0.0075 },
      { saturated: 0, gradientNorm: 0.1, step: 0.01 },
    ],
  },
  last: {
    ...{ epoch: 2, position: 100, eta: 0.5 },
    layers: [
      { saturated: 1, gradientNorm: 0, step: 0 },
      { saturated: 0.25, gradientNorm: 1e-9, step: 2e-9 },
    ],
  },
}

/** A run of three epochs that is done, but for what is told. */
export function runOf(change: Partial<Run> = {}): Run {
  const history = change.history ?? historyOf([9000, 9300, 9200])
  return {
    id: '20261124-003912-a1b2',
    started: '2026-11-24T00:39:12.345Z',
    process: { pid: ENDED_PID, host: hostname() },
    spec: completeSpec({
      ...{ sizes: [784, 15, 10], epochs: 3, miniBatchSize: 10, eta: 3, seed: '0' },
      data: { hash: 'd1', train: 50_000, validation: 10_000, test: 10_000 },
    }),
    engine: 'simd',
    folder: undefined,
    rewinds: 0,
    resumedFrom: undefined,
    out: '/models/gradus.safetensors',
    model: '/models/gradus.safetensors',
    checkpoint: '/models/gradus.checkpoint.safetensors',
    epoch: history.length,
    position: 0,
    seconds: 1.8,
    result: { status: 'done', sha256: 'ab12', examplesPerSecond: 300_000 },
    ...change,
    history,
  }
}

/** One that is done. */
export const small = runOf()
/** One of a larger network, that was ended, with a change of eta. */
export const large = runOf({
  id: '20261124-010000-c3d4',
  started: '2026-11-24T01:00:00.000Z',
  spec: {
    ...{ ...small.spec, sizes: [784, 100, 10], eta: 0.5, epochs: 30 },
    etaChanges: [{ epoch: 1, position: 2000, eta: 0.25 }],
  },
  history: historyOf([9100, 9500]),
  seconds: 754,
  result: { status: 'aborted', sha256: 'ff', verdict: FAULTY },
})
/** One without test data. */
export const validated = runOf({ id: '20261124-020000-e5f6', history: validatedHistoryOf([8000, 9000]) })
/** One that has no epoch. */
export const nothing = runOf({ id: '20261124-030000-0000', history: [], result: { status: 'failed' } })
