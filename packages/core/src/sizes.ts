import { OptionError } from './errors.ts'

/** A layer may hold this many neurons at the most; larger numbers are taken for mistakes. */
const LARGEST_LAYER = 2 ** 24

/** Weights between two layers at the most: 2 GiB of float64. */
const MOST_WEIGHTS = 2 ** 28

/**
 * Checks the neurons per layer: at least an input and an output layer, each a positive integer.
 * @throws OptionError naming the layer otherwise.
 */
export function checkSizes(sizes: readonly number[]): void {
  if (sizes.length < 2) {
    throw new OptionError(
      'sizes',
      `sizes is [${sizes.join(', ')}]: expected at least an input and an output layer, such as [784, 15, 10].`,
    )
  }
  sizes.forEach((size, layer) => {
    if (!Number.isInteger(size) || size < 1 || size > LARGEST_LAYER) {
      throw new OptionError(
        'sizes',
        `sizes[${layer}] is ${size}: expected a whole number of neurons, 1 .. ${LARGEST_LAYER}, such as 784,15,10 has.`,
      )
    }

    const weights = size * (sizes[layer - 1] ?? 1)
    if (weights > MOST_WEIGHTS) {
      throw new OptionError(
        'sizes',
        `sizes[${layer - 1}] and sizes[${layer}], ${sizes[layer - 1]} and ${size}, ask for ${weights} weights: expected at most ${MOST_WEIGHTS}. Make a layer smaller.`,
      )
    }
  })
}
