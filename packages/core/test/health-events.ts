import { type DataProfile, type Health, type HealthEvent, HealthMonitor } from '../src/health.ts'
import type { Recipe } from '../src/recipe.ts'
import { completeSpec, type Spec } from '../src/spec.ts'
import type {
  Clocks,
  EpochEvent,
  EtaEvent,
  FinishedEvent,
  ProgressEvent,
  StartedEvent,
  StatisticsEvent,
} from '../src/training/events.ts'
import type { EpochRecord, Evaluation } from '../src/training/progress.ts'
import type { LayerStatistics } from '../src/training/statistics.ts'

/** 50,000 examples of 784 inputs and ten classes, as MNIST is. */
export const PROFILE: DataProfile = {
  examples: 50_000,
  inputSize: 784,
  outputSize: 10,
  smallest: 0,
  largest: 1,
  mean: 0.13,
  rms: 0.33,
  constantInputs: 67,
  classes: Array.from({ length: 10 }, () => 5000),
  constantCost: 0.45,
  meanOutputs: Array.from({ length: 10 }, () => 0.1),
  targets: { smallest: 0, largest: 1, smallestSum: 1, largestSum: 1, nearestCost: 0 },
  augmentable: true,
}

/** The same data without the examples of some classes. */
export function lacking(...classes: readonly number[]): DataProfile {
  const left = (value: number, c: number): number => (classes.includes(c) ? 0 : value)
  return {
    ...PROFILE,
    classes: PROFILE.classes.map(left),
    meanOutputs: PROFILE.meanOutputs.map(left),
  }
}

const CLOCKS: Clocks = { examplesPerSecond: 100_000, elapsedSeconds: 1, remainingSeconds: 14 }

/**
 * A run at its start, with changes of its Spec, of the number of its examples, and of all else.
 * @param ways to learn, other than the textbook's
 */
export function started(
  change: Partial<StartedEvent & Spec & { readonly examples: number }> = {},
  ways: Partial<Recipe> = {},
): StartedEvent {
  const { sizes = [784, 30, 10], miniBatchSize = 10, eta = 3, examples = 50_000, ...others } = change
  return {
    type: 'started',
    spec: completeSpec({
      ...{ sizes, seed: '0', epochs: 30, miniBatchSize, eta, data: { train: examples } },
      ...ways,
    }),
    ...{ engine: 'simd', eta, answers: without(), epoch: 0, position: 0, elapsedSeconds: 0, history: [] },
    ...others,
  }
}

/** A layer that learns: the neurons' mean activations differ, and no gradient has vanished. */
export function layer(neurons: number, change: Partial<LayerStatistics> = {}): LayerStatistics {
  return {
    activation: 0.4,
    saturated: 0.5,
    neuronActivations: Array.from({ length: neurons }, (_, j) => 0.1 + (0.8 * j) / neurons),
    neuronSaturated: Array.from({ length: neurons }, () => 0.5),
    weightNorm: 20,
    gradientNorm: 0.05,
    updateNorm: 0.15,
    ...change,
  }
}

/** A layer with a gradient of this norm, and a step of eta. */
export function withGradient(gradientNorm: number, of: LayerStatistics, eta = 3): LayerStatistics {
  return { ...of, gradientNorm, updateNorm: eta * gradientNorm }
}

/** A layer of which some neurons give 0 for every example. */
export function withStuck(neurons: readonly number[], of: LayerStatistics): LayerStatistics {
  return {
    ...of,
    neuronActivations: of.neuronActivations.map((a, j) => (neurons.includes(j) ? 1e-5 : a)),
    neuronSaturated: of.neuronSaturated.map((share, j) => (neurons.includes(j) ? 1 : share)),
  }
}

/** A layer of relus, of which the first ones are 0 for every example. */
export function relus(neurons: number, dead: number): LayerStatistics {
  const { neuronActivations, neuronSaturated } = layer(neurons)
  const [activations, shares] = [
    neuronActivations.map((a, j) => (j < dead ? 0 : a)),
    neuronSaturated.map((share, j) => (j < dead ? 1 : share)),
  ]
  const saturated = shares.reduce((sum, share) => sum + share) / neurons
  return layer(neurons, { saturated, neuronActivations: activations, neuronSaturated: shares })
}

export function statistics(
  layers: readonly LayerStatistics[],
  change: Partial<StatisticsEvent> = {},
): StatisticsEvent {
  const classes = layers.at(-1)?.neuronActivations.length ?? 0
  const counts = Array.from({ length: classes }, () => 60 / classes)
  return {
    type: 'statistics',
    ...{ epoch: 0, position: 36_000, eta: 3, sampled: 60, predictions: counts, answers: counts, layers },
    ...change,
  }
}

export function evaluation(change: Partial<Evaluation> = {}): Evaluation {
  const predictions = Array.from({ length: 10 }, () => 1000)
  return { correct: 9000, total: 10_000, cost: 0.09, predictions, ...change }
}

/** Predictions of ten classes, of which some are never predicted. */
export function without(...classes: readonly number[]): number[] {
  return Array.from({ length: 10 }, (_, c) => (classes.includes(c) ? 0 : 10_000 / (10 - classes.length)))
}

export function record(epoch: number, change: Partial<EpochRecord> = {}): EpochRecord {
  return { epoch, test: evaluation(), cost: 0.08, eta: 3, trainSeconds: 1, evaluateSeconds: 0.1, ...change }
}

export function epochDone(epoch: number, change: Partial<EpochRecord> = {}): EpochEvent {
  return { type: 'epoch', ...record(epoch, change), ...CLOCKS }
}

export function finished(change: Partial<FinishedEvent> = {}): FinishedEvent {
  return {
    type: 'finished',
    ...{ reason: 'done', epoch: 1, position: 0, eta: 3, etaChanges: [], history: [] },
    ...{ trainSeconds: 1, evaluateSeconds: 0.1, ...CLOCKS, ...change },
  }
}

export function etaChanged(eta: number): EtaEvent {
  return { type: 'eta', epoch: 0, position: 10_000, eta }
}

export function progress(change: Partial<ProgressEvent> = {}): ProgressEvent {
  return {
    type: 'progress',
    shown: [],
    ...{ phase: 'train', epoch: 0, epochs: 30, position: 10_000, examples: 50_000, eta: 3, cost: 0.2 },
    ...CLOCKS,
    ...change,
  }
}

/** The health after some events of a run. */
export function healthAfter(
  events: readonly HealthEvent[],
  profile: DataProfile | undefined = PROFILE,
): Health {
  const monitor = new HealthMonitor(profile)
  for (const event of events) monitor.see(event)
  return monitor.health
}

export function codesOf({ findings }: Health): string[] {
  return findings.map(({ code, severity }) => `${severity} ${code}`)
}
