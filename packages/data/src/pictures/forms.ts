import type { GreyImage } from '@gradus/core'
import type { Ink } from './normalise/found.ts'
import { allInk } from './normalise/ink.ts'
import { boxSide, centreOfMass, type NormaliseOptions, normalised } from './normalise.ts'
import { atOnce, BlankImageError, checkPicture, type GreyPicture, type Sliced } from './picture.ts'
import { resize } from './resize.ts'

/**
 * The bytes that a network takes for a picture, rows * cols of them, row by row: its ink in MNIST's form, or the whole
 * picture in the image's size. A picture that has the size already comes through the latter unchanged.
 *
 * @param image the size and the form, as a model has them
 * @throws BlankImageError if the ink is wanted, and nothing stands out from the background
 * @throws ShapeError if width, height and data do not make a picture of at most 64 Mi pixels
 * @throws OptionError if a value is no number in 0..255, or the polarity is invalid
 */
export function* imageOf(
  picture: GreyPicture,
  image: GreyImage,
  options: NormaliseOptions = {},
): Sliced<Uint8Array> {
  if (image.form !== 'resized') return yield* normalised(picture, image, options)
  checkPicture(picture)
  return yield* resize(picture, image.rows, image.cols)
}

/** Part of a sample that has to be of a form, for all to be taken for it. */
const NEARLY_ALL = 0.9

/** Whether at least nine in ten of the pictures are so; none are not. */
function areNearlyAll(pictures: Iterable<GreyPicture>, holds: (picture: GreyPicture) => boolean): boolean {
  let [all, some] = [0, 0]
  for (const picture of pictures) {
    all++
    if (holds(picture)) some++
  }
  return all > 0 && some >= NEARLY_ALL * all
}

/**
 * Whether images of one size have MNIST's form already: for at least nine in ten, light ink on 0 keeps within the box
 * of 20 / 28 of each side, and has its centre of mass in the middle, within a pixel of 28.
 */
export function isNormalised(images: Iterable<GreyPicture>): boolean {
  return areNearlyAll(images, ({ width, height, data }) => {
    const [columns, rows] = [new Set<number>(), new Set<number>()]
    for (let i = 0; i < data.length; i++) {
      if (data[i] === 0) continue
      columns.add(i % width)
      rows.add(Math.floor(i / width))
    }
    const { x, y } = centreOfMass(data, width)
    return isFitted(columns, x, width) && isFitted(rows, y, height)
  })
}

/** Whether the ink of these columns, or rows, keeps within the box, and has this centre in the middle. */
function isFitted(places: ReadonlySet<number>, centre: number, side: number): boolean {
  const length = Math.max(...places) - Math.min(...places) + 1
  return length <= boxSide(side) && Math.abs(centre - side / 2) <= Math.max(1, side / 28)
}

/**
 * Upper bounds for strokes, as parts of the longer side of the ink: the side of the largest square that is ink all
 * over, and, squared, the ink. 97 of 100 test images of MNIST keep the first, 25 of 100 of Fashion-MNIST.
 */
const LARGEST_SQUARE = 0.3
const MOST_INK = 0.6

/**
 * Whether pictures are strokes on a plain ground, such as letters and sketches, so that ink is all that matters: at
 * least nine in ten of them. Photographs, and things that are filled, are none.
 */
export function isInk(pictures: Iterable<GreyPicture>): boolean {
  return areNearlyAll(pictures, picture => {
    try {
      return isStrokes(atOnce(allInk(picture)))
    } catch (error) {
      if (error instanceof BlankImageError) return false
      throw error
    }
  })
}

/** Looks at the ink row by row: `squares` has the largest square that ends at each pixel of the row. */
function isStrokes({ width, height, at }: Ink): boolean {
  const side = Math.max(width, height)
  const squares = new Uint16Array(width)
  let area = 0
  for (let y = 0; y < height; y++) {
    let [corner, left] = [0, 0]
    for (let x = 0; x < width; x++) {
      const above = squares[x]
      left = at(x, y) > 0 ? 1 + Math.min(left, above, corner) : 0
      squares[x] = left
      corner = above
      if (left > 0) area++
      if (left - 1 > LARGEST_SQUARE * side) return false
    }
  }
  return area <= MOST_INK * side * side
}
