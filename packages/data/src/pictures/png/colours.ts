import type { PngParts } from './chunks.ts'
import { clearSamples } from './grey.ts'

/** Fills `line` with red, green, blue and alpha, a byte each, of so many pixels of a row. */
export type FillColours = (samples: Uint16Array, count: number, line: Uint8ClampedArray) => void

/** The function from a picture's samples to colours; undefined if it is grey and opaque. */
export function coloursOf({ header, palette, transparency }: PngParts): FillColours | undefined {
  const { colourType, depth, channels } = header
  if (colourType === 'palette') return ofPalette(palette, transparency)
  if (colourType === 'grey' && !transparency) return undefined
  const [times, shift] = depth === 16 ? [1, 8] : [255 / (2 ** depth - 1), 0]
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2]
  const alpha = channels % 2 === 0 ? channels - 1 : undefined
  const clear = alpha === undefined ? clearSamples(header, transparency) : []
  return (samples, count, line) => {
    for (let x = 0; x < count; x++) {
      const from = x * channels
      const to = 4 * x
      line[to] = (samples[from] * times) >> shift
      line[to + 1] = (samples[from + green] * times) >> shift
      line[to + 2] = (samples[from + blue] * times) >> shift
      line[to + 3] = alpha === undefined ? 255 : (samples[from + alpha] * times) >> shift
      if (clear.length > 0 && clear.every((value, i) => samples[from + i] === value)) line[to + 3] = 0
    }
  }
}

/** The same of a palette that fits, as `greyOf` has checked. */
function ofPalette(
  palette: Uint8Array = new Uint8Array(0),
  transparency: Uint8Array = new Uint8Array(0),
): FillColours | undefined {
  const colours = Array.from({ length: palette.length / 3 }, (_, i) => palette.subarray(3 * i, 3 * i + 3))
  const isGrey = colours.every(([red, green, blue]) => red === green && green === blue)
  if (isGrey && transparency.every(alpha => alpha === 255)) return undefined
  return (samples, count, line) => {
    for (let x = 0; x < count; x++) {
      const colour = samples[x]
      const to = 4 * x
      line[to] = palette[3 * colour]
      line[to + 1] = palette[3 * colour + 1]
      line[to + 2] = palette[3 * colour + 2]
      line[to + 3] = transparency[colour] ?? 255
    }
  }
}
