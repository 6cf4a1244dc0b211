import type { GreyPicture, Sliced } from '../picture.ts'
import { type Box, boxAround, type Found, type Mask, MIN_CONTRAST, type Polarity, sidesOf } from './found.ts'
import { linesIn } from './lines.ts'
import { digitOf, type Part, partsOf } from './parts.ts'
import { balanceOf, cleared, groundOf, type Sheet, sheetOf } from './sheet.ts'

/** Noise stays below this many standard deviations, of which the ground, the lightest near, has some. */
const DEVIATIONS = 8
/** Side of a square that covers the widest stroke, as a part of the picture's longer side. */
const WIDEST = 0.3
/** Contrasts from which cells are ink, or may be parts of a line: parts of the usual contrast of ink. */
const INKED = 0.35
const FAINT = 0.12
/** The least room for ink that is darker than its ground, or lighter, in levels. */
const LEAST_ROOM = 64

/**
 * The ink of a digit on a ground of any light, among other things: what stands out from the ground near it, in cells,
 * without lines, and what is far from the digit or of another kind. Undefined if there is none.
 */
export function* unevenInk(picture: GreyPicture, polarity: Polarity | undefined): Sliced<Found | undefined> {
  const { sheet, noise } = yield* cleared(yield* sheetOf(picture))
  const side = Math.ceil(WIDEST * Math.max(sheet.width, sheet.height))
  const isLight = polarity ? polarity === 'light-on-dark' : (yield* balanceOf(sheet, side)) > 0
  const grounds = yield* groundOf(sheet, side, isLight)
  const least = Math.max(DEVIATIONS * noise, MIN_CONTRAST)
  const contrasts = contrastsOf(sheet, grounds, { least, isLight })
  const usual = usualOf(contrasts)
  const maskOf = (part: number): Mask => ({
    ...sheet,
    inked: Uint8Array.from(contrasts, value => Number(value > part * usual)),
  })
  const all = maskOf(INKED)
  const lines = yield* linesIn(maskOf(FAINT))
  const rest = { ...all, inked: all.inked.map((inked, i) => inked & (1 - lines[i])) }
  let digit = digitOf(yield* partsOf(rest, contrasts))
  if (digit.length === 0) digit = digitOf(yield* partsOf({ ...all, inked: all.inked.slice() }, contrasts))
  if (digit.length === 0) return undefined
  const marks = all.inked.map(value => 2 * value)
  for (const { cells } of digit) for (const cell of cells) marks[cell] = 1
  const isFaint = (cell: number) => lines[cell] === 0 && contrasts[cell] > FAINT * usual
  const box = grow(marks, digit, sheet.width, isFaint)
  return foundOf(marks, contrasts, { width: sheet.width, isLight, box })
}

/**
 * Differences of cells from their ground, as parts of the largest that can be: in a shadow both ink and paper are
 * dark. 0 for the least.
 */
function contrastsOf(
  { values }: Sheet,
  grounds: Float32Array,
  { least, isLight }: { readonly least: number; readonly isLight: boolean },
): Float32Array {
  return values.map((value, i) => {
    const room = Math.max(LEAST_ROOM, 255 + (isLight ? -grounds[i] : grounds[i]))
    const contrast = Math.abs(value - grounds[i])
    return contrast > least ? (contrast * 510) / room : 0
  })
}

/** The mean of contrasts, weighted by their squares: nearly that of the strongest. */
function usualOf(contrasts: Float32Array): number {
  let [squares, cubes] = [0, 0]
  for (const value of contrasts) {
    squares += value * value
    cubes += value * value * value
  }
  return squares === 0 ? 0 : cubes / squares
}

/** Rings of cells that a digit's faint ink may reach beyond the rest of it: a part of its longer side. */
const FAINT_REACH = 0.1

/**
 * Marks faint ink beside that of a digit as its own as well: the soft edges of strokes, and their thin ends.
 *
 * @returns the box around all of it
 */
function grow(
  marks: Uint8Array,
  digit: readonly Part[],
  width: number,
  isFaint: (cell: number) => boolean,
): Box {
  const box = boxAround(digit)
  let [{ left, right, top, bottom }, edge] = [box, digit.flatMap(({ cells }) => Array.from(cells))]
  const sides = sidesOf(box)
  for (let ring = FAINT_REACH * Math.max(sides.width, sides.height); ring > 0; ring--) {
    const next: number[] = []
    for (const cell of edge) {
      const x = cell % width
      const besides = [cell - width, cell + width, x > 0 ? cell - 1 : cell, x + 1 < width ? cell + 1 : cell]
      for (const other of besides) {
        if (marks[other] !== 0 || !isFaint(other)) continue
        marks[other] = 1
        next.push(other)
        left = Math.min(left, other % width)
        right = Math.max(right, other % width)
        top = Math.min(top, Math.floor(other / width))
        bottom = Math.max(bottom, Math.floor(other / width))
      }
    }
    edge = next
  }
  return { left, right, top, bottom }
}

function foundOf(
  marks: Uint8Array,
  contrasts: Float32Array,
  { width, isLight, box }: { readonly width: number; readonly isLight: boolean; readonly box: Box },
): Found {
  const at = (x: number, y: number) => {
    const cell = (box.top + y) * width + box.left + x
    return marks[cell] === 1 ? contrasts[cell] : 0
  }
  return { ink: { ...sidesOf(box), at }, isLight, box, marks }
}
