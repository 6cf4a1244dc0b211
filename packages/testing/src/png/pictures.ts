import { bytes16, type PngForm, type PngPicture } from './png-file.ts'

const palette = [255, 0, 0, 0, 255, 0, 0, 0, 255, 12, 34, 56]

/** Every colour type and depth of PNG, not interlaced, by name. */
const depthForms: Readonly<Record<string, PngForm>> = {
  ...Object.fromEntries([1, 2, 4, 8, 16].map(depth => [`grey, ${depth} bits`, { colourType: 0, depth }])),
  'colour, 8 bits': { colourType: 2, depth: 8 },
  'colour, 16 bits': { colourType: 2, depth: 16 },
  'palette, 1 bit': { colourType: 3, depth: 1, palette: palette.slice(0, 6) },
  'palette, 2 bits': { colourType: 3, depth: 2, palette },
  'palette, 4 bits': { colourType: 3, depth: 4, palette },
  'palette, 8 bits': { colourType: 3, depth: 8, palette },
  'grey and alpha, 8 bits': { colourType: 4, depth: 8 },
  'grey and alpha, 16 bits': { colourType: 4, depth: 16 },
  'colour and alpha, 8 bits': { colourType: 6, depth: 8 },
  'colour and alpha, 16 bits': { colourType: 6, depth: 16 },
}

/** The transparent colour of forms without alpha: samples that sampleAt() gives. */
const transparencies: Readonly<Record<string, readonly number[]>> = {
  // Only the lowest bits of the sample count.
  'grey, 1 bits': bytes16(0x1234),
  'grey, 2 bits': bytes16(2),
  'grey, 4 bits': bytes16(7),
  'grey, 8 bits': bytes16(0x80),
  'grey, 16 bits': bytes16(0x8080),
  'colour, 8 bits': bytes16(0x80, 0x80, 0x80),
  'colour, 16 bits': bytes16(0x8080, 0x8080, 0x8080),
  'palette, 1 bit': [0],
  'palette, 2 bits': [0, 100, 255],
  'palette, 4 bits': [255, 17, 0, 3],
  'palette, 8 bits': [1],
}

/** All forms of PNG: colour types, depths, with and without interlacing and tRNS. */
export const forms: readonly (readonly [name: string, form: PngForm])[] = Object.entries(depthForms).flatMap(
  ([name, form]) => {
    const transparency = transparencies[name]
    const clear = transparency ? [[`${name}, tRNS`, { ...form, transparency }] as const] : []
    return [[name, form] as const, ...clear].flatMap(([title, some]) => [
      [title, some] as const,
      [`${title}, interlaced`, { ...some, interlaced: true }] as const,
    ])
  },
)

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/**
 * A picture whose samples vary widely: in every channel, some at each end of the range and some in the
 * middle.
 */
export function pictureOf(form: PngForm, width: number, height: number): PngPicture {
  const values = form.palette ? form.palette.length / 3 : 2 ** form.depth
  const sampleAt = (x: number, y: number, channel: number): number => {
    const place = y * width + x
    if (place % 5 === 1) return values - 1
    if (place % 5 === 2) return Math.floor(values * (128 / 255)) % values
    return (Math.imul(place * 4 + channel + 1, 2_654_435_761) >>> 12) % values
  }
  const channels = Array.from({ length: CHANNELS[form.colourType] ?? 1 }, (_, channel) => channel)
  return { ...form, width, height, at: (x, y) => channels.map(channel => sampleAt(x, y, channel)) }
}
