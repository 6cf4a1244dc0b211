import type { Ink } from './normalise/found.ts'
import { findInk } from './normalise/ink.ts'
import { fitted, type ImageSides } from './normalise.ts'
import { BlankImageError, checkPicture, endsSlice, type GreyPicture, SLICE, type Sliced } from './picture.ts'

/** Cells that the longer side of the ink is looked at in, at the most: shapes that are nearer than one are one. */
const CELLS = 96

/** A shape: cells that touch one another, by a side or a corner. */
interface Shape {
  /** Its longer side, in cells. */
  readonly side: number
  /** Number of its cells. */
  readonly area: number
}

/**
 * The number of separate shapes of like size in the ink of a picture: 1 for a digit, though it may have a detached
 * bar or specks beside it, 2 for "12" with a gap; 0 for a blank picture. Of MNIST's 10,000 test images 35 are taken for
 * more than one, and of two of them side by side, two pixels apart, all for two.
 *
 * @throws ShapeError, OptionError as `normalise` does
 */
export function* shapesIn(picture: GreyPicture): Sliced<number> {
  checkPicture(picture)
  let ink: Ink
  try {
    ink = yield* findInk(picture)
  } catch (error) {
    if (error instanceof BlankImageError) return 0
    throw error
  }
  return yield* shapesOfInk(ink)
}

function* shapesOfInk(ink: Ink): Sliced<number> {
  return countLike(shapesOf(yield* cellsOf(ink)))
}

/** An image in MNIST's form, and the number of separate shapes of like size in its picture. */
export interface ShapedImage {
  /** rows * cols bytes, row by row. */
  readonly image: Uint8Array
  /** As `shapesIn` counts them. */
  readonly shapes: number
}

/**
 * The image that `imageOf` makes of the ink of a picture, and its shapes, of ink that is found once: to find it takes
 * most of the time of either.
 *
 * @throws BlankImageError, ShapeError, OptionError as `normalise` does
 */
export function* shapedImageOf(picture: GreyPicture, sides: ImageSides): Sliced<ShapedImage> {
  checkPicture(picture)
  const ink = yield* findInk(picture)
  return { image: yield* fitted(ink, sides), shapes: yield* shapesOfInk(ink) }
}

/** Rows of cells, true where there is any ink. */
interface Cells {
  readonly width: number
  readonly height: number
  readonly inked: Uint8Array
}

function* cellsOf(ink: Ink): Sliced<Cells> {
  const size = Math.max(1, Math.max(ink.width, ink.height) / CELLS)
  const [width, height] = [Math.ceil(ink.width / size), Math.ceil(ink.height / size)]
  const inked = new Uint8Array(width * height)
  const columns = Uint8Array.from({ length: ink.width }, (_, x) => Math.floor(x / size))
  for (let y = 0; y < ink.height; y++) {
    if (endsSlice(y, ink.width)) yield Math.max(SLICE, ink.width)
    const row = Math.floor(y / size) * width
    for (let x = 0; x < ink.width; x++) {
      const cell = row + columns[x]
      if (inked[cell] === 0 && ink.at(x, y) > 0) inked[cell] = 1
    }
  }
  return { width, height, inked }
}

/** The shapes; it takes the ink of the cells that it has seen. */
function shapesOf({ width, height, inked }: Cells): Shape[] {
  const shapes: Shape[] = []
  for (let start = 0; start < inked.length; start++) {
    if (inked[start] === 0) continue
    let [left, right, top, bottom, area] = [width, 0, height, 0, 0]
    const waiting = [start]
    inked[start] = 0
    for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
      const [x, y] = [cell % width, Math.floor(cell / width)]
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
      area++
      for (let j = Math.max(0, y - 1); j <= Math.min(height - 1, y + 1); j++) {
        for (let i = Math.max(0, x - 1); i <= Math.min(width - 1, x + 1); i++) {
          if (inked[j * width + i] === 0) continue
          inked[j * width + i] = 0
          waiting.push(j * width + i)
        }
      }
    }
    shapes.push({ side: Math.max(right - left, bottom - top) + 1, area })
  }
  return shapes
}

/** Parts of the longest side and of the largest area that a shape of like size has at least. */
const LIKE_SIDE = 1 / 2
const LIKE_AREA = 1 / 5

function countLike(shapes: readonly Shape[]): number {
  const longest = shapes.reduce((most, { side }) => Math.max(most, side), 0)
  const largest = shapes.reduce((most, { area }) => Math.max(most, area), 0)
  return shapes.filter(({ side, area }) => side >= LIKE_SIDE * longest && area >= LIKE_AREA * largest).length
}
