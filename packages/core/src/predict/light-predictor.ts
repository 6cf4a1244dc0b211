import { OptionError, ShapeError } from '../errors.ts'
import { isAllFinite } from '../math/operations.ts'
import { withMemory } from '../memory.ts'
import type { Inputs } from '../predictor.ts'
import type { NetworkParameters } from './forward.ts'
import { type Active, forward, type Layer, layersOf, listBytes, listNumbers, roomFor } from './forward.ts'

/**
 * Computes a network's outputs with little code, for web pages and edge runtimes: an example at a time, in
 * float64, without an engine. It gives the bits of `Predictor`, which is faster where there are many
 * examples.
 * @example
 * ```ts
 * import { formatModel, Network } from '@gradus/core'
 * import { LightPredictor, parseParameters } from '@gradus/core/predict'
 *
 * const bytes = formatModel(new Network([2, 3, 2], { seed: 0 }))
 * const predictor = new LightPredictor(parseParameters(bytes).parameters)
 * console.log([...predictor.outputs(Float64Array.of(0, 1))]) // prints [ 0.33733216634410723, 0.115387562836123 ]
 * ```
 */
export class LightPredictor {
  /** Numbers of an input. */
  readonly inputSize: number
  /** Numbers of an output: the neurons of the last layer. */
  readonly outputSize: number
  readonly #layers: readonly Layer[]
  readonly #active: Active

  /**
   * @param parameters kept, not copied: they are not to change.
   * @throws ShapeError unless there are two layers at least
   */
  constructor(parameters: NetworkParameters) {
    const { sizes } = parameters
    const [inputSize, outputSize] = [sizes[0], sizes[sizes.length - 1]]
    if (inputSize === undefined || outputSize === undefined || sizes.length < 2) {
      throw new ShapeError(
        `The sizes are [${sizes.join(', ')}]: expected at least an input and an output layer.`,
      )
    }
    this.inputSize = inputSize
    this.outputSize = outputSize
    this.#layers = layersOf(parameters)
    this.#active = roomFor(sizes)
  }

  /**
   * The outputs, a row an example: examples x outputSize. Bytes v stand for v / 255, numbers for themselves.
   * @throws ShapeError unless the inputs are whole rows; OptionError for one that is NaN or infinite;
   * MemoryError
   */
  outputs(inputs: Inputs): Float64Array {
    const { inputSize, outputSize } = this
    if (inputs.length % inputSize !== 0) {
      throw new ShapeError(`Found ${inputs.length} inputs: expected rows of ${inputSize} bytes or numbers.`)
    }
    const length = (inputs.length / inputSize) * outputSize
    const outputs = withMemory(8 * length, () => new Float64Array(length))
    for (let i = 0; i * inputSize < inputs.length; i++) {
      const input = inputs.subarray(i * inputSize, (i + 1) * inputSize)
      outputs.set(this.#forward(input, i * inputSize), i * outputSize)
    }
    return outputs
  }

  /**
   * The activations of every layer after the input for one example: those of the hidden neurons, and last the
   * outputs. A list a layer, a number a neuron.
   * @throws as `saliency`
   */
  activations(input: Inputs): Float64Array[] {
    this.#checkOne(input)
    this.#forward(input, 0)
    return this.#layers.map(({ activations }) => activations.slice())
  }

  /**
   * Saliency of each input for an output neuron: input_k * dz/dinput_k, a number an input, where z is the
   * neuron's weighted input (before the activation function, which would hide everything where it is flat).
   * Inputs above 0 speak for the output, those below 0 against it.
   * Source: gradient x input, A. Shrikumar et al., "Not Just a Black Box", 2016,
   * https://arxiv.org/abs/1605.01713
   * @param input one example, bytes or numbers
   * @param output counted from 0
   * @throws ShapeError for an input of another length; OptionError for an invalid output, or an input that is
   * not finite
   */
  saliency(input: Inputs, output: number): Float64Array {
    const { inputSize, outputSize } = this
    this.#checkOne(input)
    if (!Number.isInteger(output) || output < 0 || output >= outputSize) {
      throw new OptionError(
        'output',
        `output is ${output}: expected an output neuron, 0 .. ${outputSize - 1}.`,
      )
    }
    this.#forward(input, 0)
    const gradient = gradientOfZ(this.#layers, inputSize, output)
    const isBytes = input instanceof Uint8Array || input instanceof Uint8ClampedArray
    // Adding 0 makes a positive one of -0.
    return gradient.map((g, k) => g * (isBytes ? input[k] / 255 : input[k]) + 0)
  }

  #checkOne({ length }: Inputs): void {
    if (length === this.inputSize) return
    throw new ShapeError(`Found ${length} inputs: expected ${this.inputSize} bytes or numbers.`)
  }

  /** @param start of the input among all, for errors */
  #forward(input: Inputs, start: number): Float64Array {
    if (input instanceof Uint8Array || input instanceof Uint8ClampedArray) listBytes(this.#active, input)
    else {
      checkFinite(input, start)
      listNumbers(this.#active, input)
    }
    return forward(this.#layers, this.#active)
  }
}

/** dz/dinput of an output neuron, by backpropagation after a pass forward. */
function gradientOfZ(layers: readonly Layer[], inputSize: number, output: number): Float64Array {
  let gradient = new Float64Array(layers[layers.length - 1].biases.length)
  gradient[output] = 1
  for (let l = layers.length - 1; l >= 0; l--) {
    const below = l > 0 ? layers[l - 1] : undefined
    gradient = throughWeights(layers[l].weights, gradient, below?.activations.length ?? inputSize)
    if (below) gradient = gradient.map((g, k) => g * below.activation.prime(below.activations[k]))
  }
  return gradient
}

/** w^T gradient, each sum from 0 in ascending j. @param weights gradient.length x inputs, row-major */
function throughWeights(
  weights: Float64Array,
  gradient: Float64Array,
  inputs: number,
): Float64Array<ArrayBuffer> {
  const below = new Float64Array(inputs)
  for (let j = 0; j < gradient.length; j++) {
    const [row, g] = [j * inputs, gradient[j]]
    for (let k = 0; k < inputs; k++) below[k] += weights[row + k] * g
  }
  return below
}

/** @throws OptionError naming the first number that is not finite */
function checkFinite(x: Float64Array | Float32Array, start: number): void {
  if (isAllFinite(x)) return
  const wrong = x.findIndex(value => !Number.isFinite(value))
  throw new OptionError(
    'inputs',
    `Input ${start + wrong} is ${x[wrong]}: expected a finite number. Correct it.`,
  )
}
