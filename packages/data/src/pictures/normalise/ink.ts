import { BlankImageError, endsSlice, type GreyPicture, SLICE, type Sliced } from '../picture.ts'
import { estimatePaper, levelAt, type Paper } from './paper.ts'

/** Whether the ink of a picture is lighter or darker than its background. */
export type Polarity = 'light-on-dark' | 'dark-on-light'

/** The part of a picture that holds its ink, and how strong the ink is there. */
export interface Ink {
  readonly width: number
  readonly height: number
  /** Contrast of pixel (x, y) of that part with the background; 0 if it is background. */
  readonly at: (x: number, y: number) => number
}

/** Noise stays below this many standard deviations in all but one of a thousand million pixels. */
const DEVIATIONS = 6
/** Levels are two a grey value: ink stands out by at least 16 of 255 grey values. */
const MIN_CONTRAST = 32
/** Contrast, as a part of the strongest, below which ink is a shadow or a trace of compression. */
const FAINTEST = 1 / 16

/**
 * Finds the ink: what stands out from the background, above its noise, to the side (lighter or darker)
 * on which more does, by the sum of squares.
 *
 * @throws BlankImageError if nothing does
 */
export function* findInk(whole: GreyPicture, polarity?: Polarity): Sliced<Ink> {
  const picture = { ...whole, data: whole.ink ?? whole.data }
  const paper = estimatePaper(picture)
  const { lighter, darker } = yield* contrasts(picture, paper)
  const isLight = polarity ? polarity === 'light-on-dark' : lighter.squares >= darker.squares
  const { strongest } = isLight ? lighter : darker
  if (strongest <= MIN_CONTRAST) {
    throw new BlankImageError(
      `The picture is blank: expected ink that stands out from its background by more than ${MIN_CONTRAST / 2} of 255 grey values, and from its noise. Draw a digit on it, and leave a margin around the digit.`,
    )
  }
  const threshold = Math.max(DEVIATIONS * paper.noise, FAINTEST * strongest)
  const sign = isLight ? 1 : -1
  return yield* cropped(picture, (x, y) => {
    const contrast = sign * contrastAt(picture, paper, x, y)
    return contrast > threshold ? contrast : 0
  })
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

function* contrasts(picture: GreyPicture, paper: Paper): Sliced<{ lighter: Contrast; darker: Contrast }> {
  const lighter: Contrast = { squares: 0, strongest: 0 }
  const darker: Contrast = { squares: 0, strongest: 0 }
  const limit = DEVIATIONS * paper.noise
  for (let y = 0; y < picture.height; y++) {
    if (endsSlice(y, picture.width)) yield Math.max(SLICE, picture.width)
    for (let x = 0; x < picture.width; x++) {
      const contrast = contrastAt(picture, paper, x, y)
      const size = Math.abs(contrast)
      if (size <= limit) continue
      const side = contrast > 0 ? lighter : darker
      side.squares += size * size
      side.strongest = Math.max(side.strongest, size)
    }
  }
  return { lighter, darker }
}

/** The bounding box of all ink. */
function* cropped({ width, height }: GreyPicture, at: Ink['at']): Sliced<Ink> {
  let left = width
  let right = 0
  let top = height
  let bottom = 0
  for (let y = 0; y < height; y++) {
    if (endsSlice(y, width)) yield Math.max(SLICE, width)
    for (let x = 0; x < width; x++) {
      if (at(x, y) === 0) continue
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = y
    }
  }
  return { width: right - left + 1, height: bottom - top + 1, at: (x, y) => at(left + x, top + y) }
}
