import { createReadStream } from 'node:fs'
import { FileError } from '@gradus/core/node'
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
 * All bytes of a file, a pipe, or standard input (`-`), never more of them in memory than may be.
 * @throws FileError if it cannot be read, PictureError if it is too long
 */
export async function readFile(file: string): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of file === STANDARD_INPUT ? process.stdin : createReadStream(file)) {
      chunks.push(chunk)
      length += chunk.length
      if (length > MAX_FILE_BYTES) break
    }
  } catch (error) {
    throw new FileError('read', nameOf(file), error)
  }
  if (length <= MAX_FILE_BYTES) return Buffer.concat(chunks)
  throw new PictureError(
    nameOf(file),
    `it is longer than ${MAX_FILE_BYTES} bytes (${MAX_FILE_BYTES / 2 ** 20} MiB), the most that a picture may have. Scale it down, or split it.`,
  )
}
