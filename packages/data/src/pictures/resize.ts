import { endsSlice, type GreyPicture, SLICE, type Sliced } from './picture.ts'

/** One pixel of the result along one axis: the whole weights of the pixels from `first` on. */
interface Tap {
  readonly first: number
  readonly weights: readonly number[]
}

/**
 * The whole picture in another size: each pixel is the mean of what it covers, by the part that is covered, whether
 * that are many pixels or a part of one. A picture that has the size stays as it is. The weights are integers, whose
 * sums stay below 2 ** 53, and the mean of bytes is rounded to the nearest byte, the greater of two equally near:
 * every runtime computes the same.
 */
export function* resize(picture: GreyPicture, rows: number, cols: number): Sliced<Uint8Array> {
  const columns = taps(picture.width, cols)
  const image = new Uint8Array(rows * cols)
  const whole = picture.width * picture.height
  for (const [j, row] of taps(picture.height, rows).entries()) {
    const pixels = row.weights.length * Math.max(picture.width, cols)
    if (endsSlice(j, pixels)) yield Math.max(SLICE, pixels)
    for (const [i, column] of columns.entries()) {
      const sum = weightedSum(picture, column, row)
      image[j * cols + i] = Math.floor((2 * sum + whole) / (2 * whole))
    }
  }
  return image
}

function weightedSum({ width, data }: GreyPicture, column: Tap, row: Tap): number {
  let sum = 0
  for (let j = 0; j < row.weights.length; j++) {
    const start = (row.first + j) * width + column.first
    let along = 0
    for (let i = 0; i < column.weights.length; i++) along += column.weights[i] * data[start + i]
    sum += row.weights[j] * along
  }
  return sum
}

/**
 * Taps that turn `length` pixels into `size`. Where a pixel is `size` parts long, one of the result covers `length`
 * parts.
 */
function taps(length: number, size: number): Tap[] {
  return Array.from({ length: size }, (_, i) => {
    const [from, to] = [i * length, (i + 1) * length]
    const first = Math.floor(from / size)
    const weights = Array.from({ length: Math.ceil(to / size) - first }, (_, k) => {
      const start = (first + k) * size
      return Math.min(to, start + size) - Math.max(from, start)
    })
    return { first, weights }
  })
}
