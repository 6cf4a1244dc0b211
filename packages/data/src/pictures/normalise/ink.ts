import { BlankImageError, endsSlice, type GreyPicture, SLICE, type Sliced } from '../picture.ts'
import { type Box, type Found, type Ink, isInside, MIN_CONTRAST, type Polarity, sidesOf } from './found.ts'
import { cropped, plainInk } from './plain.ts'
import { cellSize } from './sheet.ts'
import { unevenInk } from './uneven.ts'

/** The ink of a picture, and what else stands out. */
export interface FoundInk {
  /** Pixels in a row of the picture. */
  readonly width: number
  /** Its rows. */
  readonly height: number
  /** width * height marks, row by row: 0 for the ground, 1 for the ink of the digit, 2 for what is dropped. */
  readonly marks: Uint8Array
  /** Whether the ink is lighter or darker than its ground. */
  readonly polarity: Polarity
}

/**
 * Finds the ink of a digit: what stands out from the ground near it, without specks, lines, borders and frames, and
 * shadows.
 *
 * @throws BlankImageError if nothing does
 */
export function* findInk(picture: GreyPicture, polarity?: Polarity): Sliced<Ink> {
  return (yield* find(picture, polarity)).ink
}

/**
 * Tells what `normalise` takes for ink, and what it drops.
 *
 * @param polarity by default judged from the picture
 * @throws BlankImageError if nothing stands out from the background
 * @throws ShapeError if width, height and data do not make a picture, OptionError if a value is no number in 0..255
 */
export function* marksOf(picture: GreyPicture, polarity?: Polarity): Sliced<FoundInk> {
  const { marks, isLight } = yield* find(picture, polarity)
  const { width, height } = picture
  const size = cellSize(picture)
  const columns = Math.ceil(width / size)
  const pixels = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    if (endsSlice(y, width)) yield Math.max(SLICE, width)
    const row = Math.floor(y / size) * columns
    for (let x = 0; x < width; x++) pixels[y * width + x] = marks[row + Math.floor(x / size)]
  }
  return { width, height, marks: pixels, polarity: isLight ? 'light-on-dark' : 'dark-on-light' }
}

/** Parts of its box that ink fills at least, to be a shadow with darker ink in it, or a card with ink of its own. */
const SHADOW = 0.55
const CARD = 0.78

/** Plain paper is tried first: where it explains the picture, the ink keeps all its pixels and their contrasts. */
function* find(whole: GreyPicture, polarity: Polarity | undefined): Sliced<Found> {
  const picture = seen(whole)
  const plain = yield* plainInk(picture, polarity)
  const { found, isEven } = plain
  if (isEven && found === undefined) return checked(found)
  const isFilled = plain.filling > SHADOW
  if (isEven && plain.isDigit && !plain.isLarge && !isFilled) return checked(found)
  const uneven = yield* unevenInk(picture, polarity)
  if (uneven === undefined || found === undefined) return checked(uneven ?? found)
  if (!isEven) return uneven
  if (uneven.isLight !== found.isLight)
    return plain.filling > CARD && isInside(uneven.box, found.box) ? uneven : found
  if (isFilled) return areaOf(uneven) < areaOf(found) / 2 ? uneven : found
  if (plain.isDigit && !uneven.marks.includes(2) && isWithin(found.box, uneven.box)) return found
  return yield* masked(picture, plain.at, { uneven, plain: found })
}

/** Ink with the contrasts that its pixels have on plain paper. */
function* masked(
  picture: GreyPicture,
  at: Ink['at'],
  { uneven, plain }: { readonly uneven: Found; readonly plain: Found },
): Sliced<Found> {
  const { isLight } = uneven
  const size = cellSize(picture)
  const columns = Math.ceil(picture.width / size)
  const { left, right, top, bottom } = uneven.box
  const marks = uneven.marks.map((mark, cell) => {
    const [x, y] = [cell % columns, Math.floor(cell / columns)]
    const isBeside = x < left || x > right || y < top || y > bottom
    return isBeside && plain.marks[cell] === 1 ? 2 : mark
  })
  const { ink, box } = yield* cropped(picture, isLight, (x, y) =>
    marks[Math.floor(y / size) * columns + Math.floor(x / size)] === 1 ? at(x, y) : 0,
  )
  return ink.width > 0 ? { ink, box, isLight, marks } : uneven
}

/** All that stands out from plain paper, digit or not. @throws BlankImageError if nothing does */
export function* allInk(picture: GreyPicture): Sliced<Ink> {
  return checked((yield* plainInk(seen(picture), undefined)).found).ink
}

/** The picture in which ink stands out best. */
function seen(picture: GreyPicture): GreyPicture {
  return picture.ink ? { ...picture, data: picture.ink } : picture
}

/** Number of the cells of ink. */
function areaOf({ marks }: Found): number {
  return marks.reduce((sum, mark) => sum + Number(mark === 1), 0)
}

function checked(found: Found | undefined): Found {
  if (found) return found
  throw new BlankImageError(
    `The picture is blank: expected ink that stands out from its background by more than ${MIN_CONTRAST / 2} of 255 grey values, and from its noise. Draw a digit on it, and leave a margin around the digit.`,
  )
}

/** Cells by which the soft edges of a stroke may exceed it: so many, and a part of the ink's longer side. */
const SOFT_CELLS = 2
const SOFT_PART = 0.04

/** Whether a box keeps to another one, but for the soft edges of strokes. */
function isWithin(box: Box, other: Box): boolean {
  const { width, height } = sidesOf(other)
  const margin = SOFT_CELLS + SOFT_PART * Math.max(width, height)
  return (
    box.left >= other.left - margin &&
    box.right <= other.right + margin &&
    box.top >= other.top - margin &&
    box.bottom <= other.bottom + margin
  )
}
