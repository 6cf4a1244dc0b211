import { type Activation, type ActivationName, type Architecture, activationsOf } from './activation.ts'
import {
  checkCount,
  checkEta,
  checkNames,
  checkParameters,
  checkSizes,
  copiesOf,
  inputColumn,
} from './checks.ts'
import { type CostName, costNamed } from './cost.ts'
import { answerOf, checkFit, type Examples, pairOf } from './examples.ts'
import { bytesOf } from './math/byte-order.ts'
import { Matrix } from './math/matrix.ts'
import { add, argmax, hadamard, map, matmul, outer, scale, subtract, transpose } from './math/operations.ts'
import { Sha256 } from './math/sha256.ts'
import { type GeneratorState, RandomGenerator } from './random/random-generator.ts'
import type { Seed } from './random/seed-sequence.ts'

/** The gradient of a cost: one matrix a layer, of the shapes of `biases` and `weights`. */
export interface Gradient {
  readonly nablaB: readonly Matrix[]
  readonly nablaW: readonly Matrix[]
}

/** Options of a new network, besides its sizes. */
export interface NetworkOptions {
  /** As NumPy's default_rng takes it; null (the default) is another one each time. */
  readonly seed?: Seed
  /** Activation of the hidden layers, and of the output layer: 'sigmoid' (the default). */
  readonly activation?: ActivationName
  readonly output?: ActivationName
  /** The cost that training makes small: 'quadratic' (the default). */
  readonly cost?: CostName
  /** Instead of drawn ones, with `weights`: one (j x 1) for every layer after the input. They are copied. */
  readonly biases?: readonly Matrix[]
  /** Instead of drawn ones, with `biases`: one (j x k) for every layer after the input. They are copied. */
  readonly weights?: readonly Matrix[]
  /** State from which the random numbers go on; by default the one after the draws. */
  readonly generator?: GeneratorState
}

/**
 * A feed-forward network, as in chapter 1 and 2 of M. Nielsen's "Neural Networks and Deep
 * Learning", one example at a time and in matrices: the code to read. `sgd` trains the same network faster.
 */
export class Network implements Architecture {
  /** Neurons a layer; the first layer is the input. */
  readonly sizes: readonly number[]
  /** biases[l] (sizes[l + 1] x 1) belongs to layer l + 1: the input layer has none. */
  readonly biases: readonly Matrix[]
  /**
   * weights[l] (sizes[l + 1] x sizes[l]): entry (j, k) joins neuron k of layer l to neuron j of layer l + 1.
   */
  readonly weights: readonly Matrix[]
  readonly activation: ActivationName
  readonly output: ActivationName
  readonly cost: CostName
  /** The seed of the random numbers. */
  readonly seed: Seed
  /** The generator that drew the weights and goes on to shuffle. */
  readonly rng: RandomGenerator
  /** Activation functions of every layer after the input. */
  readonly #activations: readonly Activation[]

  /**
   * Draws all biases, layer by layer, and then all weights from N(0, 1), unless they are given.
   * @param sizes neurons a layer, at least two layers, such as [784, 15, 10].
   * @throws OptionError for invalid sizes or names or numbers that are not finite, SeedError for an invalid
   * seed, ShapeError for biases or weights of other shapes than `sizes` asks for.
   */
  constructor(sizes: readonly number[], options: NetworkOptions = {}) {
    const { activation = 'sigmoid', output = 'sigmoid', cost = 'quadratic', seed = null } = options
    const { biases, weights, generator } = options
    checkSizes(sizes)
    checkNames({ activation, output, cost })
    this.sizes = [...sizes]
    this.activation = activation
    this.output = output
    this.cost = cost
    this.#activations = activationsOf(this)
    this.rng = new RandomGenerator(seed)
    this.seed = this.rng.seed
    const shapes = sizes.slice(1).map((neurons, l) => [neurons, sizes[l]] as const)
    if (biases && weights) {
      this.biases = copiesOf(
        'biases',
        biases,
        shapes.map(([neurons]) => [neurons, 1]),
      )
      this.weights = copiesOf('weights', weights, shapes)
      checkParameters(this)
    } else {
      const draw = (): number => this.rng.standardNormal()
      this.biases = shapes.map(([neurons]) => map(new Matrix(neurons, 1), draw))
      this.weights = shapes.map(([neurons, inputs]) => map(new Matrix(neurons, inputs), draw))
    }
    if (generator) this.rng.state = generator
  }

  /** A network of its own, equal to this one in all, the generator's state included. */
  clone(): Network {
    return new Network(this.sizes, { ...this, generator: this.rng.state })
  }

  /**
   * The activations of every layer for the input x (sizes[0] x 1): a[0] = x, and a[l + 1] is the
   * activation function of w[l] a[l] + b[l].
   * @throws ShapeError for an input of another shape, ExamplesError for one with a number that is not finite.
   */
  feedforward(x: Matrix | ArrayLike<number>): Matrix[] {
    let a = inputColumn(x, this.sizes[0])
    const activations = [a]
    this.weights.forEach((w, l) => {
      const z = add(matmul(w, a), this.biases[l])
      a = new Matrix(z.rows, 1, this.#activations[l].fn(z.data))
      activations.push(a)
    })
    return activations
  }

  /**
   * The predicted class for the input x (sizes[0] x 1): the index of the output neuron that fires most; the
   * first one wins.
   */
  predict(x: Matrix | ArrayLike<number>): number {
    return argmax(this.feedforward(x)[this.weights.length].data)
  }

  /**
   * The gradient of the cost for one example, by the four equations of backpropagation (Nielsen, chapter 2:
   * BP1 to BP4).
   * @param x input, sizes[0] x 1. @param y wanted output, of the last layer's size, x 1.
   */
  backprop(x: Matrix, y: Matrix): Gradient {
    const last = this.weights.length
    const activations = this.feedforward(x)
    const output = activations[last]
    let delta = costNamed(this.cost).delta(output, y, this.#slopes(activations, last)) // BP1
    const nablaB = [delta] // BP3
    const nablaW = [outer(delta, activations[last - 1])] // BP4
    for (let l = last - 1; l > 0; l--) {
      const error = matmul(transpose(this.weights[l]), delta)
      delta = hadamard(error, this.#slopes(activations, l)) // BP2
      nablaB.unshift(delta)
      nablaW.unshift(outer(delta, activations[l - 1]))
    }
    return { nablaB, nablaW }
  }

  /** The derivative of layer l's activation function at each of its neurons. */
  #slopes(activations: readonly Matrix[], l: number): Matrix {
    return map(activations[l], this.#activations[l - 1].prime)
  }

  /**
   * One step of gradient descent: sums the gradients of the batch, then w -= eta / miniBatchSize * sum, and b
   * alike. It divides by `miniBatchSize` even when the batch, as the last of an epoch may be, is shorter.
   * @throws OptionError for a size that is no whole number of at least 1, or an eta that is not finite and
   * above 0.
   */
  updateMiniBatch(
    batch: readonly (readonly [x: Matrix, y: Matrix])[],
    miniBatchSize: number,
    eta: number,
  ): void {
    checkCount('miniBatchSize', miniBatchSize)
    checkEta(eta)
    let nablaB = this.biases.map(b => new Matrix(b.rows, b.cols))
    let nablaW = this.weights.map(w => new Matrix(w.rows, w.cols))
    for (const [x, y] of batch) {
      const gradient = this.backprop(x, y)
      nablaB = nablaB.map((sum, l) => add(sum, gradient.nablaB[l]))
      nablaW = nablaW.map((sum, l) => add(sum, gradient.nablaW[l]))
    }
    const step = eta / miniBatchSize
    this.biases.forEach((b, l) => {
      b.data.set(subtract(b, scale(nablaB[l], step)).data)
    })
    this.weights.forEach((w, l) => {
      w.data.set(subtract(w, scale(nablaW[l], step)).data)
    })
  }

  /**
   * Counts the examples whose label is predicted.
   * @throws ExamplesError for examples that do not fit, or that are invalid.
   */
  evaluate(examples: Examples): number {
    checkFit('examples', this, examples)
    let correct = 0
    for (let i = 0; i < examples.length; i++) {
      const [x] = pairOf(examples, i)
      if (this.predict(x) === answerOf(examples, i)) correct++
    }
    return correct
  }

  /** @throws OptionError if a bias or weight is NaN or infinite. */
  checkFinite(): void {
    checkParameters(this)
  }

  /** SHA-256, in hex, of all biases and then all weights, layer by layer, as little-endian float64. */
  async sha256(): Promise<string> {
    const hash = new Sha256()
    for (const { data } of [...this.biases, ...this.weights]) hash.update(bytesOf(data))
    return hash.hex()
  }
}
