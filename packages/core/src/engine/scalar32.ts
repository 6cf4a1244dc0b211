import type { Examples } from '../examples.ts'
import { answerOf } from '../examples.ts'
import { sigmoid32 } from '../math/exp32.ts'
import type { Matrix } from '../math/matrix.ts'
import { argmax } from '../math/operations.ts'
import type { Network } from '../network.ts'
import type { RandomGenerator } from '../random/random-generator.ts'
import { ActiveInputs32 } from './active-inputs32.ts'
import type { BoundExamples, Engine, EvaluationTally, GradientStep, Slots, Tally } from './engine.ts'
import { Layer32 } from './layer32.ts'
import { asExamples } from './rows-of-inputs.ts'

const { fround } = Math

/** The engine in plain TypeScript for float32: every result is rounded to it. Short rather than fast: most runtimes have SIMD. */
export class Scalar32Engine implements Engine {
  readonly name = 'scalar'
  readonly precision = 'float32'
  readonly #layers: readonly Layer32[]

  readonly #slots: number

  /** @param sizes neurons a layer, checked already. @param slots examples of a mini-batch at the most */
  constructor(sizes: readonly number[], slots = 1) {
    this.#slots = slots
    this.#layers = sizes.slice(1).map((neurons, l) => new Layer32(sizes[l] ?? 0, neurons))
  }

  load(network: Network): void {
    this.#each(network, (layer, weights, biases) => layer.load(weights, biases))
  }

  store(network: Network): void {
    this.#each(network, (layer, weights, biases) => layer.store(weights, biases))
  }

  bind(examples: Examples): BoundExamples {
    return new BoundExamples32(this.#layers, examples, this.#slots)
  }

  release(): void {
    // The examples are the caller's: nothing was copied.
  }

  outputs(inputs: Uint8Array | Float64Array, into: Float64Array): Float64Array {
    const examples = asExamples(inputs, this.#layers[0]?.inputs ?? 0, this.#layers.at(-1)?.neurons ?? 0)
    into.set(this.bind(examples).outputs(0, examples.length))
    return into
  }

  shuffle(order: Uint32Array, last: number, count: number, rng: RandomGenerator): number {
    return rng.shuffleFrom(order, last, count)
  }

  divergedLayer(): number | undefined {
    const index = this.#layers.findIndex(layer => !layer.isFinite())
    return index < 0 ? undefined : index + 1
  }

  #each(network: Network, visit: (layer: Layer32, weights: Matrix, biases: Matrix) => void): void {
    for (const [l, layer] of this.#layers.entries()) {
      const [weights, biases] = [network.weights[l], network.biases[l]]
      if (weights && biases) visit(layer, weights, biases)
    }
  }
}

class BoundExamples32 implements BoundExamples {
  readonly #layers: readonly Layer32[]
  readonly #examples: Examples
  readonly #inputs: ActiveInputs32
  readonly #wanted: Float32Array
  /** A row a slot, for each layer. */
  #activations: Float32Array[] = []
  #steps: Float32Array[] = []

  /** @throws RangeError if the memory for so many slots is not to be had */
  constructor(layers: readonly Layer32[], examples: Examples, slots: number) {
    this.#layers = layers
    this.#examples = examples
    this.#inputs = new ActiveInputs32(examples)
    this.#wanted = new Float32Array(examples.outputSize)
    this.#reserve(slots)
  }

  train(order: Uint32Array, from: number, to: number, step: GradientStep, tally: Tally): void {
    for (let start = from; start < to; start += step.miniBatchSize) {
      const end = Math.min(start + step.miniBatchSize, to)
      this.propagate(order, start, end, 0, step, tally)
      this.update(order, start, end, 0)
    }
  }

  propagate(
    order: Uint32Array,
    from: number,
    to: number,
    slot: number,
    step: GradientStep,
    tally: Tally,
  ): void {
    this.#reserve(Math.min(step.miniBatchSize, order.length))
    const factor = fround(-step.eta / step.miniBatchSize)
    for (let i = from; i < to; i++) {
      const at = slot + i - from
      this.#forward(order[i] ?? 0, at)
      tally.cost += this.#compare(order[i] ?? 0, at, factor)
      for (let l = this.#layers.length - 1; l > 0; l--) this.#sendBack(l, at)
    }
  }

  update(order: Uint32Array, from: number, to: number, slot: number): void {
    for (let i = from; i < to; i++) {
      this.#inputs.list(order[i] ?? 0)
      for (const [l, layer] of this.#layers.entries()) {
        const steps = this.#row(this.#steps, l, slot + i - from)
        if (l === 0) layer.add(this.#inputs.indices, this.#inputs.values, this.#inputs.count, steps)
        else layer.add(undefined, this.#row(this.#activations, l - 1, slot + i - from), layer.inputs, steps)
      }
    }
  }

  slots(layer: number): Slots {
    const [activations, steps] = [this.#activations[layer], this.#steps[layer]]
    const neurons = this.#layers[layer]?.neurons ?? 0
    const none = new Float32Array(0)
    return { neurons, stride: neurons, activations: activations ?? none, steps: steps ?? none }
  }

  evaluate(from: number, to: number, tally: EvaluationTally): void {
    this.#reserve(1)
    for (let example = from; example < to; example++) {
      const output = this.#forward(example, 0)
      tally.cost += this.#compare(example, 0, 0)
      const prediction = argmax(output)
      tally.predictions[prediction] = (tally.predictions[prediction] ?? 0) + 1
      if (prediction === answerOf(this.#examples, example)) tally.correct++
    }
  }

  outputs(from: number, to: number): Float64Array {
    this.#reserve(1)
    const { outputSize } = this.#examples
    const outputs = new Float64Array((to - from) * outputSize)
    for (let example = from; example < to; example++) {
      outputs.set(this.#forward(example, 0), (example - from) * outputSize)
    }
    return outputs
  }

  #reserve(slots: number): void {
    const rows = (): Float32Array[] => this.#layers.map(({ neurons }) => new Float32Array(slots * neurons))
    if ((this.#activations[0]?.length ?? 0) >= slots * (this.#layers[0]?.neurons ?? 0)) return
    this.#activations = rows()
    this.#steps = rows()
  }

  #row(rows: readonly Float32Array[], l: number, slot: number): Float32Array {
    const neurons = this.#layers[l]?.neurons ?? 0
    return rows[l]?.subarray(slot * neurons, (slot + 1) * neurons) ?? new Float32Array(0)
  }

  /** The outputs for an example; the activations of all layers stay in the slot. */
  #forward(example: number, slot: number): Float32Array {
    this.#inputs.list(example)
    let below: Float32Array | undefined
    for (const [l, layer] of this.#layers.entries()) {
      const a = this.#row(this.#activations, l, slot)
      if (below) layer.accumulate(undefined, below, layer.inputs, a)
      else layer.accumulate(this.#inputs.indices, this.#inputs.values, this.#inputs.count, a)
      for (let j = 0; j < a.length; j++) a[j] = sigmoid32(a[j] ?? 0)
      below = a
    }
    return below ?? new Float32Array(0)
  }

  /** Leaves the output layer's steps in the slot, and returns the quadratic cost. */
  #compare(example: number, slot: number, factor: number): number {
    const last = this.#layers.length - 1
    const [a, steps] = [this.#row(this.#activations, last, slot), this.#row(this.#steps, last, slot)]
    this.#inputs.want(example, this.#wanted)
    let sum = 0
    for (let j = 0; j < a.length; j++) {
      const activation = a[j] ?? 0
      const difference = fround(activation - (this.#wanted[j] ?? 0))
      sum = fround(sum + fround(difference * difference))
      steps[j] = stepOf(fround(factor * difference), activation)
    }
    return fround(sum * 0.5)
  }

  /** The steps of the layer below layer l. */
  #sendBack(l: number, slot: number): void {
    const layer = this.#layers[l]
    if (!layer) return
    const [a, below] = [this.#row(this.#activations, l - 1, slot), this.#row(this.#steps, l - 1, slot)]
    const steps = this.#row(this.#steps, l, slot)
    for (let k = 0; k < a.length; k++) below[k] = stepOf(layer.errorOf(k, steps), a[k] ?? 0)
  }
}

/** error (a (1 - a)). */
function stepOf(error: number, a: number): number {
  return fround(error * fround(a * fround(1 - a)))
}
