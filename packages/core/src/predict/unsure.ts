/**
 * The difference of the best two scores below which an answer is unsure. Scores are activations and no
 * probabilities, so the number was chosen on MNIST's 10,000 validation images: for three networks, of the
 * answers up to a tenth below it 44 of 99 were wrong, of those up to a tenth above it 33 of 102.
 */
export const UNSURE_MARGIN = 0.5

/** A score of this part of the best one at least is named too. */
const NAMED = 0.5
/** Outputs that are named at the most: of more, none stands out. */
const MOST_NAMED = 3

/**
 * The outputs between which a network is unsure, the highest score first; none where it is sure, and at least
 * two otherwise.
 * @param scores activations of the output neurons for one image
 * @example
 * ```ts
 * import { unsureBetween } from '@gradus/core/predict'
 *
 * console.log(unsureBetween([0.01, 0.7, 0.4]), unsureBetween([0.01, 0.95, 0.4])) // prints [ 1, 2 ] []
 * ```
 */
export function unsureBetween(scores: ArrayLike<number>): number[] {
  const falling = Array.from(scores, (_, output) => output).sort((a, b) => scores[b] - scores[a])
  const [best, second] = falling
  if (falling.length < 2 || scores[best] - scores[second] >= UNSURE_MARGIN) return []
  return falling.filter(output => output === second || scores[output] >= NAMED * scores[best])
}

/**
 * The doubt in words, such as `unsure: 3 or 5`; nothing where there is none.
 * @param between outputs, as `unsureBetween` gives them, or their names
 */
export function doubtOf(between: readonly (number | string)[]): string {
  if (between.length === 0) return ''
  if (between.length > MOST_NAMED) return 'unsure: nothing stands out'
  return `unsure: ${between.slice(0, -1).join(', ')} or ${between[between.length - 1]}`
}
