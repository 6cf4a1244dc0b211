import { type Examples, type GeneratorState, Matrix, Network, type Seed } from '@gradus/core'

/** Network and data of a run that a program provides, in place of flags, as they are sent to the training thread. */
export interface Provided {
  readonly network: NetworkParts
  readonly data: RunData
  /** Name of the run, and names of the classes, for the dashboard. */
  readonly title: string | undefined
  readonly classes: readonly string[] | undefined
}

/** Data of a run. */
export interface RunData {
  readonly train: Examples & { readonly cols?: number | undefined }
  readonly validation: Examples | undefined
  readonly test: Examples | undefined
}

/** Everything that a network is made of: between threads its class is lost. */
export interface NetworkParts
  extends Pick<Network, 'sizes' | 'activation' | 'output' | 'cost' | 'initialiser'> {
  readonly seed: Seed
  readonly generator: GeneratorState
  /** Biases (neurons) and weights (neurons x inputs) of each layer after the input. */
  readonly biases: readonly Float64Array[]
  readonly weights: readonly Float64Array[]
}

/** The parts of a network, as copies. */
export function partsOf(network: Network): NetworkParts {
  const { sizes, activation, output, cost, initialiser, seed, rng } = network
  const copy = ({ data }: Matrix): Float64Array => data.slice()
  const [biases, weights] = [network.biases.map(copy), network.weights.map(copy)]
  return { sizes, activation, output, cost, initialiser, seed, generator: rng.state, biases, weights }
}

/** A network of these parts. */
export function networkFrom(parts: NetworkParts): Network {
  const { sizes, biases, weights } = parts
  const [rows, inputs] = [sizes.slice(1), sizes.slice(0, -1)]
  return new Network(sizes, {
    ...parts,
    biases: biases.map((data, l) => new Matrix(rows[l] ?? 0, 1, data)),
    weights: weights.map((data, l) => new Matrix(rows[l] ?? 0, inputs[l] ?? 0, data)),
  })
}

/** Gives a network the biases, weights and random numbers of another one of its sizes. */
export function adopt(network: Network, { biases, weights, generator }: Omit<NetworkParts, 'sizes'>): void {
  biases.forEach((data, l) => {
    network.biases[l]?.data.set(data)
  })
  weights.forEach((data, l) => {
    network.weights[l]?.data.set(data)
  })
  network.rng.state = generator
}

/** Examples as plain data, which can be sent to a thread: of those of a class only its fields would arrive. */
export function plainExamples(examples: Examples & { readonly cols?: number | undefined }): RunData['train'] {
  const { length, inputSize, outputSize, hash, cols } = examples
  const shape = { length, inputSize, outputSize, hash, ...(cols !== undefined && { cols }) }
  if (examples.kind === 'dense') return { kind: 'dense', ...shape, x: examples.x, y: examples.y }
  const { offsets, indices, values, labels } = examples
  return { kind: 'sparse', ...shape, offsets, indices, values, labels }
}
