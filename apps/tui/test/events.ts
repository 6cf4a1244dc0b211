import {
  completeSpec,
  type EpochEvent,
  type EtaEvent,
  type ProgressEvent,
  type StartedEvent,
} from '@gradus/core'
import type { JudgedEvent, LoadedEvent, SavedEvent } from '../src/run/events.ts'

/** The events of a run as it may be, for what only shows them. */
export const loaded: LoadedEvent = {
  type: 'loaded',
  seed: 0,
  dataHash: 'd1',
  train: 50_000,
  validation: 10_000,
  test: 10_000,
}

export const started: StartedEvent = {
  type: 'started',
  spec: completeSpec({
    ...{ sizes: [784, 15, 10], seed: '0', epochs: 30, miniBatchSize: 10, eta: 3 },
    data: { hash: 'd1', train: 50_000, validation: 10_000, test: 10_000 },
  }),
  engine: 'reference',
  eta: 3,
  epoch: 0,
  position: 0,
  elapsedSeconds: 0,
  history: [],
}

export const progress: ProgressEvent = {
  type: 'progress',
  phase: 'train',
  epoch: 11,
  epochs: 30,
  position: 25_000,
  examples: 50_000,
  eta: 3,
  cost: 0.0432,
  shown: [],
  examplesPerSecond: 212_345,
  elapsedSeconds: 14,
  remainingSeconds: 24,
}

/** A change of eta just after that progress. */
export const etaChanged: EtaEvent = { type: 'eta', epoch: 11, position: 25_010, eta: 3.75 }

const predictions = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]

export const epoch: EpochEvent = {
  type: 'epoch',
  epoch: 0,
  correct: 8881,
  total: 10_000,
  test: { correct: 8881, total: 10_000, cost: 0.1, predictions },
  validation: { correct: 8890, total: 10_000, cost: 0.1, predictions },
  training: {
    correct: 4471,
    total: 5000,
    cost: 0.1,
    predictions: predictions.map(count => Math.floor(count / 2)),
  },
  cost: 0.15,
  eta: 3,
  trainSeconds: 0.3,
  evaluateSeconds: 0.05,
  elapsedSeconds: 0.35,
  remainingSeconds: 10.15,
  examplesPerSecond: 166_667,
}

/** An epoch of a run without test data. */
export const untestedEpoch: EpochEvent = {
  type: 'epoch',
  epoch: 3,
  cost: 0.15,
  eta: 3,
  trainSeconds: 0.3,
  evaluateSeconds: 0,
  elapsedSeconds: 1.2,
  remainingSeconds: 7.8,
  examplesPerSecond: 166_667,
}

export const finished: JudgedEvent = {
  type: 'finished',
  reason: 'done',
  epoch: 1,
  position: 0,
  eta: 3,
  etaChanges: [],
  history: [epoch],
  trainSeconds: 0.3,
  evaluateSeconds: 0.05,
  elapsedSeconds: 0.35,
  remainingSeconds: 0,
  examplesPerSecond: 166_667,
  verdict: { healthy: true, text: 'Healthy: after 1 epoch accuracy 89 %.', findings: [] },
}

export const saved: SavedEvent = { type: 'saved', path: '/models/gradus.safetensors', sha256: 'ab12' }
