import { OptionError, ShapeError } from '../errors.ts'
import { isAllFinite } from '../math/finite.ts'
import type { Inputs } from '../predictor.ts'
import { forward } from './forward.ts'
import type { NetworkParameters } from './parameters.ts'

/**
 * Computes a network's outputs with little code, for web pages and edge runtimes: an example at a time, in float64, without an
 * engine. It gives the bits of `Predictor`, which is faster where there are many examples.
 */
export class LightPredictor {
  readonly inputSize: number
  readonly outputSize: number
  readonly #parameters: NetworkParameters

  /** @param parameters kept, not copied. @throws ShapeError unless there are two layers at least */
  constructor(parameters: NetworkParameters) {
    const { sizes } = parameters
    const [inputSize, outputSize] = [sizes[0], sizes.at(-1)]
    if (inputSize === undefined || outputSize === undefined || sizes.length < 2) {
      throw new ShapeError(
        `The sizes are [${sizes.join(', ')}]: expected at least an input and an output layer.`,
      )
    }
    this.inputSize = inputSize
    this.outputSize = outputSize
    this.#parameters = parameters
  }

  /**
   * The outputs, a row an example: examples x outputSize. Bytes v stand for v / 255, numbers for themselves.
   * @throws ShapeError unless the inputs are whole rows; OptionError for one that is NaN or infinite
   */
  outputs(inputs: Inputs): Float64Array {
    const { inputSize, outputSize } = this
    if (inputs.length % inputSize !== 0) {
      throw new ShapeError(`Found ${inputs.length} inputs: expected rows of ${inputSize} bytes or numbers.`)
    }
    const outputs = new Float64Array((inputs.length / inputSize) * outputSize)
    for (let i = 0; i * inputSize < inputs.length; i++) {
      const x = asNumbers(inputs.subarray(i * inputSize, (i + 1) * inputSize))
      checkFinite(x, i * inputSize)
      outputs.set(forward(this.#parameters, x).at(-1) ?? [], i * outputSize)
    }
    return outputs
  }

  /**
   * Which inputs spoke for an output neuron, and which against it: input_k * dz/dinput_k, a number an input, where z is the
   * neuron's weighted input (before the sigmoid, which would hide everything where it saturates).
   * Source: gradient x input, A. Shrikumar et al., "Not Just a Black Box", 2016, https://arxiv.org/abs/1605.01713
   * @param input one example, bytes or numbers. @param output counted from 0
   * @throws ShapeError for an input of another length; OptionError for an output that there is none of, or an input that is not finite
   */
  saliency(input: Inputs, output: number): Float64Array {
    const { inputSize, outputSize } = this
    if (input.length !== inputSize) {
      throw new ShapeError(`Found ${input.length} inputs: expected ${inputSize} bytes or numbers.`)
    }
    if (!Number.isInteger(output) || output < 0 || output >= outputSize) {
      throw new OptionError(
        'output',
        `output is ${output}: expected an output neuron, 0 .. ${outputSize - 1}.`,
      )
    }
    const x = asNumbers(input)
    checkFinite(x, 0)
    const gradient = gradientOfZ(this.#parameters, forward(this.#parameters, x), output)
    // Adding 0 makes a positive one of -0.
    return gradient.map((g, k) => g * (x[k] ?? 0) + 0)
  }
}

/** dz/dinput of an output neuron, by backpropagation. @param activations of every layer, the input's included */
function gradientOfZ(
  { weights }: NetworkParameters,
  activations: readonly Float64Array[],
  output: number,
): Float64Array {
  let gradient = new Float64Array(activations.at(-1)?.length ?? 0)
  gradient[output] = 1
  for (let l = weights.length - 1; l >= 0; l--) {
    const a = activations[l] ?? new Float64Array(0)
    gradient = throughWeights(weights[l]?.data ?? a, gradient, a.length)
    if (l > 0) gradient = gradient.map((g, k) => g * ((a[k] ?? 0) * (1 - (a[k] ?? 0))))
  }
  return gradient
}

/** w^T gradient, each sum from 0 in ascending j. @param w gradient.length x inputs, row-major */
function throughWeights(w: Float64Array, gradient: Float64Array, inputs: number): Float64Array<ArrayBuffer> {
  const below = new Float64Array(inputs)
  for (const [j, g] of gradient.entries()) {
    for (let k = 0; k < inputs; k++) below[k] = (below[k] ?? 0) + (w[j * inputs + k] ?? 0) * g
  }
  return below
}

function asNumbers(inputs: Inputs): Float64Array {
  const isBytes = inputs instanceof Uint8Array || inputs instanceof Uint8ClampedArray
  return isBytes ? Float64Array.from(inputs, byte => byte / 255) : Float64Array.from(inputs)
}

/** @throws OptionError naming the first number that is not finite */
function checkFinite(x: Float64Array, start: number): void {
  if (isAllFinite(x)) return
  const wrong = x.findIndex(value => !Number.isFinite(value))
  throw new OptionError(
    'inputs',
    `Input ${start + wrong} is ${x[wrong]}: expected a finite number. Correct it.`,
  )
}
