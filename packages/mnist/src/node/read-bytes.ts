import { type FileHandle, open } from 'node:fs/promises'
import { MAX_IDX_BYTES } from '../idx-header.ts'
import { HOW_TO_GET_DATA, MissingDataError } from './missing-data-error.ts'
import { UnreadableDataError } from './unreadable-data-error.ts'

/**
 * A whole file in one read: several times as fast as readFile, which reads it in pieces.
 *
 * @throws MissingDataError if there is none
 * @throws UnreadableDataError if it is no plain file, larger than any IDX file may be, or may not be read
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  let handle: FileHandle | undefined
  try {
    handle = await open(path)
    return await readAll(handle, path)
  } catch (error) {
    throw asDataError(path, error)
  } finally {
    await handle?.close()
  }
}

async function readAll(handle: FileHandle, path: string): Promise<Uint8Array> {
  const status = await handle.stat()
  if (!status.isFile()) {
    throw new UnreadableDataError(
      path,
      `${path} is no plain file: expected an IDX file. Pass the path of a file.`,
    )
  }
  if (status.size > MAX_IDX_BYTES) {
    throw new UnreadableDataError(
      path,
      `${path} is ${status.size} bytes long: expected at most ${MAX_IDX_BYTES}. Split it into smaller files.`,
    )
  }
  const bytes = Buffer.allocUnsafeSlow(status.size)
  let length = 0
  while (length < bytes.length) {
    const { bytesRead } = await handle.read(bytes, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return new Uint8Array(bytes.buffer, 0, length)
}

/** What went wrong at `path`, as one of Gradus's errors. */
export function asDataError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return error
  const { code } = error
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const message = `${path} is missing: expected IDX data there. ${HOW_TO_GET_DATA}`
    return new MissingDataError(message, [path], { cause: error })
  }
  const denied = code === 'EACCES' || code === 'EPERM'
  const remedy = denied ? 'Give this user the right to read it.' : 'Check the disk and the path.'
  const message = `${path} is unreadable (${code}): expected IDX data. ${remedy}`
  return new UnreadableDataError(path, message, { cause: error })
}
