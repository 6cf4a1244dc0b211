import {
  type DenseExamples,
  Network,
  type NetworkOptions,
  RandomGenerator,
  type SgdOptions,
  type SparseExamples,
  sgd,
} from '@gradus/core'
import { type Health, HealthMonitor, profileOf } from '@gradus/core/health'
import { trainingSampleOf } from '@gradus/data'

/** Network, data and options of the run. */
export interface Trial extends Partial<SgdOptions>, Omit<NetworkOptions, 'biases' | 'weights' | 'generator'> {
  readonly sizes: readonly number[]
  readonly train: SparseExamples | DenseExamples
  readonly test?: SparseExamples | DenseExamples
  /** Change of the network before training. */
  readonly prepare?: (network: Network) => void
}

/** A health, and the place of the event after which it was so. */
export interface Reading {
  readonly event: string
  readonly epoch: number
  readonly health: Health
}

/** The health after every event of a run. */
export async function watch(trial: Trial): Promise<Reading[]> {
  const { sizes, seed = 0, train, test, prepare, ...options } = trial
  const { activation, output, cost, initialiser } = trial
  const network = new Network(sizes, { seed, activation, output, cost, initialiser })
  prepare?.(network)
  const monitor = new HealthMonitor(profileOf(train))
  const defaults = {
    ...{ epochs: 3, miniBatchSize: 10, eta: 3, statistics: true },
    ...{ testData: test, trainingSample: trainingSampleOf(train) },
  }
  const readings: Reading[] = []
  for await (const event of sgd(network, train, { ...defaults, ...options })) {
    if (event.type === 'checkpoint') continue
    monitor.see(event)
    readings.push({ event: event.type, epoch: event.epoch, health: monitor.health })
  }
  return readings
}

/** The examples of these indices. */
export function select(examples: SparseExamples, indices: readonly number[]): SparseExamples {
  const { inputSize, outputSize, offsets, labels } = examples
  const lengths = indices.map(i => (offsets[i + 1] ?? 0) - (offsets[i] ?? 0))
  const starts = Uint32Array.from({ length: indices.length + 1 }, () => 0)
  for (const [row, length] of lengths.entries()) starts[row + 1] = (starts[row] ?? 0) + length
  const entries = starts.at(-1) ?? 0
  const selected = { indices: new Uint16Array(entries), values: new Uint8Array(entries) }
  for (const [row, i] of indices.entries()) {
    const [from, to] = [offsets[i] ?? 0, offsets[i + 1] ?? 0]
    selected.indices.set(examples.indices.subarray(from, to), starts[row])
    selected.values.set(examples.values.subarray(from, to), starts[row])
  }
  const picked = Uint8Array.from(indices, i => labels[i] ?? 0)
  return {
    kind: 'sparse',
    ...{ length: indices.length, inputSize, outputSize, offsets: starts, labels: picked },
    ...selected,
  }
}

/** The same examples with the labels of one another. */
export function withShuffledLabels(examples: SparseExamples): SparseExamples {
  const rng = new RandomGenerator(0)
  const labels = Uint8Array.from(examples.labels.subarray(0, examples.length))
  for (let last = labels.length - 1; last > 0; last--) {
    const other = rng.interval(last)
    const label = labels[last] ?? 0
    labels[last] = labels[other] ?? 0
    labels[other] = label
  }
  return {
    ...select(
      examples,
      Array.from(labels, (_, i) => i),
    ),
    labels,
  }
}

/** The same examples as numbers: pixels times a factor / 255. */
export function scaled(examples: SparseExamples, factor: number): DenseExamples {
  const { length, inputSize, outputSize, offsets, indices, values, labels } = examples
  const x = new Float64Array(length * inputSize)
  const y = new Float64Array(length * outputSize)
  for (let i = 0; i < length; i++) {
    for (let e = offsets[i] ?? 0; e < (offsets[i + 1] ?? 0); e++) {
      x[i * inputSize + (indices[e] ?? 0)] = ((values[e] ?? 0) / 255) * factor
    }
    y[i * outputSize + (labels[i] ?? 0)] = 1
  }
  return { kind: 'dense', length, inputSize, outputSize, x, y }
}
