import { decodeBytes, mnistGoldens } from '@gradus/fixtures'
import { type Examples, pairOf, type SparseExamples } from '../src/examples.ts'
import { denseExamples } from '../src/pairs.ts'
import { RandomGenerator } from '../src/random/random-generator.ts'

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
  const [inputs, outputs] = [sizes[0], sizes[sizes.length - 1]]
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

/** Sparse examples of rows of bytes. */
export function sparseExamples(
  bytes: ArrayLike<number>,
  labels: readonly number[],
  inputSize: number,
  outputSize: number,
): SparseExamples {
  const entries = Array.from(bytes).flatMap((byte, i) => (byte === 0 ? [] : [{ i, byte }]))
  const offsets = new Uint32Array(labels.length + 1)
  for (const { i } of entries) {
    const next = Math.floor(i / inputSize) + 1
    offsets[next]++
  }
  for (let row = 1; row < offsets.length; row++) offsets[row] += offsets[row - 1]
  return {
    kind: 'sparse',
    length: labels.length,
    inputSize,
    outputSize,
    offsets,
    indices: Uint16Array.from(entries, ({ i }) => i % inputSize),
    values: Uint8Array.from(entries, ({ byte }) => byte),
    labels: Uint8Array.from(labels),
  }
}

/** The first 27 training images of MNIST. */
export function firstImages(): SparseExamples {
  const { images, labels } = mnistGoldens.firstSteps
  return sparseExamples(decodeBytes(images), labels, 784, 10)
}
