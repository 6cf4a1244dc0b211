/** From nothing to full ink. */
const SHADES = ' .:-=+*#%@'
/** Bytes from here on are ink where a pixel can only be shown or not. */
const INK = 96
/** By how many of two pixels, one above the other, are ink: the lower counts 1, the upper 2. */
const HALVES = ' ▄▀█'

/**
 * An image (row by row, 0 is background) as text of `width` columns, two of its rows a line: in half blocks, or in shades made of
 * ASCII where the terminal has no more.
 */
export function digitArt(pixels: Uint8Array, width: number, unicode: boolean): string[] {
  const lines: string[] = []
  for (let start = 0; start < pixels.length; start += 2 * width) {
    const upper = pixels.subarray(start, start + width)
    const line = Array.from(upper, (byte, x) => {
      const lower = pixels[start + width + x] ?? 0
      return unicode ? halves(byte, lower) : shade((byte + lower) / 2)
    })
    lines.push(line.join(''))
  }
  return lines
}

function halves(upper: number, lower: number): string {
  return HALVES.charAt(2 * Number(upper >= INK) + Number(lower >= INK))
}

function shade(value: number): string {
  return SHADES.charAt(Math.round((value * (SHADES.length - 1)) / 255))
}
