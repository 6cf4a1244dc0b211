import { DataFileError } from './data-file-error.ts'
import { checkShape, countOf, type NumberArray, readNumbers, sizeOfType } from './number-array.ts'

/** Bytes of a header, at the most. */
const MOST_HEADER_BYTES = 2 ** 16
/** Characters of a text, at the most. */
const LONGEST_TEXT = 1000
/** Bytes before the header: the magic string, the version, and its length. */
const PREFIX_BYTES = 12

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59)

/** Kinds of numbers, by NumPy's letters. */
const KINDS: Readonly<Record<string, string>> = { b: 'bool', i: 'int', u: 'uint', f: 'float' }

interface NpyHeader {
  readonly descr: string
  readonly fortran: boolean
  readonly shape: readonly number[]
  readonly end: number
}

/**
 * Reads an array that NumPy saved, of format 1 to 3: numbers, or texts of a fixed width.
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * @param file path, and @param name of the array, for messages
 * @throws DataFileError for a damaged file, objects (pickles), and records
 */
export function readNpy(bytes: Uint8Array, file: string, name: string): NumberArray {
  const { descr, fortran, shape, end } = readHeader(bytes, file, name)
  const [, order = '', letter = '', digits = ''] = /^([<>|=])([a-zA-Z])(\d+)$/.exec(descr) ?? []
  const kind = KINDS[letter]
  const isText = letter === 'S' || letter === 'U'
  const type = isText ? 'text' : letter === 'b' ? 'bool' : `${kind}${8 * Number(digits)}`
  const size = isText ? Number(digits) * (letter === 'U' ? 4 : 1) : sizeOfType(type)
  if ((isText && Number(digits) > LONGEST_TEXT) || size === 0 || (letter === 'b' && digits !== '1'))
    throw wrongType(file, name, descr)
  checkShape({ file, name, shape, type })
  const data = bytes.subarray(end)
  const expected = countOf(shape) * size
  if (data.length !== expected) {
    throw new DataFileError({
      ...{ file, what: `the data of ${name}`, found: `${data.length} bytes long` },
      expected: `${expected}, as its header announces`,
      remedy: 'Save it again: it is cut short, or has other bytes at its end.',
    })
  }
  const littleEndian = order !== '>'
  if (!isText) return readNumbers({ file, name, shape, type, littleEndian, fortran }, data)
  const texts = Array.from({ length: countOf(shape) }, (_, i) => {
    const text = data.subarray(i * size, (i + 1) * size)
    return letter === 'S' ? textOf(text) : wideTextOf(text, littleEndian)
  })
  return { file, name, shape, type, data: new Uint8Array(0), texts }
}

function readHeader(bytes: Uint8Array, file: string, name: string): NpyHeader {
  const isNpy = MAGIC.every((byte, i) => bytes[i] === byte)
  const major = bytes[6] ?? 0
  if (!isNpy || bytes.length < PREFIX_BYTES || major < 1 || major > 3)
    throw wrongHeader(file, name, 'no NumPy array of format 1 to 3')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = major === 1 ? 10 : 12
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  if (length > MOST_HEADER_BYTES || start + length > bytes.length)
    throw wrongHeader(file, name, `${length} bytes long`)
  const text = new TextDecoder('latin1').decode(bytes.subarray(start, start + length))
  const [, descr] = /'descr': *'([^']*)'/.exec(text) ?? []
  const [, fortran] = /'fortran_order': *(True|False)/.exec(text) ?? []
  const [, shape] = /'shape': *\(([\d, ]*)\)/.exec(text) ?? []
  if (/'descr': *\[/.test(text)) throw wrongType(file, name, 'records')
  if (descr === undefined || fortran === undefined || shape === undefined)
    throw wrongHeader(file, name, 'without a type, an order, or a shape')
  const lengths = shape.split(',').flatMap(part => (part.trim() === '' ? [] : [Number(part)]))
  return { descr, fortran: fortran === 'True', shape: lengths, end: start + length }
}

function wrongHeader(file: string, name: string, found: string): DataFileError {
  const remedy = 'Save the array again by numpy.save or numpy.savez.'
  return new DataFileError({
    file,
    what: `the header of ${name}`,
    found,
    expected: 'that of a NumPy array',
    remedy,
  })
}

function wrongType(file: string, name: string, found: string): DataFileError {
  const isObject = found.endsWith('O')
  return new DataFileError({
    ...{ file, what: `the type of ${name}`, found: isObject ? `objects (a pickle, ${found})` : found },
    expected: 'numbers of 8 to 64 bits, or texts of a fixed width',
    remedy: "Save it as such: array.astype('float32') for inputs, astype(str) or astype(int) for labels.",
  })
}

/** A text up to the zeros that fill its width. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replace(/\0+$/, '')
}

/** The same of 4 bytes a character. */
function wideTextOf(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const characters = Array.from({ length: bytes.length / 4 }, (_, i) => {
    const code = view.getUint32(4 * i, littleEndian)
    return String.fromCodePoint(code <= 0x10ffff ? code : 0xfffd)
  })
  return characters.join('').replace(/\0+$/, '')
}
