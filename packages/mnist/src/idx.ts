import { OptionError } from '@gradus/core'
import { inflate, isGzip } from './gzip.ts'
import { IdxError } from './idx-error.ts'
import {
  type IdxType,
  type ImageDimensions,
  type LabelDimensions,
  MAX_ARRAY_HEADER_BYTES,
  MAX_HEADER_BYTES,
  readArrayHeader,
  readHeader,
} from './idx-header.ts'

/** Images as bytes. Pixel (r, c) of image i is data[(i * rows + r) * cols + c]. */
export interface IdxImages {
  /** Tells images from labels. */
  readonly kind: 'images'
  /** The name that errors give. */
  readonly file: string
  /** As the header has them. */
  readonly dimensions: ImageDimensions
  /** One byte a pixel, 0 (background) .. 255 (ink); count * rows * cols of them. */
  readonly data: Uint8Array
}

/** Labels as bytes: data[i] is the class of example i. */
export interface IdxLabels {
  /** Tells labels from images. */
  readonly kind: 'labels'
  /** The name that errors give. */
  readonly file: string
  /** As the header has them. */
  readonly dimensions: LabelDimensions
  /** One byte an example, 0 .. 255. */
  readonly data: Uint8Array
}

/** Numbers of any type, in one to four dimensions. */
export interface IdxArray {
  /** The name that errors give. */
  readonly file: string
  /** The type of the numbers. */
  readonly type: IdxType
  /** As the header has them; the last index runs fastest. */
  readonly dimensions: readonly number[]
  /** The numbers as they lie in the file, the highest byte of each first. */
  readonly data: Uint8Array
}

/** The content of an IDX file of images or labels; its `kind` tells which. */
export type Idx = IdxImages | IdxLabels

/**
 * Reads an IDX file of images or labels, plain or gzipped (told by its first bytes). `data` of a plain
 * file is a view of `bytes`, not a copy.
 *
 * @param file the name that errors give
 * @throws IdxError if the file is anything but exactly one well-formed IDX file of at most 1 GiB
 * @example
 * ```ts
 * import { parseIdx } from '@gradus/mnist'
 *
 * const bytes = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4)
 * const labels = await parseIdx(bytes, 'labels')
 * console.log(labels.kind, [...labels.data]) // prints labels [ 5, 0, 4 ]
 * ```
 */
export async function parseIdx(bytes: Uint8Array, file = 'IDX file'): Promise<Idx> {
  return readIdx(await unpack(bytes, file), file)
}

/**
 * Reads any IDX file, plain or gzipped: numbers of 8 to 64 bits in one to four dimensions.
 *
 * @param file the name that errors give
 * @throws IdxError if the file is anything but exactly one well-formed IDX file of at most 1 GiB
 */
export async function parseIdxArray(bytes: Uint8Array, file = 'IDX file'): Promise<IdxArray> {
  const sizeOf = (head: Uint8Array): number => readArrayHeader(head, file).fileSize
  const content = isGzip(bytes)
    ? await inflate(bytes, file, { headBytes: MAX_ARRAY_HEADER_BYTES, sizeOf })
    : bytes
  const { type, dimensions, headerSize, fileSize } = readArrayHeader(content, file)
  checkLength(content, fileSize, file)
  return { file, type, dimensions, data: content.subarray(headerSize) }
}

/** The file's own bytes: inflated if gzipped, else `bytes` itself. @throws IdxError as parseIdx does */
export async function unpack(bytes: Uint8Array, file: string): Promise<Uint8Array> {
  if (!(bytes instanceof Uint8Array)) {
    throw new OptionError(
      'bytes',
      `bytes is ${typeof bytes}: expected a Uint8Array. Pass the file's contents.`,
    )
  }
  if (!isGzip(bytes)) return bytes
  const sizeOf = (head: Uint8Array) => readHeader(head, file).fileSize
  return inflate(bytes, file, { headBytes: MAX_HEADER_BYTES, sizeOf })
}

/** Reads an IDX file that is not gzipped. @throws IdxError as parseIdx does */
export function readIdx(bytes: Uint8Array, file: string): Idx {
  const header = readHeader(bytes, file)
  const { headerSize, fileSize } = header
  checkLength(bytes, fileSize, file)
  const data = bytes.subarray(headerSize)
  return header.kind === 'images'
    ? { kind: 'images', file, dimensions: header.dimensions, data }
    : { kind: 'labels', file, dimensions: header.dimensions, data }
}

/** @throws IdxError unless the file has as many bytes as its header announces */
function checkLength(bytes: Uint8Array, fileSize: number, file: string): void {
  if (bytes.length < fileSize) {
    throw new IdxError({
      ...{ file, offset: bytes.length, what: 'the data' },
      expected: `${fileSize} bytes of file, as the header announces`,
      found: `truncated after ${bytes.length} bytes`,
      remedy: 'Get the file again.',
    })
  }
  if (bytes.length > fileSize) {
    throw new IdxError({
      ...{ file, offset: fileSize, what: 'the end of the file' },
      expected: `at ${fileSize} bytes, as the header announces`,
      found: `followed by ${bytes.length - fileSize} trailing bytes`,
      remedy: 'Get the file again, or cut the trailing bytes off.',
    })
  }
}

/** `idx`, if it holds images. @throws IdxError if it holds labels */
export function expectImages(idx: Idx): IdxImages {
  if (idx.kind === 'images') return idx
  throw wrongKind(idx, '2051 (images)', '2049 (labels)')
}

/** `idx`, if it holds labels. @throws IdxError if it holds images */
export function expectLabels(idx: Idx): IdxLabels {
  if (idx.kind === 'labels') return idx
  throw wrongKind(idx, '2049 (labels)', '2051 (images)')
}

function wrongKind({ file }: Idx, expected: string, found: string): IdxError {
  const remedy = 'Check whether the files of images and labels are swapped.'
  return new IdxError({ file, offset: 0, what: 'the magic number', expected, found, remedy })
}
