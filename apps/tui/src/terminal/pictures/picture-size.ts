/** In pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

const SMALLEST_SIDE = 5

/**
 * The size of pictures of so many inputs, if they may be pictures.
 * @param cols pixels in a row, as the data say; without it only squares are pictures
 */
export function pictureSize(inputs: number, cols: number | undefined): PictureSize | undefined {
  const width = cols ?? Math.sqrt(inputs)
  const height = inputs / width
  const isPicture = [width, height].every(side => Number.isInteger(side) && side >= SMALLEST_SIDE)
  return isPicture ? { width, height } : undefined
}
