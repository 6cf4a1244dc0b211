import { normalise } from '@gradus/mnist'
import { type Drawing, isBlank } from './drawing.ts'
import { rasterise } from './rasterise.ts'

/**
 * What the network sees of a drawing: 28 x 28 bytes in MNIST's form, or undefined if there is nothing to see. A digit of the test
 * set that nobody drew on has that form already.
 */
export function networkImage(drawing: Drawing): Uint8Array | undefined {
  if (isBlank(drawing)) return undefined
  if (drawing.sample && drawing.strokes.length === 0) return drawing.sample
  return normalise(rasterise(drawing), { polarity: 'light-on-dark' })
}
