import { IdxError, type IdxErrorDetails } from './idx-error.ts'

/** The largest IDX file accepted, uncompressed, in bytes: 1 GiB (EMNIST's largest is 0.55). */
export const MAX_IDX_BYTES = 2 ** 30

/** Inputs of one image: positions of pixels are 16-bit numbers. */
const MAX_PIXELS = 2 ** 16
const MAX_SIDE = 2 ** 16 - 1

const IMAGES_MAGIC = 0x0803
const LABELS_MAGIC = 0x0801

/** As many bytes as the longest header has. */
export const MAX_HEADER_BYTES = 16

/** An IDX header, checked: the product of `dimensions` is `fileSize - headerSize`. */
export type IdxHeader =
  | {
      readonly kind: 'images'
      readonly dimensions: ImageDimensions
      readonly headerSize: number
      readonly fileSize: number
    }
  | {
      readonly kind: 'labels'
      readonly dimensions: LabelDimensions
      readonly headerSize: number
      readonly fileSize: number
    }

/** Numbers of images, of rows in an image, and of pixels in a row: each at least 1. */
export type ImageDimensions = readonly [count: number, rows: number, cols: number]
/** Number of labels: at least 1. */
export type LabelDimensions = readonly [count: number]

/**
 * Reads the header at the start of `head`: big-endian uint32s, the magic number (2051 for images, 2049
 * for labels) and then the dimensions. Source: http://yann.lecun.com/exdb/mnist/, "file formats".
 *
 * @throws IdxError if it is cut short, has another magic number, or announces a size of zero or beyond the
 * limits.
 */
export function readHeader(head: Uint8Array, file: string): IdxHeader {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  requireBytes(view, 4, file)
  const magic = view.getUint32(0)
  if (magic !== IMAGES_MAGIC && magic !== LABELS_MAGIC) throw wrongMagic(magic, file)
  const headerSize = magic === IMAGES_MAGIC ? 16 : 8
  requireBytes(view, headerSize, file)
  const count = dimension(view, 4, 'the count', 2 ** 32 - 1, file)
  const rows = magic === IMAGES_MAGIC ? dimension(view, 8, 'the number of rows', MAX_SIDE, file) : 1
  const cols = magic === IMAGES_MAGIC ? dimension(view, 12, 'the number of columns', MAX_SIDE, file) : 1
  if (rows * cols > MAX_PIXELS) {
    throw new IdxError({
      ...{ file, offset: 8, what: 'the size of an image' },
      expected: `at most ${MAX_PIXELS} pixels`,
      found: `${rows} x ${cols} = ${rows * cols} pixels`,
      remedy: 'Scale the images down, or check that the file is undamaged.',
    })
  }
  const fileSize = headerSize + count * rows * cols
  if (fileSize > MAX_IDX_BYTES) throw tooLarge(fileSize, file)
  return magic === IMAGES_MAGIC
    ? { kind: 'images', dimensions: [count, rows, cols], headerSize, fileSize }
    : { kind: 'labels', dimensions: [count], headerSize, fileSize }
}

/** Types of numbers in IDX files, by the third byte. */
const TYPES: ReadonlyMap<number, readonly [type: IdxType, size: number]> = new Map([
  [0x08, ['uint8', 1]],
  [0x09, ['int8', 1]],
  [0x0b, ['int16', 2]],
  [0x0c, ['int32', 4]],
  [0x0d, ['float32', 4]],
  [0x0e, ['float64', 8]],
])

/** A type of numbers. */
export type IdxType = 'uint8' | 'int8' | 'int16' | 'int32' | 'float32' | 'float64'

/** Dimensions of an array, at the most. */
const MOST_DIMENSIONS = 4
/** As many bytes as the longest header of an array has. */
export const MAX_ARRAY_HEADER_BYTES = 4 + 4 * MOST_DIMENSIONS

/** A header of any IDX file, checked: the numbers of `dimensions` take fileSize - headerSize bytes. */
export interface IdxArrayHeader {
  readonly type: IdxType
  readonly dimensions: readonly number[]
  readonly headerSize: number
  readonly fileSize: number
}

/**
 * Reads a header of numbers of any type in one to four dimensions: two zeros, the type and the number of
 * dimensions, and then their lengths as big-endian uint32s.
 *
 * @throws IdxError if it is cut short, of another type, or announces a size of zero or beyond the limits
 */
export function readArrayHeader(head: Uint8Array, file: string): IdxArrayHeader {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  requireBytes(view, 4, file)
  const magic = view.getUint32(0)
  const [type, size] = TYPES.get(magic >>> 8) ?? []
  const count = magic & 255
  if (type === undefined || size === undefined || count < 1 || count > MOST_DIMENSIONS) {
    throw new IdxError({
      ...{ file, offset: 0, what: 'the magic number' },
      expected: `two zeros, a type of numbers and 1 .. ${MOST_DIMENSIONS} dimensions`,
      found: `0x${magic.toString(16).padStart(8, '0')}`,
      remedy: 'Pass an IDX file, plain or gzipped.',
    })
  }
  const headerSize = 4 + 4 * count
  requireBytes(view, headerSize, file)
  const dimensions = Array.from({ length: count }, (_, d) =>
    dimension(view, 4 + 4 * d, `the length of dimension ${d}`, 2 ** 32 - 1, file),
  )
  const fileSize = headerSize + dimensions.reduce((product, length) => product * length, size)
  if (fileSize > MAX_IDX_BYTES) throw tooLarge(fileSize, file)
  return { type, dimensions, headerSize, fileSize }
}

function requireBytes(view: DataView, size: number, file: string): void {
  if (view.byteLength >= size) return
  throw new IdxError({
    ...{ file, offset: view.byteLength, what: 'the header' },
    expected: `${size} bytes`,
    found: `cut off after ${view.byteLength} bytes`,
    remedy: 'Get the file again: it is empty or truncated.',
  })
}

function dimension(view: DataView, offset: number, what: string, max: number, file: string): number {
  const value = view.getUint32(offset)
  if (value >= 1 && value <= max) return value
  const remedy = 'Check that this is an IDX file of images or labels, and undamaged.'
  throw new IdxError({ file, offset, what, expected: `1..${max}`, found: String(value), remedy })
}

function wrongMagic(magic: number, file: string): IdxError {
  return new IdxError({
    ...{ file, offset: 0, what: 'the magic number' },
    expected: '2051 (0x00000803, images) or 2049 (0x00000801, labels)',
    found: `${magic} (0x${magic.toString(16).padStart(8, '0')})`,
    remedy: 'Pass an IDX file of unsigned bytes, plain or gzipped.',
  })
}

function tooLarge(fileSize: number, file: string): IdxError {
  const details: IdxErrorDetails = {
    ...{ file, offset: 4, what: 'the size that the header announces' },
    expected: `at most ${MAX_IDX_BYTES} bytes`,
    found: `${fileSize} bytes`,
    remedy: 'Split the file into smaller ones, or check that it is undamaged.',
  }
  return new IdxError(details)
}
