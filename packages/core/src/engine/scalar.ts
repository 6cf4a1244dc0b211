import { ShapeError } from '../errors.ts'
import type { Examples } from '../examples.ts'
import { argmax } from '../math/operations.ts'
import type { Network } from '../network.ts'
import type { RandomGenerator } from '../random/random-generator.ts'
import type { BoundExamples, Engine, EvaluationTally, GradientStep, Slots, Tally } from './engine.ts'
import { type ExampleRows, exampleRows } from './example-rows.ts'
import { Layer } from './layer.ts'
import { asExamples } from './rows-of-inputs.ts'

/** The engine in plain TypeScript: it runs wherever JavaScript does, and is what the others are compared with. */
export class ScalarEngine implements Engine {
  readonly name = 'scalar'
  readonly precision = 'float64'
  readonly #layers: readonly Layer[]

  /** @param sizes neurons a layer, checked already. @param slots examples of a mini-batch at the most. @throws RangeError without memory */
  constructor(sizes: readonly number[], slots = 1) {
    const layers: Layer[] = []
    for (const [l, neurons] of sizes.slice(1).entries())
      layers.push(new Layer(sizes[l] ?? 0, neurons, layers.at(-1)))
    for (const layer of layers) layer.reserve(slots)
    this.#layers = layers
  }

  load(network: Network): void {
    for (const [layer, weights, biases] of this.#parameters(network)) layer.load(weights, biases)
  }

  store(network: Network): void {
    for (const [layer, weights, biases] of this.#parameters(network)) layer.store(weights, biases)
  }

  bind(examples: Examples): BoundExamples {
    return new BoundRows(this.#layers, exampleRows(examples))
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

  #parameters(network: Network) {
    return this.#layers.map((layer, l) => {
      const [weights, biases] = [network.weights[l], network.biases[l]]
      if (!weights || !biases)
        throw new ShapeError(
          `The network has no layer ${l + 1}: expected the sizes that the engine was made for.`,
        )
      return [layer, weights, biases] as const
    })
  }
}

/** Examples of a mini-batch to prefetch: more would drive one another out of the cache. */
const PREFETCHED = 64

class BoundRows implements BoundExamples {
  readonly #layers: readonly Layer[]
  readonly #output: Layer
  readonly #rows: ExampleRows
  /** The wanted output of the example at hand. */
  readonly #target: Float64Array

  constructor(layers: readonly Layer[], rows: ExampleRows) {
    const output = layers.at(-1)
    if (!output) throw new ShapeError('An engine without layers: expected at least one after the input.')
    this.#layers = layers
    this.#output = output
    this.#rows = rows
    this.#target = new Float64Array(output.neurons)
  }

  train(order: Uint32Array, from: number, to: number, step: GradientStep, tally: Tally): void {
    for (let start = from; start < to; start += step.miniBatchSize) {
      const end = Math.min(start + step.miniBatchSize, to)
      this.#rows.prefetch(order, start, Math.min(end, start + PREFETCHED))
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
    const factor = -step.eta / step.miniBatchSize
    this.#reserve(Math.min(step.miniBatchSize, order.length))
    for (let i = from; i < to; i++) {
      const example = order[i] ?? 0
      const at = slot + i - from
      this.#forward(example, at)
      tally.cost += this.#compare(example, at, factor)
      this.#backward(at)
    }
  }

  update(order: Uint32Array, from: number, to: number, slot: number): void {
    for (let i = from; i < to; i++) {
      const at = slot + i - from
      for (const layer of this.#layers) {
        layer.updateBiases(at)
        if (layer.below) layer.scatter(layer.below, at)
        else this.#rows.scatter(order[i] ?? 0, layer, at)
      }
    }
  }

  slots(layer: number): Slots {
    return this.#layers[layer] ?? this.#output
  }

  evaluate(from: number, to: number, tally: EvaluationTally): void {
    this.#reserve(1)
    const output = this.#output.activations.subarray(0, this.#output.neurons)
    for (let example = from; example < to; example++) {
      this.#forward(example, 0)
      tally.cost += this.#compare(example, 0, 0)
      const prediction = argmax(output)
      tally.predictions[prediction] = (tally.predictions[prediction] ?? 0) + 1
      if (prediction === this.#rows.answer(example)) tally.correct++
    }
  }

  outputs(from: number, to: number): Float64Array {
    this.#reserve(1)
    const { activations, neurons } = this.#output
    const outputs = new Float64Array((to - from) * neurons)
    for (let example = from; example < to; example++) {
      this.#forward(example, 0)
      outputs.set(activations.subarray(0, neurons), (example - from) * neurons)
    }
    return outputs
  }

  #reserve(slots: number): void {
    for (const layer of this.#layers) layer.reserve(slots)
  }

  #forward(example: number, slot: number): void {
    for (const layer of this.#layers) {
      if (layer.below) layer.accumulate(layer.below, slot)
      else this.#rows.accumulate(example, layer, slot)
      layer.activate(slot)
    }
  }

  /** Leaves factor * (a - y) in the output layer's errors, and returns the quadratic cost. */
  #compare(example: number, slot: number, factor: number): number {
    const { activations, errors, neurons, stride } = this.#output
    this.#rows.target(example, this.#target)
    let sum = 0
    for (let j = 0; j < neurons; j++) {
      const difference = (activations[slot * stride + j] ?? 0) - (this.#target[j] ?? 0)
      errors[j] = factor * difference
      sum += difference * difference
    }
    return sum * 0.5
  }

  #backward(slot: number): void {
    for (let layer: Layer | undefined = this.#output; layer; layer = layer.below) {
      layer.keepSteps(slot)
      layer.sendBack(slot)
    }
  }
}
