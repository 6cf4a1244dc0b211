import type { Precision } from './engine/engine.ts'
import { ExamplesError, OptionError } from './errors.ts'
import type { DenseExamples, Examples } from './examples.ts'
import type { Network } from './network.ts'

/** Wanted outputs up to here have costs that are finite, also added up over all examples. */
const LARGEST_TARGET: Readonly<Record<Precision, number>> = { float64: 1e150, float32: 1e15 }

/** Checks that finite numbers stay finite when they are rounded. @throws ExamplesError naming the first input or wanted output that does not. */
export function checkRange(name: string, examples: Examples, precision: Precision): void {
  if (examples.kind === 'sparse' || precision === 'float64') return
  for (const part of ['x', 'y'] as const) {
    const wrong = examples[part].findIndex(isTooLarge)
    if (wrong >= 0) throw entryError(name, examples, part, wrong, 'a number that is finite in float32')
  }
}

/** Checks that evaluating the examples gives finite costs. @throws ExamplesError naming the first wanted output that is too large. */
export function checkTargets(name: string, examples: Examples, precision: Precision): void {
  if (examples.kind === 'sparse') return
  const most = LARGEST_TARGET[precision]
  const wrong = examples.y.findIndex(value => Math.abs(value) > most)
  if (wrong >= 0) throw entryError(name, examples, 'y', wrong, `at most ${most}, so that costs are finite`)
}

/** Checks that biases and weights stay finite when they are rounded. @throws OptionError naming the first that does not. */
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
): ExamplesError {
  const size = part === 'x' ? examples.inputSize : examples.outputSize
  return new ExamplesError(
    `${name}: entry ${index % size} of ${part} in example ${Math.floor(index / size)} is ${examples[part][index]}: expected ${expected}. Make it smaller.`,
  )
}
