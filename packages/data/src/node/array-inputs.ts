import { luminance } from '../pictures/luminance.ts'
import { DataFileError } from './data-file-error.ts'
import type { NumberArray } from './number-array.ts'

/** Pixels of an image, at the most. */
const MOST_PIXELS = 2 ** 16 - 1
/** Side of the images in rows of floats, at the least: smaller squares are taken for measurements. */
const LEAST_SIDE = 8

/** Images of bytes: count * rows * cols of them. */
export interface Images {
  readonly kind: 'images'
  readonly rows: number
  readonly cols: number
  readonly pixels: Uint8Array
  /** The byte 255 is this number of the array. */
  readonly white: 1 | 255
}

/** Rows of numbers: count * size of them. */
export interface Rows {
  readonly kind: 'rows'
  readonly size: number
  readonly values: Float64Array
}

/**
 * The inputs that an array holds. Bytes in three or four dimensions, or in rows of square length, are images;
 * floats of 0 .. 1 are those if each is a whole number of 255ths. All others are rows of numbers.
 * @param white of another part, whose numbers mean the same
 */
export function inputsOf(array: NumberArray, white?: Images['white']): Images | Rows {
  const form = array.type === 'text' ? undefined : formOf(array)
  const bytes = form && bytesOf(array, form.isSure, white)
  if (!form || !bytes) return rowsOf(array)
  const { rows, cols, channels, channelsFirst } = form
  const [count] = array.shape
  const pixels =
    channels === 1 ? bytes.pixels : greyOf(bytes.pixels, count, rows * cols, channels, channelsFirst)
  return { kind: 'images', rows, cols, pixels, white: bytes.white }
}

interface Form {
  readonly rows: number
  readonly cols: number
  readonly channels: number
  readonly channelsFirst: boolean
  /** Whether the shape alone tells images. */
  readonly isSure: boolean
}

/** The form of the images that an array may hold by its shape. */
function formOf({ shape, type }: NumberArray): Form | undefined {
  const [, second, third, fourth] = shape
  if (second === undefined) return undefined
  if (third === undefined) return squareForm(second, type)
  if (fourth === undefined)
    return checkedForm({ rows: second, cols: third, channels: 1, channelsFirst: false })
  if (shape.length > 4) return undefined
  if (fourth <= 4) return checkedForm({ rows: second, cols: third, channels: fourth, channelsFirst: false })
  return second === 1 || second === 3
    ? checkedForm({ rows: third, cols: fourth, channels: second, channelsFirst: true })
    : undefined
}

function squareForm(size: number, type: string): Form | undefined {
  const side = Math.sqrt(size)
  const isSquare = Number.isInteger(side) && (type === 'uint8' || side >= LEAST_SIDE)
  if (!isSquare || !(type === 'uint8' || type === 'bool' || type.startsWith('float'))) return undefined
  if (size > MOST_PIXELS) return undefined
  return { rows: side, cols: side, channels: 1, channelsFirst: false, isSure: type === 'uint8' }
}

function checkedForm(form: Omit<Form, 'isSure'>): Form | undefined {
  return form.rows * form.cols <= MOST_PIXELS ? { ...form, isSure: true } : undefined
}

/** The numbers as bytes; undefined if they are none. */
function bytesOf(
  { data, type }: NumberArray,
  isSure: boolean,
  wanted: Images['white'] | undefined,
): { readonly pixels: Uint8Array; readonly white: Images['white'] } | undefined {
  if (type === 'uint8' && data instanceof Uint8Array) return { pixels: data, white: 255 }
  if (wanted !== 255 && data.every(value => value >= 0 && value <= 1)) {
    const tolerance = 255 * (TOLERANCES[type] ?? 0)
    const pixels = Uint8Array.from(data, value => Math.round(value * 255))
    if (data.every((value, i) => Math.abs(value * 255 - pixels[i]) <= tolerance)) return { pixels, white: 1 }
  }
  const areBytes =
    isSure && wanted !== 1 && data.every(value => Number.isInteger(value) && value >= 0 && value <= 255)
  return areBytes ? { pixels: Uint8Array.from(data), white: 255 } : undefined
}

/** Distance of a float of this type from the number that was meant, at the most, where that is 1 or less. */
const TOLERANCES: Readonly<Record<string, number>> = {
  float16: 2 ** -11,
  float32: 2 ** -23,
  float64: 2 ** -51,
}

/** The luminance of each pixel: of grey, grey and opacity, RGB, or RGBA, on white. */
function greyOf(
  bytes: Uint8Array,
  count: number,
  size: number,
  channels: number,
  channelsFirst: boolean,
): Uint8Array {
  const grey = new Uint8Array(count * size)
  const [step, next] = channelsFirst ? [1, size] : [channels, 1]
  for (let i = 0; i < count; i++) {
    for (let p = 0; p < size; p++) {
      const at = i * size * channels + p * step
      const red = bytes[at]
      const [green, blue] = channels < 3 ? [red, red] : [bytes[at + next], bytes[at + 2 * next]]
      const alpha = channels % 2 === 0 ? bytes[at + (channels - 1) * next] : 255
      grey[i * size + p] = luminance(red, green, blue, alpha, 255)
    }
  }
  return grey
}

/** The numbers of each example, one after the other. */
export function rowsOf({ file, name, shape, type, data }: NumberArray): Rows {
  if (shape.length === 0 || type === 'text') {
    throw new DataFileError({
      ...{ file, what: `the array ${name}`, found: type === 'text' ? 'of texts' : 'a single number' },
      ...{ expected: 'numbers, a row or an image an example', remedy: 'Save the inputs as numbers.' },
    })
  }
  const [count] = shape
  return { kind: 'rows', size: data.length / count, values: Float64Array.from(data) }
}

/** Images whose files list the pixels column by column, upright. */
export function transposed({ rows, cols, pixels, ...rest }: Images): Images {
  const size = rows * cols
  const turned = new Uint8Array(pixels.length)
  for (let start = 0; start < pixels.length; start += size) {
    for (let p = 0; p < size; p++) {
      const [row, col] = [Math.floor(p / cols), p % cols]
      turned[start + col * rows + row] = pixels[start + p]
    }
  }
  return { ...rest, rows: cols, cols: rows, pixels: turned }
}
