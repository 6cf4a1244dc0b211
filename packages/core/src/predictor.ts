import { createEngine, type EngineChoice } from './engine/choice.ts'
import type { Engine, EngineName, Precision } from './engine/engine.ts'
import { checkChoice, checkNetworkRange, checkRange } from './engine/precision.ts'
import { OptionError, ShapeError } from './errors.ts'
import { checkFit, type Examples, rowsOf } from './examples.ts'
import { argmax, isAllFinite } from './math/operations.ts'
import { withMemory } from './memory.ts'
import { Network } from './network.ts'

/** Options of a {@link Predictor}. */
export interface PredictorOptions {
  /** 'auto' (the default) takes the fastest that runs here; all give the same bits. */
  readonly engine?: EngineChoice | undefined
  /** Precision that every number is rounded to: 'float64' (the default) or 'float32'. */
  readonly precision?: Precision | undefined
}

/** Inputs, a row an example: bytes, each v standing for v / 255, or numbers as they are. */
export type Inputs = Uint8Array | Uint8ClampedArray | Float64Array | Float32Array

/** Rows that an engine computes at once. */
const SLOTS = 64

/**
 * Computes a network's outputs fast, for any number of inputs at a time: with the engine that trains, in its
 * order (engine/engine.ts), so that they agree with `network.feedforward` but for rounding. Later changes of
 * the network do not count.
 * @example
 * ```ts
 * import { Network, Predictor } from '@gradus/core'
 *
 * const predictor = new Predictor(new Network([2, 3, 2], { seed: 0 }))
 * const inputs = Float64Array.of(0, 1, 1, 0, 1, 1)
 * console.log(predictor.outputs(inputs).length, predictor.predict(inputs)) // prints 6 [ 0, 0, 0 ]
 * ```
 */
export class Predictor {
  /** Numbers of an input. */
  readonly inputSize: number
  /** Numbers of an output: the neurons of the last layer. */
  readonly outputSize: number
  readonly #engine: Engine
  readonly #network: Pick<Network, 'sizes'>
  readonly #precision: Precision
  #scratch = new Float64Array(0)
  /** The examples that were checked last. */
  #fitting: Examples | undefined

  /** @throws OptionError for an invalid or non-finite network, or an engine that cannot run; MemoryError */
  constructor(network: Network, { engine = 'auto', precision = 'float64' }: PredictorOptions = {}) {
    if (!(network instanceof Network)) {
      throw new OptionError('network', `The network is ${String(network)}: expected a Network.`)
    }
    network.checkFinite()
    checkChoice(engine, precision)
    this.#precision = precision
    checkNetworkRange(network, precision)
    const { sizes } = network
    this.#network = { sizes }
    this.inputSize = sizes[0]
    this.outputSize = sizes[sizes.length - 1]
    this.#engine = createEngine(engine, precision, network, SLOTS)
    this.#engine.load(network)
  }

  /** The engine that runs. */
  get engine(): EngineName {
    return this.#engine.name
  }

  /**
   * The outputs, a row an example: examples x outputSize.
   * @param into receives the outputs, and is returned; by default a new array, which takes a third of a
   * single input's time
   * @throws ShapeError unless the inputs are whole rows, and `into` is as long as their outputs; OptionError
   * for an input that is NaN or infinite
   */
  outputs(inputs: Inputs, into?: Float64Array): Float64Array {
    const length = this.#rowsOf(inputs) * this.outputSize
    if (into !== undefined && into.length !== length) {
      throw new ShapeError(
        `into has ${into.length} numbers: expected ${length}, ${this.outputSize} a row of inputs.`,
      )
    }
    return this.#outputs(inputs, into ?? this.#room(length))
  }

  #room(length: number): Float64Array<ArrayBuffer> {
    return withMemory(8 * length, () => new Float64Array(length))
  }

  #rowsOf(inputs: Inputs): number {
    if (isInputs(inputs) && inputs.length % this.inputSize === 0) return inputs.length / this.inputSize
    const found = isInputs(inputs) ? `${inputs.length} inputs` : String(inputs)
    throw new ShapeError(
      `Found ${found}: expected rows of ${this.inputSize} bytes or numbers. Pass a typed array.`,
    )
  }

  #outputs(inputs: Inputs, into: Float64Array): Float64Array {
    return withMemory(8 * inputs.length, () => this.#engine.outputs(this.#checked(inputs), into))
  }

  #checked(inputs: Inputs): Uint8Array | Float64Array {
    if (inputs instanceof Uint8Array) return inputs
    if (inputs instanceof Uint8ClampedArray)
      return new Uint8Array(inputs.buffer, inputs.byteOffset, inputs.length)
    const isSingle = inputs instanceof Float32Array
    checkFinite('inputs', this.#precision === 'float32' && !isSingle ? Float32Array.from(inputs) : inputs)
    return isSingle ? Float64Array.from(inputs) : inputs
  }

  /**
   * The outputs for the examples from .. to, a row each, whatever form they are in. They are checked once: take
   * slices of the same examples.
   * @throws ExamplesError unless they fit the network and the precision; OptionError for an invalid range;
   * MemoryError
   */
  outputsOf(examples: Examples, from = 0, to = examples.length): Float64Array {
    this.#checkFit(examples)
    if (![from, to].every(Number.isInteger) || from < 0 || to < from || to > examples.length) {
      throw new OptionError(
        'from',
        `There are no examples ${from} .. ${to}: expected a range within 0 .. ${examples.length}.`,
      )
    }
    const outputs = this.#room((to - from) * this.outputSize)
    for (let start = from; start < to; start += SLOTS) {
      const end = Math.min(start + SLOTS, to)
      const into = outputs.subarray((start - from) * this.outputSize, (end - from) * this.outputSize)
      this.#engine.outputs(rowsOf(examples, start, end), into)
    }
    return outputs
  }

  #checkFit(examples: Examples): void {
    if (this.#fitting === examples) return
    checkFit('examples', this.#network, examples)
    checkRange('examples', examples, this.#precision)
    this.#fitting = examples
  }

  /**
   * Predicted classes: for each example the output that fires most (the first one wins).
   * @throws the errors of `outputs`
   */
  predict(inputs: Inputs): number[] {
    // Kept from call to call: a new array takes a third of the time of a single input.
    const length = this.#rowsOf(inputs) * this.outputSize
    if (this.#scratch.length < length) this.#scratch = this.#room(length)
    this.#outputs(inputs, this.#scratch)
    const classes: number[] = []
    for (let i = 0; i < length; i += this.outputSize)
      classes.push(argmax(this.#scratch, i, i + this.outputSize))
    return classes
  }
}

/** @throws OptionError naming the first number that is not finite */
function checkFinite(option: string, numbers: Float64Array | Float32Array): void {
  if (isAllFinite(numbers)) return
  const wrong = numbers.findIndex(value => !Number.isFinite(value))
  throw new OptionError(
    option,
    `${option}: number ${wrong} is ${numbers[wrong]}: expected a finite one. Correct it.`,
  )
}

function isInputs(value: unknown): value is Inputs {
  return (
    value instanceof Uint8Array ||
    value instanceof Uint8ClampedArray ||
    value instanceof Float64Array ||
    value instanceof Float32Array
  )
}
