import { MAX_IDX_BYTES } from '@gradus/mnist'
import { DataFileError } from './data-file-error.ts'

/** An array of numbers, or of texts, of any number of dimensions. */
export interface NumberArray {
  /** File, and name of the array in it, for messages. */
  readonly file: string
  readonly name: string
  /** Lengths of the dimensions. */
  readonly shape: readonly number[]
  /** Type of the numbers in the file, such as `uint8`; `text` for texts. */
  readonly type: string
  /** The numbers, the last index running fastest: bytes as such, all others as float64; none of texts. */
  readonly data: Uint8Array | Float64Array
  /** The texts, in the same order; none of numbers. */
  readonly texts: readonly string[]
}

/** Numbers of an array that are not bytes, at the most: each takes 8 bytes of memory. */
const MOST_NUMBERS = MAX_IDX_BYTES / 8
/** Largest whole number that float64 has exactly, with all below. */
const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER)

/** A way to read a number at a byte of a view. */
interface NumberReader {
  /** Bytes of a number. */
  readonly size: number
  read(view: DataView, at: number, littleEndian: boolean): number
}

/** Types of numbers, and how each is read. */
const READERS: Readonly<Record<string, NumberReader>> = {
  bool: { size: 1, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) },
  uint8: { size: 1, read: (view, at) => view.getUint8(at) },
  int8: { size: 1, read: (view, at) => view.getInt8(at) },
  uint16: { size: 2, read: (view, at, little) => view.getUint16(at, little) },
  int16: { size: 2, read: (view, at, little) => view.getInt16(at, little) },
  uint32: { size: 4, read: (view, at, little) => view.getUint32(at, little) },
  int32: { size: 4, read: (view, at, little) => view.getInt32(at, little) },
  uint64: { size: 8, read: (view, at, little) => exact(view.getBigUint64(at, little)) },
  int64: { size: 8, read: (view, at, little) => exact(view.getBigInt64(at, little)) },
  float16: { size: 2, read: (view, at, little) => float16(view.getUint16(at, little)) },
  float32: { size: 4, read: (view, at, little) => view.getFloat32(at, little) },
  float64: { size: 8, read: (view, at, little) => view.getFloat64(at, little) },
}

/** NaN for a number that float64 has not exactly, so that it is refused with those that are not finite. */
function exact(value: bigint): number {
  return value <= MOST_EXACT && value >= -MOST_EXACT ? Number(value) : Number.NaN
}

/** A number of 16 bits: IEEE 754, binary16. */
function float16(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023]
  const size = exponent === 0 ? fraction / 2 ** 24 : (1 + fraction / 1024) * 2 ** (exponent - 15)
  if (exponent === 31) return fraction === 0 && bits >> 15 === 0 ? Infinity : Number.NaN
  return bits >> 15 === 0 ? size : -size
}

/** A dense array as it lies in a file. */
export interface StoredArray extends Pick<NumberArray, 'file' | 'name' | 'shape'> {
  /** The name of a type of numbers. */
  readonly type: string
  readonly littleEndian: boolean
  /** Whether the first index runs fastest. */
  readonly fortran: boolean
}

/** Bytes of a number of this type. */
export function sizeOfType(type: string): number {
  return READERS[type]?.size ?? 0
}

/** Numbers of an array of this shape. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}

/** @throws DataFileError for a shape of no numbers, or of more than memory is for */
export function checkShape({
  file,
  name,
  shape,
  type,
}: Pick<StoredArray, 'file' | 'name' | 'shape' | 'type'>): void {
  const count = countOf(shape)
  const most = type === 'uint8' || type === 'bool' ? MAX_IDX_BYTES : MOST_NUMBERS
  if (shape.every(length => Number.isSafeInteger(length) && length >= 1) && count <= most) return
  throw new DataFileError({
    ...{ file, what: `the shape of ${name}`, found: `(${shape.join(', ')})` },
    expected: `1 .. ${most} numbers of ${type}`,
    remedy: 'Save fewer examples, or bytes (uint8).',
  })
}

/**
 * The numbers of an array, whose bytes these are: as many as its shape and type say.
 * @throws DataFileError for a number that is not finite, or not exact as float64
 */
export function readNumbers(stored: StoredArray, bytes: Uint8Array): NumberArray {
  const { file, name, shape, type, littleEndian, fortran } = stored
  const reader = READERS[type]
  const facts = { file, name, shape, type, texts: [] }
  if (type === 'uint8' && !fortran) return { ...facts, data: bytes }
  const count = countOf(shape)
  const data = type === 'uint8' || type === 'bool' ? new Uint8Array(count) : new Float64Array(count)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let i = 0; i < count; i++) data[i] = reader.read(view, i * reader.size, littleEndian)
  const wrong = data instanceof Float64Array ? data.findIndex(value => !Number.isFinite(value)) : -1
  if (wrong < 0) return { ...facts, data: fortran ? inOrder(data, shape) : data }
  throw new DataFileError({
    ...{ file, what: `number ${wrong} of ${name}`, found: 'not finite, or above 2 ** 53' },
    expected: 'a finite number that float64 has exactly',
    remedy: 'Repair it, or remove its example.',
  })
}

/** The numbers with the last index running fastest, where the first did. */
function inOrder(data: NumberArray['data'], shape: readonly number[]): NumberArray['data'] {
  const ordered = data.slice()
  const index = shape.map(() => 0)
  for (let from = 0; from < data.length; from++) {
    ordered[index.reduce((at, i, d) => at * shape[d] + i, 0)] = data[from]
    for (let d = 0; d < shape.length; d++) {
      index[d]++
      if (index[d] < shape[d]) break
      index[d] = 0
    }
  }
  return ordered
}
