import { activationsOf } from '../../activation.ts'
import type { Chance, Occasion } from '../../chance.ts'
import type { Parameters } from '../../optimiser.ts'
import type { NetworkShape, Precision } from '../engine.ts'
import {
  ACTIVATIONS,
  allocatorOf,
  COSTS,
  type Numbers,
  ROUND,
  type RoundedActivation,
  type RoundedCost,
} from './arithmetic.ts'

/** Inputs of a layer that count, in ascending order: entry e says that input indices[e] is values[e]. */
export interface ActiveInputs {
  count: number
  readonly indices: Uint32Array
  values: Numbers
}

/** One layer's parameters, and the activations and deltas of each example of a mini-batch in its slot. */
export class Layer {
  readonly inputs: number
  readonly neurons: number
  /** Weights are inputs x neurons: entry (k, j) joins input k to neuron j, so that an input touches one row. */
  readonly parameters: Parameters
  readonly activation: RoundedActivation
  /** slots x neurons. */
  readonly activations: Numbers
  /** slots x neurons: the slope of each activation, times its mask where there is one. */
  readonly #slopes: Numbers
  /** slots x neurons. */
  readonly #deltas: Numbers
  readonly #numbers: (length: number) => Numbers

  constructor(
    inputs: number,
    neurons: number,
    slots: number,
    activation: RoundedActivation,
    precision: Precision,
  ) {
    this.#numbers = allocatorOf(precision)
    this.inputs = inputs
    this.neurons = neurons
    this.activation = activation
    this.parameters = this.zeros()
    this.activations = this.#numbers(slots * neurons)
    this.#slopes = this.#numbers(slots * neurons)
    this.#deltas = this.#numbers(slots * neurons)
  }

  /** Zeros of the shapes of the parameters. */
  zeros(): Parameters {
    return { biases: this.#numbers(this.neurons), weights: this.#numbers(this.inputs * this.neurons) }
  }

  activationsAt(slot: number): Numbers {
    return this.activations.subarray(slot * this.neurons, (slot + 1) * this.neurons)
  }

  slopesAt(slot: number): Numbers {
    return this.#slopes.subarray(slot * this.neurons, (slot + 1) * this.neurons)
  }

  deltasAt(slot: number): Numbers {
    return this.#deltas.subarray(slot * this.neurons, (slot + 1) * this.neurons)
  }

  /** Leaves the activations in the slot: of z_j = b_j + the sum of w_jk a_k over the active k, ascending. */
  forward({ count, indices, values }: ActiveInputs, slot: number): void {
    const { neurons } = this
    const { biases, weights } = this.parameters
    const z = this.activationsAt(slot)
    const isSingle = weights instanceof Float32Array
    z.set(biases)
    for (let e = 0; e < count; e++) {
      const row = indices[e] * neurons
      const value = values[e]
      for (let j = 0; j < neurons; j++) {
        const product = weights[row + j] * value
        z[j] += isSingle ? fround(product) : product
      }
    }
    this.activation.fn(z)
  }

  /** Leaves the slopes of the activations in the slot, and multiplies both by a mask where there is one. */
  slope(slot: number, mask?: Numbers): void {
    const a = this.activationsAt(slot)
    const slopes = this.slopesAt(slot)
    for (let j = 0; j < a.length; j++) {
      slopes[j] = this.activation.prime(a[j])
      if (mask === undefined) continue
      slopes[j] *= mask[j]
      a[j] *= mask[j]
    }
  }

  /** To b_j adds the slot's delta_j, and to w_jk adds a_k delta_j for the active inputs k. */
  addTo({ biases, weights }: Parameters, { count, indices, values }: ActiveInputs, slot: number): void {
    const { neurons } = this
    const deltas = this.deltasAt(slot)
    const isSingle = weights instanceof Float32Array
    for (let j = 0; j < neurons; j++) biases[j] += deltas[j]
    for (let e = 0; e < count; e++) {
      const row = indices[e] * neurons
      const value = values[e]
      for (let j = 0; j < neurons; j++) {
        const product = value * deltas[j]
        weights[row + j] += isSingle ? fround(product) : product
      }
    }
  }

  /**
   * Leaves the deltas in the slot of the layer below: the sum of w_jk delta_j, from 0 in ascending j, times
   * the slope.
   */
  sendBack(below: Layer, slot: number): void {
    const { inputs, neurons } = this
    const { weights } = this.parameters
    const deltas = this.deltasAt(slot)
    const slopes = below.slopesAt(slot)
    const sent = below.deltasAt(slot)
    const isSingle = weights instanceof Float32Array
    for (let k = 0; k < inputs; k++) {
      let sum = 0
      for (let j = 0; j < neurons; j++) {
        const product = weights[k * neurons + j] * deltas[j]
        sum = isSingle ? fround(sum + fround(product)) : sum + product
      }
      sent[k] = sum * slopes[k]
    }
  }
}

/** All layers after the input, and the cost. */
export class Layers {
  readonly each: readonly Layer[]
  readonly output: Layer
  readonly #cost: RoundedCost
  readonly #precision: Precision
  readonly #numbers: (length: number) => Numbers
  /** Every neuron of a layer below. */
  readonly #whole: ActiveInputs

  constructor(shape: NetworkShape, slots: number, precision: Precision) {
    const { sizes } = shape
    this.each = activationsOf(shape).map(
      ({ name }, l) => new Layer(sizes[l], sizes[l + 1], slots, ACTIVATIONS[name][precision], precision),
    )
    this.output = this.each[this.each.length - 1]
    this.#cost = COSTS[shape.cost]
    this.#precision = precision
    this.#numbers = allocatorOf(precision)
    const widest = sizes.reduce((most, size) => Math.max(most, size))
    this.#whole = {
      count: 0,
      indices: Uint32Array.from({ length: widest }, (_, k) => k),
      values: this.output.activations,
    }
  }

  get parameters(): Parameters[] {
    return this.each.map(({ parameters }) => parameters)
  }

  /** Zeros of the shapes of the parameters. */
  zeros(): Parameters[] {
    return this.each.map(layer => layer.zeros())
  }

  /** Size of the parameters. */
  get bytes(): number {
    return this.parameters.reduce(
      (sum, { biases, weights }) => sum + biases.byteLength + weights.byteLength,
      0,
    )
  }

  /** The outputs for an input; the activations of all layers stay in the slot. */
  forward(input: ActiveInputs, slot: number): Numbers {
    this.each.forEach((_, l) => {
      this.#forwardLayer(l, input, slot)
    })
    return this.output.activationsAt(slot)
  }

  /** The same for an example to train on: slopes stay there too, and hidden neurons are dropped by chance. */
  forwardToTrain(input: ActiveInputs, slot: number, chance?: Chance, occasion?: Occasion): void {
    this.each.forEach((layer, l) => {
      this.#forwardLayer(l, input, slot)
      const isDropped = chance && occasion && chance.dropout.hidden > 0 && layer !== this.output
      layer.slope(slot, isDropped ? chance.mask(occasion, l + 1, this.#numbers(layer.neurons)) : undefined)
    })
  }

  #forwardLayer(l: number, input: ActiveInputs, slot: number): void {
    this.each[l].forward(l === 0 ? input : this.#wholeOf(this.each[l - 1], slot), slot)
  }

  /** The cost of the outputs in a slot where y is wanted. */
  cost(slot: number, y: Numbers): number {
    return this.#cost.fn(this.output.activationsAt(slot), y, this.#precision)
  }

  /** Leaves the deltas of all layers in the slot, times `scale`. */
  backward(slot: number, y: Numbers, scale: number): void {
    const a = this.output.activationsAt(slot)
    const slopes = this.output.slopesAt(slot)
    const deltas = this.output.deltasAt(slot)
    const round = ROUND[this.#precision]
    for (let j = 0; j < a.length; j++) deltas[j] = this.#cost.delta(a[j], y[j], slopes[j], scale, round)
    for (let l = this.each.length - 1; l > 0; l--) this.each[l].sendBack(this.each[l - 1], slot)
  }

  /** Adds the gradient of the slot's example to parameters, or to sums, of each layer. */
  addTo(targets: readonly Parameters[], input: ActiveInputs, slot: number): void {
    this.each.forEach((layer, l) => {
      layer.addTo(targets[l], l === 0 ? input : this.#wholeOf(this.each[l - 1], slot), slot)
    })
  }

  #wholeOf(below: Layer, slot: number): ActiveInputs {
    this.#whole.count = below.neurons
    this.#whole.values = below.activationsAt(slot)
    return this.#whole
  }
}

const { fround } = Math
