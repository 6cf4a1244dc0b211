/** Shares of red, green and blue in luminance, of 1000: Rec. ITU-R BT.709-6, item 3.2, to three digits. */
export const RED = 213
export const GREEN = 715
export const BLUE = 72
export const WHOLE = RED + GREEN + BLUE

/**
 * The luminance, 0 .. 255, of a colour on white with the opacity alpha / max: the integer nearest to the
 * exact value, the greater of two equally near. All intermediate numbers are integers below 2 ** 53, so every
 * runtime computes the same.
 *
 * @param max the greatest value of red, green, blue and alpha: 1 .. 65535.
 */
export function luminance(red: number, green: number, blue: number, alpha: number, max: number): number {
  const colour = RED * red + GREEN * green + BLUE * blue
  const sum = colour * alpha + WHOLE * max * (max - alpha)
  const most = WHOLE * max * max
  return Math.floor((2 * 255 * sum + most) / (2 * most))
}

/** The luminance of a grey value on white. */
export function greyLuminance(grey: number, alpha: number, max: number): number {
  return luminance(grey, grey, grey, alpha, max)
}

/** The luminance of an opaque colour of bytes: the same integer, in smaller numbers. */
export function opaqueLuminance(red: number, green: number, blue: number): number {
  return Math.floor((RED * red + GREEN * green + BLUE * blue + WHOLE / 2) / WHOLE)
}
