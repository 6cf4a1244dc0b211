import { endsSlice, type GreyPicture, SLICE, type Sliced } from '../picture.ts'
import { type Box, type Found, type Ink, isInside, MIN_CONTRAST, type Polarity, sidesOf } from './found.ts'
import { estimatePaper, levelAt, type Paper } from './paper.ts'
import { digitOf, type Part, partsOf } from './parts.ts'
import { cellSize } from './sheet.ts'

/** Noise stays below this many standard deviations in all but one of a thousand million pixels. */
const DEVIATIONS = 6
/** Contrast, as a part of the strongest, below which ink is a shadow or a trace of compression. */
const FAINTEST = 1 / 16
/** The largest part of the strongest contrast that noise may reach. */
const MOST_NOISE = 1 / 4
/** The largest part of the pixels at the edges that may stand out. */
const MOST_EDGE = 0.15
/** Part of the picture from which on ink may be a card or a shadow. */
const MUCH = 0.2
/** The largest part of a side of the picture that ink takes, for no line to cross the picture. */
const LARGE = 0.75
/** Thickness, as a part of its longer side, below which a part that others lie in may be a frame. */
const THIN = 0.1

/** All that stands out from paper of one level, or of one that rises evenly, and whether that is a digit. */
export interface PlainInk {
  /** Undefined if nothing does. */
  readonly found: Found | undefined
  /** Contrast of pixel (x, y) of the picture with such paper, 0 if it is little. */
  readonly at: Ink['at']
  /** Whether such paper explains the picture: there is little noise, and little at its edges. */
  readonly isEven: boolean
  /** Whether all that stands out makes a digit, or several. */
  readonly isDigit: boolean
  /** Part of its box that it fills, if it is so much that it may be a card or a shadow, else 0. */
  readonly filling: number
  /** Whether the ink is so large that lines may be a part of it, or a thin part of it goes around others. */
  readonly isLarge: boolean
}

/** Finds it on the side (lighter or darker) on which more stands out, by the sum of squares. */
export function* plainInk(picture: GreyPicture, polarity: Polarity | undefined): Sliced<PlainInk> {
  const paper = estimatePaper(picture)
  const { lighter, darker, edge } = yield* contrasts(picture, paper)
  const isLight = polarity ? polarity === 'light-on-dark' : lighter.squares >= darker.squares
  const { strongest } = isLight ? lighter : darker
  const most = Math.max(MIN_CONTRAST, MOST_NOISE * strongest)
  const isEven = DEVIATIONS * paper.noise <= most && edge <= MOST_EDGE
  if (strongest <= MIN_CONTRAST)
    return { found: undefined, at: () => 0, isEven, isDigit: false, filling: 0, isLarge: false }
  const threshold = Math.max(DEVIATIONS * paper.noise, FAINTEST * strongest)
  const sign = isLight ? 1 : -1
  const at = (x: number, y: number) => {
    const contrast = sign * contrastAt(picture, paper, x, y)
    return contrast > threshold ? contrast : 0
  }
  const found = yield* cropped(picture, isLight, at)
  const { width, height } = found.ink
  const parts = yield* partsOfInk(picture, found)
  const isDigit = digitOf(parts).length === parts.length
  const isLarge =
    width > LARGE * picture.width || height > LARGE * picture.height || parts.some(isAround(parts))
  return { found, at, isEven, isDigit, filling: fillingOf(found), isLarge }
}

function fillingOf({ marks, box }: Found): number {
  const area = marks.reduce((sum, mark) => sum + mark, 0)
  const { width, height } = sidesOf(box)
  return area > MUCH * marks.length ? area / (width * height) : 0
}

function* partsOfInk(picture: GreyPicture, { marks }: Found): Sliced<Part[]> {
  const columns = Math.ceil(picture.width / cellSize(picture))
  return yield* partsOf({ width: columns, height: marks.length / columns, inked: marks.slice() }, marks)
}

/** Whether a thin part has others within its box, as a frame has. */
function isAround(parts: readonly Part[]): (part: Part) => boolean {
  return part => part.thickness < THIN * part.side && parts.some(other => isInside(other, part))
}

/** Contrast of a pixel with the background there: > 0 if it is lighter, < 0 if it is darker. */
function contrastAt(picture: GreyPicture, { origin, across, down }: Paper, x: number, y: number): number {
  return levelAt(picture, x, y) - across * x - down * y - origin
}

/** Ink to one side of the background, above the noise. */
interface Contrast {
  squares: number
  strongest: number
}

interface Contrasts {
  readonly lighter: Contrast
  readonly darker: Contrast
  /** Part of the pixels at the picture's edges that stand out. */
  readonly edge: number
}

function* contrasts(picture: GreyPicture, paper: Paper): Sliced<Contrasts> {
  const lighter: Contrast = { squares: 0, strongest: 0 }
  const darker: Contrast = { squares: 0, strongest: 0 }
  const limit = DEVIATIONS * paper.noise
  const { width, height } = picture
  let edge = 0
  for (let y = 0; y < height; y++) {
    if (endsSlice(y, width)) yield Math.max(SLICE, width)
    for (let x = 0; x < width; x++) {
      const contrast = contrastAt(picture, paper, x, y)
      const size = Math.abs(contrast)
      if (size <= limit) continue
      const side = contrast > 0 ? lighter : darker
      side.squares += size * size
      side.strongest = Math.max(side.strongest, size)
      if (size > MIN_CONTRAST && (x === 0 || y === 0 || x === width - 1 || y === height - 1)) edge++
    }
  }
  return { lighter, darker, edge: edge / (2 * (width + height)) }
}

/** All pixels of some contrast, their box and their cells. */
export function* cropped(picture: GreyPicture, isLight: boolean, at: Ink['at']): Sliced<Found> {
  const { width, height } = picture
  const size = cellSize(picture)
  const columns = Math.ceil(width / size)
  const marks = new Uint8Array(columns * Math.ceil(height / size))
  let [left, right, top, bottom] = [width, 0, height, 0]
  for (let y = 0; y < height; y++) {
    if (endsSlice(y, width)) yield Math.max(SLICE, width)
    for (let x = 0; x < width; x++) {
      if (at(x, y) === 0) continue
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = y
      marks[Math.floor(y / size) * columns + Math.floor(x / size)] = 1
    }
  }
  const cell = (pixel: number) => Math.floor(pixel / size)
  const box: Box = { left: cell(left), right: cell(right), top: cell(top), bottom: cell(bottom) }
  const sides = sidesOf({ left, right, top, bottom })
  return { ink: { ...sides, at: (x, y) => at(left + x, top + y) }, isLight, box, marks }
}
