import {
  type Examples,
  type GeneratorState,
  Matrix,
  Network,
  type NetworkNames,
  type Progress,
  type Seed,
} from '@gradus/core'

/** Network and data of a run that a program provides, in place of flags, as they are sent to the training thread. */
export interface Provided {
  /** The network that the run begins with, also when it is rewound. */
  readonly network: NetworkParts
  readonly data: RunData
  /** A place of an earlier run to go on from, and its network there. */
  readonly earlier: { readonly network: NetworkParts; readonly progress: Progress } | undefined
  /** Name of the run, for the dashboard. */
  readonly title: string | undefined
  /** The meaning of the inputs and outputs. */
  readonly names: NetworkNames
  /** Choices that were made for the data, a sentence each. */
  readonly notes: readonly string[]
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
  /** The seed of its random numbers. */
  readonly seed: Seed
  /** State of its generator. */
  readonly generator: GeneratorState
  /** Biases of each layer after the input, a number a neuron. */
  readonly biases: readonly Float64Array[]
  /** Weights of each layer after the input: neurons x inputs, row-major. */
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
