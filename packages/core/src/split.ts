import { OptionError } from './errors.ts'
import {
  answerOf,
  checkExamples,
  countLabels,
  type DenseExamples,
  type Examples,
  type SparseExamples,
} from './examples.ts'
import { RandomGenerator } from './random/random-generator.ts'
import type { Seed } from './random/seed-sequence.ts'

/** Sizes of the parts, each a share of the examples (0 .. 1) or a number of them. */
export interface SplitOptions {
  /** Share or number of the examples for validation; none by default. */
  readonly validation?: number | undefined
  /** Share or number of the examples for the test; none by default. */
  readonly test?: number | undefined
  /** Seed of the choice, as NumPy's default_rng takes it; null (the default) is another one each time. */
  readonly seed?: Seed
  /** Whether each class keeps its share in every part (the default), as far as whole examples allow. */
  readonly stratify?: boolean | undefined
}

/** Disjoint parts of one set of examples. */
export interface Parts<E extends Examples = Examples> {
  /** Examples to train on: at least one. */
  readonly train: E
  /** Examples to choose hyper-parameters by; missing where none were asked for. */
  readonly validation?: E
  /** Examples to judge the trained network by; missing where none were asked for. */
  readonly test?: E
}

/** First word of the seeds of splits, so that their random numbers are not those of a network. */
const STREAM = 0x73706c74

/**
 * Chooses examples for validation and test by chance; the others are for training. Each part keeps the order
 * of the examples, and the same seed gives the same parts everywhere.
 *
 * A stratified choice gives the i-th of a class's n shuffled examples the key (i + 1/2) / n, and takes the
 * smallest keys for validation, the next for the test: each class keeps its share, give or take an example,
 * and the last examples of a rare class stay in the training part.
 * @throws OptionError for sizes that are no share and no number or leave nothing for training, SeedError,
 * ExamplesError for invalid examples.
 * @example
 * ```ts
 * import { denseExamples, oneHot, splitExamples } from '@gradus/core'
 *
 * const numbers = Array.from({ length: 50 }, (_, i) => i)
 * const examples = denseExamples(numbers.map(i => [[i], oneHot(i % 5, 5)]))
 * const sizes = { validation: 10, test: 0.2 }
 * const parts = splitExamples(examples, { ...sizes, seed: 0 })
 * console.log(parts.train.length, parts.validation?.length, parts.test?.length) // prints 30 10 10
 * ```
 */
export function splitExamples(examples: DenseExamples, options: SplitOptions): Parts<DenseExamples>
export function splitExamples(examples: SparseExamples, options: SplitOptions): Parts<SparseExamples>
export function splitExamples(examples: Examples, options: SplitOptions): Parts
export function splitExamples(examples: Examples, options: SplitOptions): Parts {
  checkExamples('examples', examples)
  const { seed = null, stratify = true } = options
  if (typeof stratify !== 'boolean') {
    throw new OptionError('stratify', `stratify is ${String(stratify)}: expected true or false.`)
  }
  const validation = countOf('validation', options.validation, examples.length)
  const test = countOf('test', options.test, examples.length)
  if (validation + test >= examples.length) {
    throw new OptionError(
      'test',
      `${validation} examples for validation and ${test} for the test leave none of ${examples.length} to train on: expected fewer. Make a part smaller.`,
    )
  }
  const rng = new RandomGenerator(seed === null ? null : [STREAM, seed].flat())
  const order = stratify ? stratifiedOrder(examples, rng) : shuffled(examples.length, rng)
  const hash = (part: string): string | undefined =>
    examples.hash && `${examples.hash}:${part}:${validation}:${test}:${String(rng.seed)}:${stratify}`
  const part = (name: string, from: number, to: number): Examples => ({
    ...examplesAt(examples, order.slice(from, to).sort()),
    hash: hash(name),
  })
  return {
    train: part('train', validation + test, examples.length),
    ...(validation > 0 && { validation: part('validation', 0, validation) }),
    ...(test > 0 && { test: part('test', validation, validation + test) }),
  }
}

/** Number of examples in a part. */
function countOf(name: 'validation' | 'test', size: number | undefined, length: number): number {
  if (size === undefined) return 0
  if (typeof size === 'number' && size >= 0 && size < 1) return Math.round(size * length)
  if (Number.isSafeInteger(size) && size >= 1) return size
  throw new OptionError(
    name,
    `${name} is ${JSON.stringify(size)}: expected a share such as 0.2, or a number of examples such as 30.`,
  )
}

function shuffled(length: number, rng: RandomGenerator): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i)
  rng.shuffle(order)
  return order
}

/** All examples, those with the smallest keys first; of equal keys the one of the first class. */
function stratifiedOrder(examples: Examples, rng: RandomGenerator): Uint32Array {
  const sizes = countLabels(examples)
  const seen = sizes.map(() => 0)
  const keys = new Float64Array(examples.length)
  const labels = Uint32Array.from(keys, (_, i) => answerOf(examples, i))
  const order = shuffled(examples.length, rng)
  for (const example of order) {
    const label = labels[example]
    keys[example] = (seen[label] + 0.5) / sizes[label]
    seen[label]++
  }
  return order.sort((a, b) => keys[a] - keys[b] || labels[a] - labels[b])
}

/** A copy of the examples at these indices, in the order of the indices. It has no hash. */
export function examplesAt(examples: Examples, indices: Uint32Array): Examples {
  return examples.kind === 'dense' ? denseSubset(examples, indices) : sparseSubset(examples, indices)
}

function denseSubset({ inputSize, outputSize, x, y }: DenseExamples, chosen: Uint32Array): DenseExamples {
  const rows = (values: Float64Array, size: number): Float64Array => {
    const taken = new Float64Array(chosen.length * size)
    chosen.forEach((i, to) => {
      taken.set(values.subarray(i * size, (i + 1) * size), to * size)
    })
    return taken
  }
  return {
    kind: 'dense',
    ...{ length: chosen.length, inputSize, outputSize },
    ...{ x: rows(x, inputSize), y: rows(y, outputSize) },
  }
}

function sparseSubset(examples: SparseExamples, chosen: Uint32Array): SparseExamples {
  const { inputSize, outputSize } = examples
  const offsets = new Uint32Array(chosen.length + 1)
  chosen.forEach((i, to) => {
    offsets[to + 1] = offsets[to] + examples.offsets[i + 1] - examples.offsets[i]
  })
  const indices = new Uint16Array(offsets[chosen.length])
  const values = new Uint8Array(offsets[chosen.length])
  chosen.forEach((i, to) => {
    const [from, end] = [examples.offsets[i], examples.offsets[i + 1]]
    indices.set(examples.indices.subarray(from, end), offsets[to])
    values.set(examples.values.subarray(from, end), offsets[to])
  })
  return {
    kind: 'sparse',
    ...{ length: chosen.length, inputSize, outputSize },
    ...{ offsets, indices, values, labels: Uint8Array.from(chosen, i => examples.labels[i]) },
  }
}
