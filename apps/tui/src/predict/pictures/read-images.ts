import type { GreyImage, Preprocessing } from '@gradus/core'
import { FileError, otherFile, PlainFile } from '@gradus/core/node'
import {
  atOnce,
  BlankImageError,
  PictureError as DecodeError,
  decodePicture,
  type FoundInk,
  imageOf,
  inkIn,
  type NormaliseOptions,
  shapesIn,
} from '@gradus/data'
import { PictureError } from './picture-error.ts'

/** Pixels of a side at the most. */
export const MAX_SIDE = 2 ** 13

/** The image of a network that says nothing of its inputs, and has as many as MNIST's images have pixels. */
const MNIST_IMAGE: GreyImage = { kind: 'image', rows: 28, cols: 28 }
const MNIST_INPUTS = 784

/** First bytes of the formats that can be read. */
const SIGNATURES = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  [0xff, 0xd8, 0xff],
] as const

/** Options of `readImages`. */
export interface ReadOptions extends NormaliseOptions {
  /** The steps to the inputs of the network, as its file tells; those of MNIST's images if it has as many inputs. */
  readonly preprocessing?: Preprocessing | undefined
  /** Told the number of separate shapes of like size in the ink of a picture. */
  readonly onShapes?: ((shapes: number) => void) | undefined
  /** Told what of a picture is its ink, and what is dropped; undefined for one that is only resized. */
  readonly onFound?: ((found: FoundInk | undefined) => void) | undefined
}

/**
 * The images in a file, `inputs` bytes each: a picture (PNG or JPEG) in the form that the network takes, or else raw
 * bytes as they are, which may be those of several images, one after the other.
 * @throws FileError if it cannot be read, PictureError if it holds no images, BlankImageError
 */
export async function readImages(file: string, inputs: number, options: ReadOptions): Promise<Uint8Array[]> {
  const [bytes, name] = [await readFile(file), nameOf(file)]
  if (isPicture(bytes)) {
    const mnist = inputs === MNIST_INPUTS ? MNIST_IMAGE : undefined
    const { preprocessing = mnist } = options
    if (preprocessing?.kind === 'image') return [readPicture(bytes, name, preprocessing, options)]
    throw new PictureError(name, unfit(inputs, preprocessing))
  }
  checkFormat(bytes, name)
  if (bytes.length === 0) throw new PictureError(name, 'it is empty: expected a picture. Save it again.')
  if (bytes.length % inputs !== 0) {
    throw new PictureError(
      name,
      `${bytes.length} bytes that are neither PNG nor JPEG: expected such a picture, or raw images of ${inputs} bytes each. Save it as PNG.`,
    )
  }
  const count = bytes.length / inputs
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * inputs, (i + 1) * inputs))
}

/** The problem of a picture for a network that takes none. */
function unfit(inputs: number, preprocessing: Preprocessing | undefined): string {
  if (preprocessing) {
    const taken = preprocessing.kind === 'table' ? 'the columns of a table' : 'numbers on one scale'
    return `it is a picture, but the model takes ${taken}. Pass those, or a model of pictures.`
  }
  return `it is a picture, which makes ${MNIST_INPUTS} inputs, but the network has ${inputs}. Pass files of ${inputs} raw bytes, or a model with ${MNIST_INPUTS} inputs.`
}

/**
 * A PNG or JPEG picture as the image that a network takes: the bytes that training and `gradus serve` make of it.
 * @throws PictureError if it is damaged or above the limits, BlankImageError
 */
export function readPicture(
  bytes: Uint8Array,
  name: string,
  image: GreyImage,
  { onShapes, onFound, ...options }: Omit<ReadOptions, 'preprocessing'>,
): Uint8Array {
  try {
    const picture = atOnce(decodePicture(bytes, { maxSide: MAX_SIDE }))
    if (onShapes && image.form !== 'resized') onShapes(atOnce(shapesIn(picture)))
    onFound?.(image.form === 'resized' ? undefined : atOnce(inkIn(picture, options)))
    return atOnce(imageOf(picture, image, options))
  } catch (error) {
    if (error instanceof BlankImageError) throw new BlankImageError(`${name}: ${error.message}`)
    if (error instanceof DecodeError) throw new PictureError(name, error.message, { cause: error })
    throw error
  }
}

function isPicture(bytes: Uint8Array): boolean {
  return SIGNATURES.some(signature => signature.every((byte, i) => bytes[i] === byte))
}

/** @throws PictureError for a picture in another format */
function checkFormat(bytes: Uint8Array, name: string): void {
  const other = otherFile(bytes, 'data')?.name
  if (!other?.endsWith(' picture')) return
  throw new PictureError(
    name,
    `it is ${other}: expected PNG or JPEG. Make a PNG of it by \`gradus data convert\`.`,
  )
}

/** Bytes of a file at the most. */
export const MAX_FILE_BYTES = 32 * 2 ** 20

/** The name under which standard input is known. */
export const STANDARD_INPUT = '-'

/** Name of a file in messages. */
export function nameOf(file: string): string {
  return file === STANDARD_INPUT ? 'standard input' : file
}

/**
 * All bytes of a file, or of standard input (`-`), never more of them in memory than may be.
 * @throws FileError if it cannot be read or is no plain file, PictureError if it is too long
 */
export async function readFile(file: string): Promise<Uint8Array> {
  if (file === STANDARD_INPUT) return await readStandardInput()
  return await PlainFile.use(file, plain => {
    if (plain.size > MAX_FILE_BYTES) throw tooLong(file)
    return plain.read(plain.size)
  })
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of process.stdin) {
      chunks.push(chunk)
      length += chunk.length
      if (length > MAX_FILE_BYTES) break
    }
  } catch (error) {
    throw new FileError('read', nameOf(STANDARD_INPUT), error)
  }
  if (length <= MAX_FILE_BYTES) return Buffer.concat(chunks)
  throw tooLong(STANDARD_INPUT)
}

function tooLong(file: string): PictureError {
  return new PictureError(
    nameOf(file),
    `it is longer than ${MAX_FILE_BYTES} bytes (${MAX_FILE_BYTES / 2 ** 20} MiB), the most that a picture may have. Scale it down, or split it.`,
  )
}
