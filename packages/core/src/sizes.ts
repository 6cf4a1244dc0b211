import { OptionError } from './errors.ts'

/** A layer may hold this many neurons at the most; larger numbers are taken for mistakes. */
const LARGEST_LAYER = 2 ** 24

/** Biases and weights of a network at the most: 1 GiB of float64. An engine's padding to eight neurons counts too. */
const MOST_PARAMETERS = 2 ** 27
const PADDING = 8

/**
 * Checks the neurons per layer: at least an input and an output layer, each a positive integer, of a size that memory and files hold.
 * @throws OptionError naming the layer otherwise.
 */
export function checkSizes(sizes: readonly number[]): void {
  if (!Array.isArray(sizes) || sizes.length < 2) {
    const shown = Array.isArray(sizes) ? `[${sizes.join(', ')}]` : String(sizes)
    throw new OptionError(
      'sizes',
      `sizes is ${shown}: expected at least an input and an output layer, such as [784, 15, 10].`,
    )
  }
  let parameters = 0
  for (let layer = 0; layer < sizes.length; layer++) {
    const size = sizes[layer]
    if (!Number.isInteger(size) || size < 1 || size > LARGEST_LAYER) {
      throw new OptionError(
        'sizes',
        `sizes[${layer}] is ${size}: expected a whole number of neurons, 1 .. ${LARGEST_LAYER}, such as 784,15,10 has.`,
      )
    }
    if (layer > 0) parameters += Math.ceil(size / PADDING) * PADDING * (sizes[layer - 1] + 1)
  }
  if (parameters > MOST_PARAMETERS) {
    throw new OptionError(
      'sizes',
      `sizes ask for ${parameters} biases and weights, in eights: expected at most ${MOST_PARAMETERS}. Make a layer smaller.`,
    )
  }
}
