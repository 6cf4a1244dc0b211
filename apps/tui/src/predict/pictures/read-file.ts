import { FileError, PlainFile } from '@gradus/core/node'
import { PictureError } from './picture-error.ts'

/** Bytes of a file at the most. */
export const MAX_FILE_BYTES = 32 * 2 ** 20

/** The name under which standard input is known. */
export const STANDARD_INPUT = '-'

/** What to call a file in a message. */
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
