import { FileError, PlainFile } from '@gradus/core/node'
import { BlankImageError, type NormaliseOptions, normalise } from '@gradus/data'
import { PictureError } from './picture-error.ts'

/** Inputs that a network must have to read pictures: those of an image as MNIST has them. */
const PICTURE_INPUTS = 784

/** First bytes of the formats that can be read. */
const SIGNATURES = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  [0xff, 0xd8, 0xff],
] as const

/**
 * The images in a file, `inputs` bytes each: a picture (PNG or JPEG) in MNIST's form, or else raw bytes as
 * they are, which may be those of several images, one after the other.
 * @throws FileError if it cannot be read, PictureError if it holds no images, BlankImageError
 */
export async function readImages(
  file: string,
  inputs: number,
  options: NormaliseOptions,
): Promise<Uint8Array[]> {
  const [bytes, name] = [await readFile(file), nameOf(file)]
  if (isPicture(bytes)) {
    if (inputs === PICTURE_INPUTS) return [await readPicture(bytes, name, options)]
    throw new PictureError(
      name,
      `it is a picture, which makes ${PICTURE_INPUTS} inputs, but the network has ${inputs}. Pass files of ${inputs} raw bytes, or a model with ${PICTURE_INPUTS} inputs.`,
    )
  }
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

/** A PNG or JPEG picture in MNIST's form, 784 bytes. @throws PictureError, BlankImageError */
export async function readPicture(
  bytes: Uint8Array,
  name: string,
  options: NormaliseOptions,
): Promise<Uint8Array> {
  // Loaded only now: it is large, and raw images do without.
  const { decodeGrey } = await import('./decode.ts')
  const picture = await decodeGrey(bytes, name)
  try {
    return normalise(picture, options)
  } catch (error) {
    if (error instanceof BlankImageError) throw new BlankImageError(`${name}: ${error.message}`)
    throw error
  }
}

function isPicture(bytes: Uint8Array): boolean {
  return SIGNATURES.some(signature => signature.every((byte, i) => bytes[i] === byte))
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
async function readFile(file: string): Promise<Uint8Array> {
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
