import { checkEta, checkOneOf } from '../checks.ts'
import type { CostName } from '../cost.ts'
import { ExamplesError, OptionError } from '../errors.ts'
import type { DenseExamples, Examples } from '../examples.ts'
import type { Network } from '../network.ts'
import type { Precision } from './engine.ts'

/** Wanted outputs up to here have costs that are finite, also added up over all examples. */
const LARGEST_TARGET: Readonly<Record<Precision, number>> = { float64: 1e150, float32: 1e15 }

/**
 * Checks that finite numbers stay finite when they are rounded.
 * @throws ExamplesError naming the first input or wanted output that does not.
 */
export function checkRange(name: string, examples: Examples, precision: Precision): void {
  if (examples.kind === 'sparse' || precision === 'float64') return
  for (const part of ['x', 'y'] as const) {
    const wrong = examples[part].findIndex(isTooLarge)
    if (wrong >= 0) throw entryError(name, examples, part, wrong, 'a number that is finite in float32')
  }
}

/**
 * Checks that evaluating the examples gives finite costs.
 * @throws ExamplesError naming the first wanted output that is too large.
 */
export function checkTargets(name: string, examples: Examples, precision: Precision): void {
  if (examples.kind === 'sparse') return
  const most = LARGEST_TARGET[precision]
  const wrong = examples.y.findIndex(value => Math.abs(value) > most)
  if (wrong >= 0) throw entryError(name, examples, 'y', wrong, `at most ${most}, so that costs are finite`)
}

/**
 * Checks that wanted outputs are what a cost with logarithms can make outputs come near to.
 * @throws ExamplesError naming the first wanted output that is not within 0 .. 1.
 */
export function checkShares(name: string, examples: Examples, cost: CostName): void {
  if (examples.kind === 'sparse' || cost === 'quadratic') return
  const wrong = examples.y.findIndex(value => value < 0 || value > 1)
  if (wrong < 0) return
  const expected = `0 .. 1, as the ${cost} cost asks for`
  throw entryError(
    name,
    examples,
    'y',
    wrong,
    expected,
    'Scale the wanted outputs, or take the quadratic cost.',
  )
}

/**
 * Checks that biases and weights stay finite when they are rounded.
 * @throws OptionError naming the first that does not.
 */
export function checkNetworkRange(network: Network, precision: Precision): void {
  if (precision === 'float64') return
  for (const part of ['biases', 'weights'] as const) {
    for (const [l, { data }] of network[part].entries()) {
      const wrong = data.findIndex(isTooLarge)
      if (wrong < 0) continue
      throw new OptionError(
        part,
        `Entry ${wrong} of ${part}[${l}] is ${data[wrong]}: expected a number that is finite in float32. Take float64, or repair the entry.`,
      )
    }
  }
}

function isTooLarge(value: number): boolean {
  return !Number.isFinite(Math.fround(value))
}

function entryError(
  name: string,
  examples: DenseExamples,
  part: 'x' | 'y',
  index: number,
  expected: string,
  remedy = 'Make it smaller.',
): ExamplesError {
  const size = part === 'x' ? examples.inputSize : examples.outputSize
  return new ExamplesError(
    `${name}: entry ${index % size} of ${part} in example ${Math.floor(index / size)} is ${examples[part][index]}: expected ${expected}. ${remedy}`,
  )
}

const ENGINES: readonly unknown[] = ['auto', 'simd', 'reference', 'scalar']
/** All precisions. */
export const PRECISIONS: readonly Precision[] = ['float64', 'float32']

/** @throws OptionError unless the engine and the precision are among those that there are */
export function checkChoice(engine: unknown, precision: unknown): void {
  if (!ENGINES.includes(engine)) {
    throw new OptionError(
      'engine',
      `engine is ${JSON.stringify(engine)}: expected 'auto', 'simd' or 'reference'.`,
    )
  }
  checkOneOf('precision', precision, PRECISIONS)
}

/** The mini-batch size and precision that a learning rate is used with. */
export interface StepOptions {
  readonly miniBatchSize: number
  readonly precision?: Precision | undefined
}

/**
 * Checks the factor of a gradient step.
 * @throws OptionError unless eta / miniBatchSize is finite and above 0 when rounded
 */
export function checkStep(eta: number, { miniBatchSize, precision = 'float64' }: StepOptions): void {
  checkEta(eta)
  const step = precision === 'float32' ? Math.fround(eta / miniBatchSize) : eta / miniBatchSize
  if (step === Number.POSITIVE_INFINITY) {
    throw new OptionError(
      'eta',
      `eta is ${eta}: expected less, since it is infinite in float32. Make it smaller.`,
    )
  }
  if (step === 0) {
    throw new OptionError(
      'eta',
      `eta is ${eta}: expected more, since eta / ${miniBatchSize} is 0. Make eta larger or miniBatchSize smaller.`,
    )
  }
}
