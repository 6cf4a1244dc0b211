import { ShapeError } from './errors.ts'
import { answerOf, type Examples, pairOf } from './examples.ts'
import { Matrix } from './math/matrix.ts'
import {
  add,
  argmax,
  hadamard,
  map,
  matmul,
  outer,
  scale,
  sigmoidOf,
  subtract,
  transpose,
} from './math/operations.ts'
import { sigmoidPrime } from './math/sigmoid.ts'
import { type GeneratorState, RandomGenerator } from './random/random-generator.ts'
import type { Seed } from './random/seed-sequence.ts'
import { checkSizes } from './sizes.ts'

/** The gradient of a cost: one matrix a layer, of the shapes of `biases` and `weights`. */
export interface Gradient {
  readonly nablaB: Matrix[]
  readonly nablaW: Matrix[]
}

/** What a network consists of, for building one from numbers of one's own. */
export interface NetworkParts {
  readonly sizes: readonly number[]
  readonly biases: readonly Matrix[]
  readonly weights: readonly Matrix[]
  readonly seed?: Seed
  /** Where the random numbers go on; without it they start at the seed. */
  readonly generator?: GeneratorState
}

/**
 * A feed-forward network of sigmoid neurons, as in chapter 1 and 2 of M. Nielsen's "Neural Networks and Deep
 * Learning", one example at a time and in matrices: the code to read. `sgd` trains the same network faster.
 */
export class Network {
  /** Neurons a layer; the first layer is the input. */
  readonly sizes: readonly number[]
  /** biases[l] (sizes[l + 1] x 1) belongs to layer l + 1: the input layer has none. */
  readonly biases: readonly Matrix[]
  /** weights[l] (sizes[l + 1] x sizes[l]): entry (j, k) joins neuron k of layer l to neuron j of layer l + 1. */
  readonly weights: readonly Matrix[]
  /** What the random numbers began with. */
  readonly seed: Seed
  /** The generator that drew the weights and goes on to shuffle. */
  readonly rng: RandomGenerator

  /**
   * Draws all biases, layer by layer, and then all weights from N(0, 1).
   * @param sizes neurons a layer, at least two layers, such as [784, 15, 10].
   * @param options.seed as NumPy's default_rng takes it; null (the default) is another one each time.
   * @throws OptionError for sizes that are none, SeedError for a seed that is none.
   */
  constructor(sizes: readonly number[], { seed = null }: { readonly seed?: Seed } = {}) {
    checkSizes(sizes)
    this.sizes = [...sizes]
    this.rng = new RandomGenerator(seed)
    this.seed = this.rng.seed
    const draw = (): number => this.rng.standardNormal()
    this.biases = sizes.slice(1).map(neurons => map(new Matrix(neurons, 1), draw))
    this.weights = sizes.slice(1).map((neurons, l) => map(new Matrix(neurons, at(sizes, l)), draw))
  }

  /**
   * The network of these biases and weights, which are copied.
   * @throws ShapeError if their shapes are not those that `sizes` asks for.
   */
  static from({ sizes, biases, weights, seed = null, generator }: NetworkParts): Network {
    const network = new Network(sizes, { seed })
    copyAll('biases', biases, network.biases)
    copyAll('weights', weights, network.weights)
    if (generator) network.rng.state = generator
    return network
  }

  /** A network of its own, equal to this one in all, the generator's state included. */
  clone(): Network {
    return Network.from({ ...this, generator: this.rng.state })
  }

  /**
   * The activations of every layer for the input x (sizes[0] x 1): a[0] = x, a[l + 1] = sigmoid(w[l] a[l] + b[l]).
   * @throws ShapeError for an input of another shape.
   */
  feedforward(x: Matrix): Matrix[] {
    if (x.rows !== this.sizes[0] || x.cols !== 1) {
      throw new ShapeError(
        `The input is ${x.rows} x ${x.cols}: expected ${this.sizes[0]} x 1, one number an input neuron.`,
      )
    }
    const activations = [x]
    let a = x
    this.weights.forEach((w, l) => {
      a = sigmoidOf(add(matmul(w, a), at(this.biases, l)))
      activations.push(a)
    })
    return activations
  }

  /** The answer for the input x (sizes[0] x 1): the index of the output neuron that fires most; the first one wins. */
  predict(x: Matrix): number {
    return argmax(at(this.feedforward(x), -1).data)
  }

  /**
   * The gradient of the quadratic cost C = |a - y| ** 2 / 2 for one example, by the four equations of
   * backpropagation (Nielsen, chapter 2: BP1 to BP4).
   * @param x input, sizes[0] x 1. @param y wanted output, of the last layer's size, x 1.
   */
  backprop(x: Matrix, y: Matrix): Gradient {
    const activations = this.feedforward(x)
    const output = at(activations, -1)
    let delta = hadamard(this.costDerivative(output, y), this.sigmoidPrime(output)) // BP1
    const nablaB = [delta] // BP3
    const nablaW = [outer(delta, at(activations, -2))] // BP4
    for (let l = this.weights.length - 1; l > 0; l--) {
      const error = matmul(transpose(at(this.weights, l)), delta)
      delta = hadamard(error, this.sigmoidPrime(at(activations, l))) // BP2
      nablaB.unshift(delta)
      nablaW.unshift(outer(delta, at(activations, l - 1)))
    }
    return { nablaB, nablaW }
  }

  /** The derivative of the quadratic cost by the output: a - y. */
  costDerivative(output: Matrix, y: Matrix): Matrix {
    return subtract(output, y)
  }

  /** The sigmoid's derivative at every neuron, from its activation: a (1 - a). */
  sigmoidPrime(a: Matrix): Matrix {
    return map(a, sigmoidPrime)
  }

  /**
   * One step of gradient descent: sums the gradients of the batch, then w -= eta / miniBatchSize * sum, and b alike.
   * It divides by `miniBatchSize` even when the batch, as the last of an epoch may be, is shorter.
   */
  updateMiniBatch(
    batch: readonly (readonly [x: Matrix, y: Matrix])[],
    miniBatchSize: number,
    eta: number,
  ): void {
    let nablaB = this.biases.map(b => new Matrix(b.rows, b.cols))
    let nablaW = this.weights.map(w => new Matrix(w.rows, w.cols))
    for (const [x, y] of batch) {
      const gradient = this.backprop(x, y)
      nablaB = nablaB.map((sum, l) => add(sum, at(gradient.nablaB, l)))
      nablaW = nablaW.map((sum, l) => add(sum, at(gradient.nablaW, l)))
    }
    const step = eta / miniBatchSize
    this.biases.forEach((b, l) => {
      b.data.set(subtract(b, scale(at(nablaB, l), step)).data)
    })
    this.weights.forEach((w, l) => {
      w.data.set(subtract(w, scale(at(nablaW, l), step)).data)
    })
  }

  /** How many examples have their answer predicted. */
  evaluate(examples: Examples): number {
    let correct = 0
    for (let i = 0; i < examples.length; i++) {
      const [x] = pairOf(examples, i)
      if (this.predict(x) === answerOf(examples, i)) correct++
    }
    return correct
  }

  /** SHA-256, in hex, of all biases and then all weights, layer by layer, as little-endian float64. */
  async sha256(): Promise<string> {
    const tensors = [...this.biases, ...this.weights]
    const bytes = new DataView(new ArrayBuffer(8 * tensors.reduce((sum, { data }) => sum + data.length, 0)))
    let offset = 0
    for (const { data } of tensors) {
      for (const value of data) {
        bytes.setFloat64(offset, value, true)
        offset += 8
      }
    }
    const digest = await crypto.subtle.digest('SHA-256', bytes.buffer)
    return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
  }
}

/** The entry that is known to be there; a negative index counts from the end. */
function at<T>(items: readonly T[], index: number): T {
  const item = items.at(index)
  if (item === undefined) throw new ShapeError(`There is no entry ${index} among ${items.length}.`)
  return item
}

function copyAll(name: string, from: readonly Matrix[], to: readonly Matrix[]): void {
  if (from.length !== to.length) {
    throw new ShapeError(
      `${name} has ${from.length} matrices: expected ${to.length}, one for every layer after the input.`,
    )
  }
  to.forEach((matrix, l) => {
    const given = at(from, l)
    if (!matrix.sameShape(given)) {
      throw new ShapeError(
        `${name}[${l}] is ${given.rows} x ${given.cols}: expected ${matrix.rows} x ${matrix.cols}, as sizes asks for.`,
      )
    }
    matrix.data.set(given.data)
  })
}
