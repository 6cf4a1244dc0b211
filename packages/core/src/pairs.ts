import { checkCount, isList } from './checks.ts'
import { ExamplesError, OptionError } from './errors.ts'
import { checkExamples, type DenseExamples } from './examples.ts'
import { Matrix } from './math/matrix.ts'
import { withMemory } from './memory.ts'

/** One input and its wanted output: arrays, typed arrays, or matrices, whose numbers count row by row. */
export type Pair = readonly [x: Numbers, y: Numbers]
/** Numbers of an input or a wanted output; those of a matrix count row by row. */
export type Numbers = ArrayLike<number> | Matrix

/**
 * Checks pairs and packs them.
 * @throws ExamplesError for no pairs, lengths that differ, or entries that are no finite numbers.
 * @example
 * ```ts
 * import { denseExamples } from '@gradus/core'
 *
 * const and = denseExamples([
 *   [[0, 0], [0]],
 *   [[0, 1], [0]],
 *   [[1, 0], [0]],
 *   [[1, 1], [1]],
 * ])
 * console.log(and.length, and.inputSize, and.outputSize) // prints 4 2 1
 * ```
 */
export function denseExamples(pairs: readonly Pair[]): DenseExamples {
  if (!Array.isArray(pairs) || pairs.length === 0) {
    const found = Array.isArray(pairs) ? 'The list of examples is empty' : `The examples are ${shown(pairs)}`
    throw new ExamplesError(`${found}: expected a list of at least one pair [x, y].`)
  }
  const [first] = pairs
  const [inputSize, outputSize] = [partOf(first, 0, 0).length, partOf(first, 0, 1).length]
  const room = (size: number) =>
    withMemory(8 * pairs.length * size, () => new Float64Array(pairs.length * size))
  const [x, y] = [room(inputSize), room(outputSize)]
  for (let i = 0; i < pairs.length; i++) {
    copyPart(partOf(pairs[i], i, 0), 'x', i, x, inputSize)
    copyPart(partOf(pairs[i], i, 1), 'y', i, y, outputSize)
  }
  const examples: DenseExamples = { kind: 'dense', length: pairs.length, inputSize, outputSize, x, y }
  checkExamples('examples', examples)
  return examples
}

/**
 * The wanted output of a label: 1 at the label, 0 elsewhere.
 * @throws OptionError unless classes is a whole number of at least 1, and the label one of 0 .. classes - 1.
 * @example
 * ```ts
 * import { oneHot } from '@gradus/core'
 *
 * console.log([...oneHot(2, 4)]) // prints [ 0, 0, 1, 0 ]
 * ```
 */
export function oneHot(label: number, classes: number): Float64Array {
  checkCount('classes', classes)
  if (!Number.isInteger(label) || label < 0 || label >= classes) {
    throw new OptionError(
      'label',
      `label is ${shown(label)}: expected a whole number of 0 .. ${classes - 1}. Number the classes from 0, or say how many there are.`,
    )
  }
  const y = new Float64Array(classes)
  y[label] = 1
  return y
}

const PARTS = ['x', 'y'] as const

/** The numbers of x or y in one pair. @throws ExamplesError that says what was given instead */
function partOf(pair: unknown, i: number, part: 0 | 1): ArrayLike<number> {
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw new ExamplesError(`Example ${i} is ${shown(pair)}: expected a pair [x, y] of lists of numbers.`)
  }
  const given: unknown = pair[part]
  if (given instanceof Matrix) return given.data
  if (isList(given)) return given
  const remedy = typeof given === 'number' ? ` Write [${given}] for a single number.` : ''
  throw new ExamplesError(
    `${PARTS[part]} of example ${i} is ${shown(given)}: expected a list of numbers, a typed array or a Matrix.${remedy}`,
  )
}

/** A value as a message names it: its kind, and as much of it as helps. */
function shown(value: unknown): string {
  if (typeof value === 'string') return `the text ${JSON.stringify(value.slice(0, 40))}`
  if (typeof value === 'number') return `the number ${value}`
  if (value instanceof Matrix) return `a ${value.rows} x ${value.cols} Matrix`
  if (isList(value)) return `a list of ${value.length}`
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

function copyPart(part: ArrayLike<number>, name: 'x' | 'y', i: number, to: Float64Array, size: number): void {
  if (part.length !== size) {
    throw new ExamplesError(
      `Example ${i} has ${part.length} entries in ${name}: expected ${size}, as example 0 has. Give every example as many.`,
    )
  }
  for (let k = 0; k < size; k++) {
    const value: unknown = part[k]
    if (typeof value !== 'number') {
      const remedy = typeof value === 'string' ? ' Convert texts by Number(text).' : ''
      throw new ExamplesError(
        `Entry ${k} of ${name} in example ${i} is ${shown(value)}: expected a number.${remedy}`,
      )
    }
    to[i * size + k] = value
  }
}
