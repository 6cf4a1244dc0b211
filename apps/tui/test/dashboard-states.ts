import {
  type Confusion,
  completeSpec,
  type EpochRecord,
  type Evaluation,
  type Misclassified,
  type ProgressEvent,
  type StartedEvent,
  type StatisticsEvent,
} from '@gradus/core'
import type { Health } from '@gradus/core/health'
import { initialDashboard } from '../src/dashboard/reduce.ts'
import type { CostPoint, DashboardState, EpochConfusion, LogEntry } from '../src/dashboard/state.ts'
import { bestBy, Epochs, meritOf } from '../src/run/epochs.ts'
import type { ActivationsEvent, LoadedEvent, SnapshotEvent } from '../src/run/events.ts'
import { verdictOf } from '../src/run/verdict.ts'

/** A run as it may be, from which the states of a dashboard are made. */
export interface Run {
  readonly sizes: readonly number[]
  readonly epochs: number
  /** Epochs complete, and examples trained on of the next. */
  readonly done: number
  readonly position: number
  readonly examples: number
  /** Numbers of examples in the other sets, if there are any. */
  readonly validation: number | undefined
  readonly test: number | undefined
}

const MNIST_RUN: Run = {
  sizes: [784, 30, 10],
  epochs: 30,
  done: 12,
  position: 25_000,
  examples: 50_000,
  validation: 10_000,
  test: 10_000,
}

/** Epoch with the best accuracy: no later epoch is better. */
export const BEST_EPOCH = 9

const SECONDS_AN_EPOCH = { trainSeconds: 0.4, evaluateSeconds: 0.05 }

const HEALTHY: Health = { status: 'healthy', verdict: 'Training is healthy.', findings: [] }

export const ALARMED: Health = {
  status: 'alarm',
  verdict:
    'eta = 100 is too high: 100 % of the output neurons are saturated since epoch 0, gradients are at most 3.1e-21; try 3.',
  findings: [
    {
      code: 'eta-too-high',
      severity: 'alarm',
      sentence:
        'eta = 100 is too high: 100 % of the output neurons are saturated since epoch 0, gradients are at most 3.1e-21; try 3.',
      evidence: '100 % of the output neurons are saturated since epoch 0; the largest gradient is 3.1e-23',
      remedy: 'Try eta = 3.',
      layer: 2,
      since: 0,
    },
    {
      code: 'class-stuck',
      severity: 'warning',
      sentence:
        'The digits 4 and 7 are never predicted since epoch 0: their output neurons are stuck near 0.',
      evidence: 'mean activations of the output neurons 4 and 7: 0.0001 and 0.0002',
      remedy: 'Rewind with a smaller eta.',
      classes: [4, 7],
      since: 0,
    },
  ],
}

/** Nothing has been told yet. */
export function loadingState(): DashboardState {
  return initialDashboard
}

/** In the middle of a run. */
export function trainingState(change: Partial<Run> = {}): DashboardState {
  const run = { ...MNIST_RUN, ...change }
  const progress = progressOf(run)
  return {
    ...loadingState(),
    phase: 'training',
    loaded: loadedOf(run),
    started: startedOf(run),
    progress,
    history: new Epochs(historyOf(run)),
    best: bestBy(historyOf(run), meritOf),
    miniBatchCosts: miniBatchCostsOf(run),
    statistics: statisticsOf(run),
    health: HEALTHY,
    eta: progress.eta,
    log: logOf(run),
    ...confusionOf(run),
    snapshot: snapshotOf(run),
    activations: activationsOf(run),
  }
}

export function pausedState(change: Partial<Run> = {}): DashboardState {
  return { ...trainingState(change), phase: 'paused' }
}

/** A run that is done, and its model saved. */
export function overState(change: Partial<Run> = {}): DashboardState {
  const epochs = change.epochs ?? MNIST_RUN.epochs
  const state = trainingState({ ...change, done: epochs, position: 0 })
  const { trainSeconds, evaluateSeconds } = SECONDS_AN_EPOCH
  return {
    ...state,
    phase: 'over',
    finished: {
      type: 'finished',
      reason: 'done',
      epoch: epochs,
      position: 0,
      eta: 3,
      etaChanges: [],
      history: [...state.history],
      trainSeconds: epochs * trainSeconds,
      evaluateSeconds: epochs * evaluateSeconds,
      elapsedSeconds: epochs * (trainSeconds + evaluateSeconds),
      remainingSeconds: 0,
      examplesPerSecond: 125_000,
      verdict: verdictOf(state.health),
    },
    kept: {
      type: 'saved',
      path: '/home/ada/models/gradus.safetensors',
      sha256: 'ab12cd34'.repeat(8),
    },
  }
}

function loadedOf({ examples, validation, test }: Run): LoadedEvent {
  return { type: 'loaded', seed: 0, dataHash: '0123abcd'.repeat(8), train: examples, validation, test }
}

function startedOf({ sizes, epochs, examples, validation, test }: Run): StartedEvent {
  const data = { train: examples, validation, test }
  return {
    type: 'started',
    spec: completeSpec({ sizes, seed: '0', epochs, miniBatchSize: 10, eta: 3, data }),
    ...{ engine: 'simd', eta: 3 },
    ...{ epoch: 0, position: 0, elapsedSeconds: 0, history: [] },
  }
}

function progressOf({ epochs, done, position, examples }: Run): ProgressEvent {
  const { trainSeconds, evaluateSeconds } = SECONDS_AN_EPOCH
  const whole = epochs * (trainSeconds + evaluateSeconds)
  const elapsedSeconds = done * (trainSeconds + evaluateSeconds) + (position / examples) * trainSeconds
  return {
    type: 'progress',
    phase: position === 0 ? 'evaluate' : 'train',
    ...(position === 0 ? { epoch: done - 1, position: examples } : { epoch: done, position }),
    ...{ epochs, examples, eta: 3, cost: costAt(done), shown: [], examplesPerSecond: 125_000 },
    ...{ elapsedSeconds, remainingSeconds: whole - elapsedSeconds },
  }
}

/** Accuracy rises to 95 %, and is best at BEST_EPOCH. */
function historyOf(run: Run): EpochRecord[] {
  return Array.from({ length: run.done }, (_, epoch) => recordOf(run, epoch))
}

function recordOf({ sizes, validation, test }: Run, epoch: number): EpochRecord {
  const classes = sizes.at(-1) ?? 0
  const onTest = test === undefined ? undefined : evaluationOf(test, classes, epoch, 0)
  const onValidation = validation === undefined ? undefined : evaluationOf(validation, classes, epoch, 0.004)
  return {
    epoch,
    ...(onTest && { correct: onTest.correct, total: onTest.total, test: onTest }),
    ...(onValidation && { validation: onValidation }),
    ...((onTest || onValidation) && { training: evaluationOf(5000, classes, epoch, 0.02) }),
    cost: costAt(epoch),
    eta: 3,
    ...SECONDS_AN_EPOCH,
  }
}

function evaluationOf(total: number, classes: number, epoch: number, more: number): Evaluation {
  const best = epoch === BEST_EPOCH ? 0.006 : 0
  const accuracy = 0.947 - 0.06 * Math.exp(-epoch / 3) + 0.001 * Math.sin(epoch) + best + more
  const each = Math.floor(total / classes)
  const predictions = Array.from({ length: classes }, (_, c) =>
    c === 0 ? total - each * (classes - 1) : each,
  )
  return { correct: Math.round(accuracy * total), total, cost: costAt(epoch) + 0.002 - more / 2, predictions }
}

function costAt(epoch: number): number {
  return 0.04 + 0.1 * Math.exp(-epoch / 4)
}

function miniBatchCostsOf({ done, position, examples }: Run): CostPoint[] {
  const step = Math.max(1, Math.round(examples / 40))
  const points: CostPoint[] = []
  for (let epoch = Math.max(0, done - 2); epoch <= done; epoch++) {
    const end = epoch === done ? position : examples
    for (let at = step; at <= end; at += step) {
      points.push({ epoch, position: at, cost: costAt(epoch) * (1 + 0.2 * Math.sin(at)) })
    }
  }
  return points
}

function statisticsOf({ sizes, done, position }: Run): StatisticsEvent {
  const classes = sizes.at(-1) ?? 0
  const counts = Array.from({ length: classes }, (_, c) => 60 / classes + (c % 3) - 1)
  return {
    type: 'statistics',
    epoch: done,
    position,
    eta: 3,
    sampled: 60,
    layers: sizes.slice(1).map((neurons, l) => ({
      activation: Math.max(0, 0.4 - 0.2 * l),
      saturated: Math.min(1, 0.55 + 0.2 * l),
      neuronActivations: Array.from({ length: neurons }, (_, j) => (j % 10) / 10),
      neuronSaturated: Array.from({ length: neurons }, (_, j) => (j % 7) / 7),
      weightNorm: 48.1 / (l + 1),
      gradientNorm: 0.31 / (l + 1),
      updateNorm: 0.93 / (l + 1),
    })),
    predictions: counts,
    answers: counts,
  }
}

function logOf({ done, test }: Run): LogEntry[] {
  return [
    { seconds: 0, epoch: 0, kind: 'event', text: 'Training begins' },
    ...Array.from({ length: done }, (_, epoch): LogEntry => {
      const right = test === undefined ? 'complete' : `${(94 + epoch / 20).toFixed(2)} % right`
      return { seconds: 0.45 * (epoch + 1), epoch, kind: 'event', text: `Epoch ${epoch}: ${right}` }
    }),
    { seconds: 5.5, epoch: done, kind: 'warning', text: 'A checkpoint could not be saved' },
  ]
}

/** Confusion of such a matrix, whose entry [label][prediction] counts examples; none of them is kept. */
export function confusionOfMatrix(matrix: readonly (readonly number[])[]): Confusion {
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
  const pairs = matrix.flatMap((row, label) => row.map((count, prediction) => ({ label, prediction, count })))
  return {
    examples: matrix.map(sum),
    predictions: matrix.map((_, c) => sum(matrix.map(row => row[c] ?? 0))),
    correct: matrix.map((row, label) => row[label] ?? 0),
    confused: pairs
      .filter(({ label, prediction, count }) => label !== prediction && count > 0)
      .sort((a, b) => b.count - a.count),
    worst: [],
  }
}

/** Every class is mistaken for its neighbours; the last is never predicted. */
function confusionOf({ sizes, done, test, validation }: Run): Partial<DashboardState> {
  const total = test ?? validation
  if (total === undefined || done === 0) return {}
  const classes = sizes.at(-1) ?? 0
  const each = Math.floor(total / classes)
  const counts = confusionOfMatrix(
    Array.from({ length: classes }, (_, right) =>
      Array.from({ length: classes }, (_, predicted) => countAt(right, predicted, classes, each)),
    ),
  )
  const worst = Array.from({ length: 100 }, (_, i) => mistakeOf(i, classes))
  const confusion: EpochConfusion = {
    ...counts,
    worst,
    ...{ epoch: done - 1, set: test === undefined ? 'validation' : 'test' },
  }
  return { confusion, pixels: new Map(worst.map(({ example }, i) => [example, ringOf(sizes[0] ?? 0, i)])) }
}

function countAt(right: number, predicted: number, classes: number, each: number): number {
  const wrong = Math.floor(each / 50)
  if (right === classes - 1) return predicted === 0 ? each : 0
  if (right === predicted) return each - wrong
  return predicted === (right + 1) % (classes - 1) || (classes === 2 && predicted === 1) ? wrong : 0
}

function mistakeOf(i: number, classes: number): Misclassified {
  const [label, prediction] = [i % classes, (i + 1) % classes]
  const outputs = Array.from({ length: classes }, (_, c) =>
    c === prediction ? 0.999 - 0.005 * i : c === label ? 0.001 + 0.003 * i : 0,
  )
  return { example: 17 + 31 * i, label, prediction, outputs }
}

/** A ring, as a zero is written, a bit higher or lower. */
function ringOf(inputs: number, shift: number): Uint8Array {
  const width = Math.max(1, Math.round(Math.sqrt(inputs)))
  return Uint8Array.from({ length: inputs }, (_, k) => {
    const x = (k % width) / width - 0.5
    const y = Math.floor(k / width) / width - 0.5 + ((shift % 5) - 2) / 30
    return Math.round(255 * Math.max(0, 1 - 10 * Math.abs(Math.hypot(x, y) - 0.3)))
  })
}

function snapshotOf({ sizes, done, position }: Run): SnapshotEvent {
  const [cols = 0, rows = 0] = sizes
  const weights = Float32Array.from({ length: rows * cols }, (_, k) => Math.sin(k / (1 + (k % rows))))
  const outgoing = sizes.length > 2 ? Float32Array.from({ length: rows }, (_, j) => rows - j) : undefined
  return { type: 'snapshot', epoch: done, position, rows, cols, weights, outgoing }
}

/** The first example of the shown set, of the class 1, and predicted as that where there are several. */
function activationsOf({ sizes, done, position, test, validation }: Run): DashboardState['activations'] {
  if (test === undefined && validation === undefined) return new Map()
  const layers = sizes.slice(1).map((neurons, l) => {
    const isOutput = l === sizes.length - 2
    return Float64Array.from({ length: neurons }, (_, j) =>
      isOutput ? (j === 1 ? 0.9 : 0.002) : (j % 8) / 7,
    )
  })
  const example: ActivationsEvent = {
    ...{ type: 'activations', set: test === undefined ? 'validation' : 'test', example: 0, label: 1 },
    ...{ epoch: done, position, input: ringOf(sizes[0] ?? 0, 0), layers },
  }
  return new Map([[0, example]])
}
