import type { Rgb } from './theme.ts'

/** What a terminal's sixteen colours are taken to be, in the order of their numbers, as xterm has them. */
export const SIXTEEN: readonly Rgb[] = [
  [0, 0, 0],
  [205, 0, 0],
  [0, 205, 0],
  [205, 205, 0],
  [0, 0, 238],
  [205, 0, 205],
  [0, 205, 205],
  [229, 229, 229],
  [127, 127, 127],
  [255, 0, 0],
  [0, 255, 0],
  [255, 255, 0],
  [92, 92, 255],
  [255, 0, 255],
  [0, 255, 255],
  [255, 255, 255],
]

/** The levels of the cube 6 x 6 x 6 within the 256 colours, of which it is 16 .. 231; 232 .. 255 are greys. */
const LEVELS = [0, 95, 135, 175, 215, 255]
const CUBE = 16
const GREYS = 232

/** All 256, in the order of their numbers. */
export const COLOURS_256: readonly Rgb[] = [
  ...SIXTEEN,
  ...LEVELS.flatMap(red => LEVELS.flatMap(green => LEVELS.map((blue): Rgb => [red, green, blue]))),
  ...Array.from({ length: 256 - GREYS }, (_, i): Rgb => [8 + 10 * i, 8 + 10 * i, 8 + 10 * i]),
]

/** The parameters of SGR that choose the nearest colour that so many bits have, for the text or for what is behind it. */
export function colourCode(rgb: Rgb, depth: 4 | 8 | 24, layer: 'text' | 'behind'): string {
  const extended = layer === 'text' ? 38 : 48
  if (depth === 24) return `${extended};2;${rgb.join(';')}`
  if (depth === 8) return `${extended};5;${nearest(rgb, COLOURS_256, CUBE)}`
  const index = nearest(rgb, SIXTEEN, 0)
  const first = (index < 8 ? 30 : 82) + (layer === 'text' ? 0 : 10)
  return String(first + index)
}

/** The number, from `first` on, of the colour that is nearest; the first sixteen of 256 are as the user set them, so none of those. */
function nearest(rgb: Rgb, colours: readonly Rgb[], first: number): number {
  let [best, least] = [first, Number.POSITIVE_INFINITY]
  for (let index = first; index < colours.length; index++) {
    const distance = distanceOf(rgb, colours[index] ?? rgb)
    if (distance < least) [best, least] = [index, distance]
  }
  return best
}

/** Squared, each component by how much the eye cares for it. */
function distanceOf(a: Rgb, b: Rgb): number {
  return 2 * (a[0] - b[0]) ** 2 + 4 * (a[1] - b[1]) ** 2 + 3 * (a[2] - b[2]) ** 2
}
