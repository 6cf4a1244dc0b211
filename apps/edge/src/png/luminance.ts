/** Parts of 1000 that red, green and blue have in luminance: Rec. ITU-R BT.709-6, item 3.2, to three digits. */
const RED = 213
const GREEN = 715
const BLUE = 72
const WHOLE = RED + GREEN + BLUE

/**
 * The luminance, 0 .. 255, of a colour that lies on white with an opacity of alpha / max: the integer nearest to the exact value,
 * and of two the greater. All numbers on the way are integers below 2 ** 53, so every runtime finds the same.
 *
 * @param max the greatest value of red, green, blue and alpha: 1 .. 65535.
 */
export function luminance(red: number, green: number, blue: number, alpha: number, max: number): number {
  const colour = RED * red + GREEN * green + BLUE * blue
  const sum = colour * alpha + WHOLE * max * (max - alpha)
  const most = WHOLE * max * max
  return Math.floor((2 * 255 * sum + most) / (2 * most))
}

/** The same of a grey value. */
export function greyLuminance(grey: number, alpha: number, max: number): number {
  return luminance(grey, grey, grey, alpha, max)
}
