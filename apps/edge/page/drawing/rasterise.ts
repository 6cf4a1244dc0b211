import type { GreyImage } from '@gradus/core/predict'
import { atOnce, type DecodedPicture, imageOf } from '@gradus/data'
import { inkStroke, type Place } from '@gradus/data/strokes'
import { atUsualSize, type Drawing, isBlank, PEN_WIDTH, type Stroke, smoothed } from './stroke.ts'

type Size = Pick<GreyImage, 'rows' | 'cols'>

/** Longer side of the pad in pixels, at least: six a pixel of 28 x 28. */
const FINENESS = 168
/** Background around the pad, so that ink at its edge is never taken for background. */
const MARGIN = 6

/** A picture of the pad while it is inked. */
interface Canvas extends DecodedPicture {
  /** Background around the pad. */
  readonly margin: number
  /** Pixels of the pad's longer side. */
  readonly scale: number
}

/**
 * The drawing as a picture, light ink on 0. It is computed here and not read back from a canvas, so that it
 * is the same in every browser, also in those that blur what they let pages read.
 * @param size of the images, whose shape the pad has. @param margin background around the pad, in pixels
 */
export function rasterise({ sample, strokes }: Drawing, size: Size, margin: number = MARGIN): DecodedPicture {
  const longer = Math.max(size.rows, size.cols)
  const times = Math.ceil(FINENESS / longer)
  const [width, height] = [times * size.cols + 2 * margin, times * size.rows + 2 * margin]
  const canvas = { width, height, data: new Uint8Array(width * height), margin, scale: times * longer }
  if (sample) enlarge(sample, size.cols, times, canvas)
  for (const stroke of strokes) ink(smoothed(stroke), canvas)
  return { width, height, data: canvas.data }
}

function enlarge(
  sample: Uint8Array,
  cols: number,
  times: number,
  { width, height, data, margin }: Canvas,
): void {
  for (let y = margin; y < height - margin; y++) {
    for (let x = margin; x < width - margin; x++) {
      const [row, column] = [Math.floor((y - margin) / times), Math.floor((x - margin) / times)]
      data[y * width + x] = sample[row * cols + column] ?? 0
    }
  }
}

/** Inks what the pen touches on its way. */
function ink(stroke: Stroke, canvas: Canvas): void {
  const { margin, scale } = canvas
  const places = stroke.map(({ x, y }): Place => [margin + scale * x, margin + scale * y])
  inkStroke(places, PEN_WIDTH * scale, canvas)
}

/** The pad on which strokes are drawn again for an image in MNIST's form, whatever its size. */
const SQUARE: Size = { rows: 28, cols: 28 }

/**
 * The network's input for a drawing, or undefined if the drawing is blank. An image without strokes is that
 * input already. In MNIST's form strokes on one keep their size, and strokes alone are drawn again at the size
 * that goes with the pen. Where pictures are only resized the pad is taken as it is, with all of its ground.
 */
export function networkImage(drawing: Drawing, image: GreyImage): Uint8Array | undefined {
  if (isBlank(drawing)) return undefined
  const { sample, strokes } = drawing
  if (sample && strokes.length === 0) return sample
  if (image.form === 'resized') return atOnce(imageOf(rasterise(drawing, image, 0), image))
  const picture = sample ? rasterise(drawing, image) : rasterise({ strokes: atUsualSize(strokes) }, SQUARE)
  return atOnce(imageOf(picture, image, { polarity: 'light-on-dark' }))
}
