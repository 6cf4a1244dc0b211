import type { Chance, Occasion } from '../chance.ts'
import { answerOf, type Examples } from '../examples.ts'
import { isAllFinite } from '../math/operations.ts'
import { withMemory } from '../memory.ts'
import type { Gradient, Network } from '../network.ts'
import { Descent, type GradientStep, type OptimiserState, type Parameters } from '../optimiser.ts'
import {
  type BoundExamples,
  type Engine,
  type EpochStep,
  type EvaluationTally,
  type Learning,
  type NetworkShape,
  PLAIN,
  type Precision,
  type Slots,
  type Tally,
} from './engine.ts'
import { allocatorOf, type Numbers } from './reference/arithmetic.ts'
import { InputList } from './reference/input-list.ts'
import { Layers } from './reference/layers.ts'

/**
 * The written order of engine.ts, word for word and as plainly as it reads: the oracle of the SIMD engine's
 * bits, and the fallback without WebAssembly. Writing a number into an array rounds it to the precision;
 * within a sum, products are rounded before they are added.
 */
export class ReferenceEngine implements Engine {
  readonly name = 'reference'
  readonly precision: Precision
  readonly isFused: boolean
  readonly chance: Chance | undefined
  readonly layers: Layers
  readonly input: InputList
  /** Sums of gradients, of each layer; none before there is room for them. */
  gradient: readonly Parameters[] = []
  readonly #descent: Descent

  /**
   * @param shape checked already
   * @param slots largest number of examples in a mini-batch
   * @param learning plain stochastic gradient descent by default
   * @throws RangeError without enough memory
   */
  constructor(shape: NetworkShape, slots: number, precision: Precision, learning: Learning = PLAIN) {
    const { optimiser, decay, chance } = learning
    this.precision = precision
    this.isFused = optimiser.name === 'sgd'
    this.chance = chance
    this.layers = new Layers(shape, slots, precision)
    this.input = new InputList(shape.sizes[0], precision)
    this.#descent = new Descent(this.layers.parameters, optimiser, decay)
  }

  load({ weights, biases }: Network): void {
    for (const [l, { parameters, inputs, neurons }] of this.layers.each.entries()) {
      parameters.biases.set(biases[l].data)
      transpose(weights[l].data, neurons, inputs, parameters.weights)
    }
  }

  store({ weights, biases }: Network): void {
    this.#write(this.layers.parameters, { nablaB: biases, nablaW: weights })
  }

  bind(examples: Examples): BoundExamples {
    return new ReferenceExamples(this, examples)
  }

  outputs(inputs: Uint8Array | Float64Array, into: Float64Array): Float64Array {
    const [{ inputs: inputSize }] = this.layers.each
    const outputSize = this.layers.output.neurons
    for (let row = 0; row * inputSize < inputs.length; row++) {
      this.input.read(inputs.subarray(row * inputSize, (row + 1) * inputSize))
      into.set(this.layers.forward(this.input, 0), row * outputSize)
    }
    return into
  }

  clearGradient(): void {
    const { layers } = this
    if (this.gradient.length === 0) this.gradient = withMemory(layers.bytes, () => layers.zeros())
    for (const sums of this.gradient.flatMap(arraysOf)) sums.fill(0)
  }

  storeGradient(into: Gradient): void {
    this.#write(this.gradient, into)
  }

  shrink(step: GradientStep): void {
    this.#descent.shrink(step)
  }

  descend(step: GradientStep): void {
    this.#descent.update(this.gradient, step)
  }

  storeState(): OptimiserState {
    return this.#turned(this.#descent.state, (weights, inputs, neurons, into) => {
      transpose(weights, inputs, neurons, into)
    })
  }

  loadState(state: OptimiserState): void {
    this.#descent.state = this.#turned(state, (weights, inputs, neurons, into) => {
      transpose(weights, neurons, inputs, into)
    })
  }

  /** A state whose weights are turned from columns into rows, or back. */
  #turned(
    { updates, moments }: OptimiserState,
    turn: (weights: Numbers, inputs: number, neurons: number, into: Numbers) => void,
  ): OptimiserState {
    return {
      updates,
      moments: moments.map(layers =>
        layers.map(({ biases, weights }, l) => {
          const { inputs, neurons } = this.layers.each[l]
          const turned = new Float64Array(weights.length)
          turn(weights, inputs, neurons, turned)
          return { biases, weights: turned }
        }),
      ),
    }
  }

  divergedLayer(): number | undefined {
    const index = this.layers.parameters.findIndex(layer => !arraysOf(layer).every(isAllFinite))
    return index < 0 ? undefined : index + 1
  }

  /** Writes parameters, or sums, into matrices. */
  #write(from: readonly Parameters[], { nablaB, nablaW }: Gradient): void {
    for (const [l, { inputs, neurons }] of this.layers.each.entries()) {
      nablaB[l].data.set(from[l].biases)
      transpose(from[l].weights, inputs, neurons, nablaW[l].data)
    }
  }
}

function arraysOf({ biases, weights }: Parameters): Numbers[] {
  return [biases, weights]
}

/** Writes a matrix of rows x cols, row by row, as its columns. */
function transpose(from: Numbers, rows: number, cols: number, to: Numbers): void {
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) to[col * rows + row] = from[row * cols + col]
  }
}

class ReferenceExamples implements BoundExamples {
  readonly #engine: ReferenceEngine
  readonly #layers: Layers
  readonly #examples: Examples
  readonly #wanted: Numbers

  constructor(engine: ReferenceEngine, examples: Examples) {
    this.#engine = engine
    this.#layers = engine.layers
    this.#examples = examples
    this.#wanted = allocatorOf(engine.precision)(examples.outputSize)
  }

  train(order: Uint32Array, from: number, to: number, step: EpochStep, tally: Tally): void {
    const { miniBatchSize, eta, epoch } = step
    const engine = this.#engine
    const scale = engine.isFused ? -eta / miniBatchSize : 1
    for (let start = from; start < to; start += miniBatchSize) {
      const end = Math.min(start + miniBatchSize, to)
      this.propagate(order, start, end, 0, scale, tally, epoch)
      if (engine.isFused) {
        engine.shrink(step)
        this.update(order, start, end, 0, epoch)
      } else {
        engine.clearGradient()
        this.sumGradient(order, start, end, 0, epoch)
        engine.descend(step)
      }
    }
  }

  propagate(
    order: Uint32Array,
    from: number,
    to: number,
    slot: number,
    scale: number,
    tally: Tally,
    epoch?: number,
  ): void {
    const { chance, input, precision } = this.#engine
    const [rounded] = allocatorOf(precision)(1).fill(scale)
    for (let i = from; i < to; i++) {
      const at = slot + i - from
      this.#read(order[i], epoch)
      this.#layers.forwardToTrain(input, at, chance, occasionOf(order[i], epoch))
      const y = this.#wantedOf(order[i])
      tally.cost += this.#layers.cost(at, y)
      this.#layers.backward(at, y, rounded)
    }
  }

  update(order: Uint32Array, from: number, to: number, slot: number, epoch?: number): void {
    this.#addTo(this.#layers.parameters, order, from, to, slot, epoch)
  }

  sumGradient(order: Uint32Array, from: number, to: number, slot: number, epoch?: number): void {
    this.#addTo(this.#engine.gradient, order, from, to, slot, epoch)
  }

  slots(l: number): Slots {
    const { neurons, activations } = this.#layers.each[l]
    return { neurons, stride: neurons, activations }
  }

  evaluate(from: number, to: number, tally: EvaluationTally): void {
    for (let example = from; example < to; example++) {
      this.#engine.input.readExample(this.#examples, example)
      const outputs = this.#layers.forward(this.#engine.input, 0)
      tally.cost += this.#layers.cost(0, this.#wantedOf(example))
      tally.confusion.count(example, answerOf(this.#examples, example), outputs)
    }
  }

  /** Lists the inputs of an example, as chance has them in an epoch. */
  #read(example: number, epoch: number | undefined): void {
    const { chance, input } = this.#engine
    if (chance && epoch !== undefined) input.readToTrain(this.#examples, chance, { epoch, example })
    else input.readExample(this.#examples, example)
  }

  #addTo(
    targets: readonly Parameters[],
    order: Uint32Array,
    from: number,
    to: number,
    slot: number,
    epoch: number | undefined,
  ): void {
    for (let i = from; i < to; i++) {
      this.#read(order[i], epoch)
      this.#layers.addTo(targets, this.#engine.input, slot + i - from)
    }
  }

  #wantedOf(example: number): Numbers {
    const wanted = this.#wanted
    const examples = this.#examples
    if (examples.kind === 'dense') {
      wanted.set(examples.y.subarray(example * wanted.length, (example + 1) * wanted.length))
    } else {
      wanted.fill(0)
      wanted[examples.labels[example]] = 1
    }
    return wanted
  }
}

function occasionOf(example: number, epoch: number | undefined): Occasion | undefined {
  return epoch === undefined ? undefined : { epoch, example }
}
