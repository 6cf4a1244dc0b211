import { answerOf, type Examples, RandomGenerator, type Seed } from '@gradus/core'

/**
 * The mean of each class's images, as bytes; of a class without images, a black one.
 * @param examples images, of which the sparse form is read
 */
export function meanImages(examples: Extract<Examples, { kind: 'sparse' }>): Uint8Array[] {
  const { length, inputSize, outputSize, offsets, indices, values, labels } = examples
  const sums = Array.from({ length: outputSize }, () => new Float64Array(inputSize))
  const counts = new Uint32Array(outputSize)
  for (let i = 0; i < length; i++) {
    const sum = sums[labels[i]]
    counts[labels[i]]++
    for (let e = offsets[i]; e < offsets[i + 1]; e++) sum[indices[e]] += values[e]
  }
  return sums.map((sum, c) => Uint8Array.from(sum, total => Math.round(total / Math.max(1, counts[c]))))
}

/**
 * Some examples of each class, drawn without repetition.
 * @param most examples of a class
 * @returns their indices by class, in ascending order; all of a class that has no more
 */
export function samplesOf(examples: Examples, most: number, seed: Seed): number[][] {
  const ofClass = Array.from({ length: examples.outputSize }, (): number[] => [])
  for (let i = 0; i < examples.length; i++) ofClass[answerOf(examples, i)].push(i)
  const random = new RandomGenerator(seed)
  return ofClass.map(indices => {
    const order = Uint32Array.from(indices)
    // As many swaps from the end as there are to be drawn.
    const count = Math.min(most, order.length)
    random.shuffleFrom(order, order.length - 1, count)
    return [...order.subarray(order.length - count)].sort((a, b) => a - b)
  })
}
