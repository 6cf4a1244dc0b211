import { greyLuminance, luminance } from '../luminance.ts'
import type { PngParts } from './chunks.ts'
import { damaged, type Header } from './header.ts'

/** The grey value, 0 .. 255, of the pixel whose samples start at samples[i]. */
export type GreyOf = (samples: Uint16Array, i: number) => number

const WHITE = 255

/**
 * The function from a picture's samples to grey values: luminance, with transparent parts on white.
 *
 * @throws PictureError if the palette or the transparency does not fit the colour type
 */
export function greyOf({ header, palette, transparency }: PngParts): GreyOf {
  const { colourType, depth } = header
  const max = 2 ** depth - 1
  switch (colourType) {
    case 'grey': {
      const [clear = -1] = clearSamples(header, transparency)
      const table = depth < 16 && Array.from({ length: max + 1 }, (_, v) => greyLuminance(v, max, max))
      return (samples, i) => {
        const grey = samples[i] ?? 0
        if (grey === clear) return WHITE
        return table ? (table[grey] ?? 0) : greyLuminance(grey, max, max)
      }
    }
    case 'colour': {
      const [red = -1, green = -1, blue = -1] = clearSamples(header, transparency)
      return (samples, i) => {
        const [r, g, b] = [samples[i] ?? 0, samples[i + 1] ?? 0, samples[i + 2] ?? 0]
        return r === red && g === green && b === blue ? WHITE : luminance(r, g, b, max, max)
      }
    }
    case 'palette':
      return ofPalette(paletteGreys(header, palette, transparency))
    case 'grey-alpha':
      return (samples, i) => greyLuminance(samples[i] ?? 0, samples[i + 1] ?? 0, max)
    case 'colour-alpha':
      return (samples, i) =>
        luminance(samples[i] ?? 0, samples[i + 1] ?? 0, samples[i + 2] ?? 0, samples[i + 3] ?? 0, max)
  }
}

function ofPalette(greys: Uint8Array): GreyOf {
  return (samples, i) => {
    const grey = greys[samples[i] ?? 0]
    if (grey === undefined)
      throw damaged('has a pixel of a colour that its palette lacks', 'one of its palette')
    return grey
  }
}

/**
 * The samples of the one colour that is transparent, if there is one: https://www.w3.org/TR/png-3/#11tRNS.
 */
export function clearSamples(
  { channels, depth }: Header,
  transparency: Uint8Array | undefined,
): readonly number[] {
  if (!transparency) return []
  if (transparency.length !== 2 * channels) {
    throw damaged('has a tRNS chunk of another length', `${2 * channels} bytes for its colour type`)
  }
  const mask = 2 ** depth - 1
  return Array.from({ length: channels }, (_, channel) => {
    const [high = 0, low = 0] = transparency.subarray(2 * channel)
    return (256 * high + low) & mask
  })
}

/** The grey value of each colour of the palette. */
function paletteGreys(
  { depth }: Header,
  palette: Uint8Array | undefined,
  transparency: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const colours = (palette?.length ?? 0) / 3
  if (!palette || !Number.isInteger(colours) || colours < 1 || colours > 2 ** depth) {
    throw damaged(
      'has no palette, or one of another length',
      `3 bytes for each of 1 .. ${2 ** depth} colours`,
    )
  }
  if (transparency.length > colours) {
    throw damaged('has a tRNS chunk that is too long', 'at most a byte a colour of its palette')
  }
  return Uint8Array.from({ length: colours }, (_, i) => {
    const [red = 0, green = 0, blue = 0] = palette.subarray(3 * i)
    return luminance(red, green, blue, transparency[i] ?? 255, 255)
  })
}
