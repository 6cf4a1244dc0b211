import {
  type Activation,
  type Architecture,
  activationsOf,
  type HiddenActivation,
  type OutputActivation,
} from './activation.ts'
import {
  checkCount,
  checkEta,
  checkNames,
  checkParameters,
  checkSizes,
  copiesOf,
  inputColumn,
} from './checks.ts'
import { type CostName, costNamed, costOfOutput } from './cost.ts'
import { answerOf, checkFit, type Examples, pairOf } from './examples.ts'
import { type InitialiserName, initialiserNamed } from './initialise.ts'
import { bytesOf } from './math/byte-order.ts'
import { Matrix } from './math/matrix.ts'
import { add, argmax, hadamard, map, matmul, outer, scale, subtract, transpose } from './math/operations.ts'
import { Sha256 } from './math/sha256.ts'
import { type Decay, Descent, type Optimiser, type Parameters } from './optimiser.ts'
import { type GeneratorState, RandomGenerator } from './random/random-generator.ts'
import type { Seed } from './random/seed-sequence.ts'

/** The gradient of a cost: one matrix for every layer after the input. */
export interface Gradient {
  /** By the biases: dC/db, of the shapes of `biases` (Nielsen, chapter 2, equation BP3). */
  readonly nablaB: readonly Matrix[]
  /** By the weights: dC/dw, of the shapes of `weights` (equation BP4). */
  readonly nablaW: readonly Matrix[]
}

/** Options of a new network, besides its sizes. */
export interface NetworkOptions {
  /** As NumPy's default_rng takes it; null (the default) is another one each time. */
  readonly seed?: Seed
  /** Activation of the hidden layers: 'sigmoid' (the default), 'tanh' or 'relu'. */
  readonly activation?: HiddenActivation | undefined
  /** Activation of the output layer: 'sigmoid' (the default) or 'softmax'. */
  readonly output?: OutputActivation | undefined
  /**
   * The cost that training makes small: of a sigmoid output 'quadratic' (the default) or 'cross-entropy', of a
   * softmax output 'log-likelihood'.
   */
  readonly cost?: CostName | undefined
  /** The way to draw biases and weights: 'textbook' (the default), 'scaled' or 'he'. */
  readonly initialiser?: InitialiserName | undefined
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
 * @example
 * ```ts
 * import { Network } from '@gradus/core'
 *
 * const network = new Network([2, 3, 1], { seed: 0 })
 * const [w] = network.weights
 * console.log(w?.rows, w?.cols) // prints 3 2
 * console.log(network.feedforward([0, 1])[2]?.at(0)) // prints 0.25670433077031385
 * ```
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
  /** Activation of the hidden layers. */
  readonly activation: HiddenActivation
  /** Activation of the output layer. */
  readonly output: OutputActivation
  /** The cost whose gradient `backprop` gives. */
  readonly cost: CostName
  /** The way in which biases and weights were drawn. */
  readonly initialiser: InitialiserName
  /** The seed of the random numbers. */
  readonly seed: Seed
  /** The generator that drew the weights and goes on to shuffle. */
  readonly rng: RandomGenerator
  /** Activation functions of every layer after the input. */
  readonly #activations: readonly Activation[]

  /**
   * Draws all biases, layer by layer, and then all weights, from N(0, 1) unless the initialiser says
   * otherwise, or they are given.
   * @param sizes neurons a layer, at least two layers, such as [784, 15, 10].
   * @throws OptionError for invalid sizes or names or numbers that are not finite, SeedError for an invalid
   * seed, ShapeError for biases or weights of other shapes than `sizes` asks for.
   */
  constructor(sizes: readonly number[], options: NetworkOptions = {}) {
    const { activation = 'sigmoid', output = 'sigmoid', cost = costOfOutput(output) } = options
    const { initialiser = 'textbook', seed = null, biases, weights, generator } = options
    checkSizes(sizes)
    checkNames({ activation, output, cost, initialiser })
    this.sizes = [...sizes]
    this.activation = activation
    this.output = output
    this.cost = cost
    this.initialiser = initialiser
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
      const { bias, weight } = initialiserNamed(initialiser)
      this.biases = shapes.map(([neurons]) => map(new Matrix(neurons, 1), () => bias(this.rng)))
      this.weights = shapes.map(([neurons, inputs]) => {
        return map(new Matrix(neurons, inputs), () => weight(this.rng, inputs))
      })
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
    return this.#forward(x, []).activations
  }

  /**
   * The activations, and the derivative of the activation function at each neuron.
   * @param masks for each hidden layer what its activations are multiplied by: dropout, while a network trains
   */
  #forward(x: Matrix | ArrayLike<number>, masks: readonly Matrix[]) {
    let a = inputColumn(x, this.sizes[0])
    const [activations, slopes] = [[a], [] as Matrix[]]
    this.weights.forEach((w, l) => {
      const { fn, prime } = this.#activations[l]
      const z = add(matmul(w, a), this.biases[l])
      a = new Matrix(z.rows, 1, fn(z.data))
      let slope = map(a, prime)
      if (l < masks.length) {
        a = hadamard(a, masks[l])
        slope = hadamard(slope, masks[l])
      }
      activations.push(a)
      slopes.push(slope)
    })
    return { activations, slopes }
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
   * @param masks for dropout, as `Chance` gives them: one for every hidden layer, of its size
   */
  backprop(x: Matrix, y: Matrix, masks: readonly Matrix[] = []): Gradient {
    const last = this.weights.length
    const { activations, slopes } = this.#forward(x, masks)
    let delta = costNamed(this.cost).delta(activations[last], y, slopes[last - 1]) // BP1
    const nablaB = [delta] // BP3
    const nablaW = [outer(delta, activations[last - 1])] // BP4
    for (let l = last - 1; l > 0; l--) {
      delta = hadamard(matmul(transpose(this.weights[l]), delta), slopes[l - 1]) // BP2
      nablaB.unshift(delta)
      nablaW.unshift(outer(delta, activations[l - 1]))
    }
    return { nablaB, nablaW }
  }

  /**
   * One step of gradient descent: sums the gradients of the batch, then w -= eta / miniBatchSize * sum, and b
   * alike. It divides by `miniBatchSize` even when the batch, as the last of an epoch may be, is shorter.
   * @param batch inputs, wanted outputs and, for dropout, masks
   * @param descent a better way to use the sums
   * @throws OptionError for a size that is no whole number of at least 1, or an eta that is not finite and
   * above 0.
   */
  updateMiniBatch(
    batch: readonly (readonly [x: Matrix, y: Matrix, masks?: readonly Matrix[]])[],
    miniBatchSize: number,
    eta: number,
    descent?: Descent,
  ): void {
    checkCount('miniBatchSize', miniBatchSize)
    checkEta(eta)
    let nablaB = this.biases.map(b => new Matrix(b.rows, b.cols))
    let nablaW = this.weights.map(w => new Matrix(w.rows, w.cols))
    for (const [x, y, masks] of batch) {
      const gradient = this.backprop(x, y, masks)
      nablaB = nablaB.map((sum, l) => add(sum, gradient.nablaB[l]))
      nablaW = nablaW.map((sum, l) => add(sum, gradient.nablaW[l]))
    }
    if (descent) {
      descent.update(layersOf(nablaB, nablaW), { miniBatchSize, eta })
      return
    }
    const step = eta / miniBatchSize
    this.biases.forEach((b, l) => {
      b.data.set(subtract(b, scale(nablaB[l], step)).data)
    })
    this.weights.forEach((w, l) => {
      w.data.set(subtract(w, scale(nablaW[l], step)).data)
    })
  }

  /** Gradient descent on this network by an optimiser, with weights that decay: for `updateMiniBatch`. */
  descent(optimiser: Optimiser, decay: Decay): Descent {
    return new Descent(layersOf(this.biases, this.weights), optimiser, decay)
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

/** Biases and weights, or their gradients, layer by layer. */
function layersOf(biases: readonly Matrix[], weights: readonly Matrix[]): Parameters[] {
  return biases.map(({ data }, l) => ({ biases: data, weights: weights[l].data }))
}
