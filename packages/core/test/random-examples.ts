import { denseExamples, type Examples, pairOf, type SparseExamples } from '../src/examples.ts'
import { RandomGenerator } from '../src/random/random-generator.ts'
import { sparseExamples } from './sparse.ts'

/**
 * Examples of bytes for a network of these sizes, made from a seed.
 * @param zeroes share of the bytes that are 0
 */
export function randomExamples(
  sizes: readonly number[],
  length: number,
  seed: number,
  zeroes: number,
): SparseExamples {
  const [inputs, outputs] = [sizes[0] ?? 1, sizes.at(-1) ?? 1]
  const rng = new RandomGenerator(seed)
  const bytes = Array.from({ length: length * inputs }, () =>
    rng.interval(999) < zeroes * 1000 ? 0 : rng.interval(255),
  )
  const labels = Array.from({ length }, () => rng.interval(outputs - 1))
  return sparseExamples(bytes, labels, inputs, outputs)
}

/** The same examples as float64 pairs. */
export function asDense(examples: Examples) {
  return denseExamples(
    Array.from({ length: examples.length }, (_, i) => {
      const [x, y] = pairOf(examples, i)
      return [x.data, y.data]
    }),
  )
}
