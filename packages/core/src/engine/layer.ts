import { isAllFinite } from '../math/finite.ts'
import type { Matrix } from '../math/matrix.ts'
import { sigmoid } from '../math/sigmoid.ts'
import { type ActiveInputs, accumulate, BLOCK, backpropagate, scatter } from './kernels.ts'
import { eachTiled } from './tiles.ts'

/**
 * One layer of neurons with what a mini-batch leaves behind. The weights are kept transposed, one row an input, padded to
 * whole blocks of neurons, so that an input touches contiguous numbers only. A slot is an example's place in its mini-batch.
 */
export class Layer {
  readonly inputs: number
  readonly neurons: number
  /** The neurons and their padding: where the next row, or the next slot, starts. */
  readonly stride: number
  /** The float64 at byte 8 * (k * stride + j), little-endian, joins input k to neuron j. */
  readonly weights: DataView
  readonly biases: Float64Array
  /** slots x stride. */
  activations: Float64Array
  /** slots x stride: what a slot's example adds to the biases, and times its input to the weights. */
  steps: Float64Array
  /** dC/da of the example at hand, times -eta / miniBatchSize. */
  readonly errors: Float64Array
  /** The layer whose activations are this one's inputs; none below the first. */
  readonly below: Layer | undefined
  readonly #fromBelow: ActiveInputs

  constructor(inputs: number, neurons: number, below: Layer | undefined) {
    this.inputs = inputs
    this.neurons = neurons
    this.below = below
    this.stride = Math.ceil(neurons / BLOCK) * BLOCK
    this.weights = new DataView(new ArrayBuffer(8 * inputs * this.stride))
    this.biases = new Float64Array(this.stride)
    this.activations = new Float64Array(0)
    this.steps = new Float64Array(0)
    this.errors = new Float64Array(neurons)
    const rows = Int32Array.from({ length: below ? inputs : 0 }, (_, k) => 8 * k * this.stride)
    this.#fromBelow = { count: inputs, rows, values: this.activations, offset: 0 }
  }

  /** Makes room for a mini-batch of this many examples. */
  reserve(slots: number): void {
    if (this.activations.length >= slots * this.stride) return
    this.activations = new Float64Array(slots * this.stride)
    this.steps = new Float64Array(slots * this.stride)
  }

  load(weights: Matrix, biases: Matrix): void {
    this.biases.set(biases.data)
    eachTiled(this.neurons, this.inputs, (j, k) => {
      this.weights.setFloat64(8 * (k * this.stride + j), weights.data[j * this.inputs + k] ?? 0, true)
    })
  }

  store(weights: Matrix, biases: Matrix): void {
    biases.data.set(this.biases.subarray(0, this.neurons))
    eachTiled(this.neurons, this.inputs, (j, k) => {
      weights.data[j * this.inputs + k] = this.weights.getFloat64(8 * (k * this.stride + j), true)
    })
  }

  /** z = weights inputs + biases for a slot, left in its activations, with the activations below as the inputs. */
  accumulate(below: Layer, slot: number): void {
    accumulate(
      this.#from(below, slot),
      this.weights,
      this.stride,
      this.biases,
      this.activations,
      slot * this.stride,
    )
  }

  /** Turns a slot's z into its activations. */
  activate(slot: number): void {
    const { activations, neurons } = this
    const start = slot * this.stride
    for (let j = start; j < start + neurons; j++) activations[j] = sigmoid(activations[j] ?? 0)
  }

  /** Puts the error of every input, weights * steps, into the errors of the layer below, if there is one. */
  sendBack(slot: number): void {
    if (!this.below) return
    backpropagate(
      this.weights,
      this.stride,
      this.steps,
      slot * this.stride,
      this.neurons,
      this.below.errors,
      this.inputs,
    )
  }

  /** A slot's steps: the errors times the sigmoid's derivative a (1 - a). */
  keepSteps(slot: number): void {
    const { activations, errors, neurons, steps } = this
    const start = slot * this.stride
    for (let j = start; j < start + neurons; j++) {
      const a = activations[j] ?? 0
      steps[j] = (errors[j - start] ?? 0) * (a * (1 - a))
    }
  }

  /** biases += steps, for a slot. */
  updateBiases(slot: number): void {
    const { biases, neurons, steps } = this
    const start = slot * this.stride
    for (let j = 0; j < neurons; j++) biases[j] = (biases[j] ?? 0) + (steps[start + j] ?? 0)
  }

  /** weights += inputs * steps for a slot, with the activations below as the inputs. */
  scatter(below: Layer, slot: number): void {
    scatter(this.#from(below, slot), this.weights, this.stride, this.steps, slot * this.stride)
  }

  /** Whether every bias and weight is a finite number. */
  isFinite(): boolean {
    // 0 times a finite number is 0, and NaN otherwise: quicker than a question for each.
    let sum = 0
    for (let byte = 0; byte < this.weights.byteLength; byte += 8)
      sum += this.weights.getFloat64(byte, true) * 0
    return sum === 0 && isAllFinite(this.biases)
  }
  #from(below: Layer, slot: number): ActiveInputs {
    this.#fromBelow.values = below.activations
    this.#fromBelow.offset = slot * below.stride
    return this.#fromBelow
  }
}
