import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import {
  type Examples,
  examplesAt,
  type GeneratorState,
  Matrix,
  MemoryError,
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

/** Examples of the sample of the training data: they take a few hundredths of an epoch to evaluate. */
const LARGEST_SAMPLE = 5000

/** Golden section: its multiples, modulo 1, fill 0 .. 1 evenly and never repeat. */
const GOLDEN = 0.618034

/**
 * Sample of the training data, to be evaluated after every epoch: all where they are few, else one example of
 * each of so many equal stretches, at another place of every stretch. At the same place of all, the sample of
 * MNIST would be lopsided, since its labels have a period of 20.
 */
export function trainingSampleOf(train: Examples): Examples {
  const { length } = train
  if (length <= LARGEST_SAMPLE) return train
  const step = length / LARGEST_SAMPLE
  return examplesAt(
    train,
    Uint32Array.from({ length: LARGEST_SAMPLE }, (_, i) => Math.floor((i + ((i * GOLDEN) % 1)) * step)),
  )
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

/** Bytes that are copied, or hashed, before the event loop gets its turn. */
const PIECE = 2 ** 23

/**
 * Data of a run in memory that both threads share. What is in such memory already is taken as it is, all else
 * is copied once, and the event loop has its turn meanwhile.
 */
export class SharedData {
  /** Copies by what they are copies of: sets may share their arrays. */
  readonly #copies = new Map<ArrayBufferView, SharedArrayBuffer>()

  /**
   * The examples as plain data: of those of a class only its fields would arrive.
   * @param isHashed whether they get a hash, by which a checkpoint knows them, if they come without one
   * @throws MemoryError
   */
  async take(
    examples: Examples & { readonly cols?: number | undefined },
    isHashed = false,
  ): Promise<RunData['train']> {
    const { length, inputSize, outputSize, cols } = examples
    const hash = examples.hash ?? (isHashed ? await hashOf(examples) : undefined)
    const shape = { length, inputSize, outputSize, hash, ...(cols !== undefined && { cols }) }
    if (examples.kind === 'dense') {
      const [x, y] = [await this.#share(examples.x), await this.#share(examples.y)]
      return { kind: 'dense', ...shape, x: new Float64Array(...x), y: new Float64Array(...y) }
    }
    const { offsets, indices, values, labels } = examples
    return {
      kind: 'sparse',
      ...shape,
      offsets: new Uint32Array(...(await this.#share(offsets))),
      indices: new Uint16Array(...(await this.#share(indices))),
      values: new Uint8Array(...(await this.#share(values))),
      labels: new Uint8Array(...(await this.#share(labels))),
    }
  }

  /** Memory of these numbers, and their place in it. */
  async #share(numbers: Numbers): Promise<[buffer: SharedArrayBuffer, byteOffset: number, length: number]> {
    const { buffer, byteOffset, byteLength, length } = numbers
    if (buffer instanceof SharedArrayBuffer) return [buffer, byteOffset, length]
    const known = this.#copies.get(numbers)
    if (known) return [known, 0, length]
    const copy = allocate(byteLength)
    const bytes = new Uint8Array(copy)
    for await (const [piece, at] of piecesOf(numbers)) bytes.set(piece, at)
    this.#copies.set(numbers, copy)
    return [copy, 0, length]
  }
}

type Numbers = Float64Array | Uint32Array | Uint16Array | Uint8Array

/** SHA-256, in hex, of all that examples consist of. */
async function hashOf(examples: Examples): Promise<string> {
  const { kind, length, inputSize, outputSize } = examples
  const hash = createHash('sha256').update(JSON.stringify([kind, length, inputSize, outputSize]))
  const parts: readonly Numbers[] =
    examples.kind === 'dense'
      ? [examples.x, examples.y]
      : [examples.offsets, examples.indices, examples.values, examples.labels]
  for (const part of parts) for await (const [piece] of piecesOf(part)) hash.update(piece)
  return hash.digest('hex')
}

/** The bytes of numbers, piece by piece, and the place of each. */
async function* piecesOf({ buffer, byteOffset, byteLength }: Numbers): AsyncGenerator<[Uint8Array, number]> {
  for (let at = 0; at < byteLength; at += PIECE) {
    yield [new Uint8Array(buffer, byteOffset + at, Math.min(PIECE, byteLength - at)), at]
    await setImmediate()
  }
}

/** @throws MemoryError if the system refuses it */
function allocate(bytes: number): SharedArrayBuffer {
  try {
    return new SharedArrayBuffer(bytes)
  } catch (error) {
    throw new MemoryError(
      `There is no memory for a copy of the examples: expected ${bytes.toLocaleString('en')} bytes to be free. Put their numbers into a SharedArrayBuffer, which is not copied.`,
      { cause: error },
    )
  }
}
