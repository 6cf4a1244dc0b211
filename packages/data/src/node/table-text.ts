import { isUtf8 } from 'node:buffer'
import { FIRST_BYTES, otherFile, PlainFile } from '@gradus/core/node'
import type { LoadDataOptions } from './loaded-data.ts'
import { TableError } from './table-error.ts'
import { Turns } from './turns.ts'

/** A text, as bytes that come piece by piece. */
export interface TextSource {
  /** Path of its file, for errors. */
  readonly file: string
  /** Bytes in all. */
  readonly size: number
  /** The bytes. */
  readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/** Complete lines of a text. */
export interface TextBlock {
  /** The lines with their ends, which the last one of the text may lack. */
  readonly text: string
  /** The first of the lines, counted from 1. */
  readonly line: number
}

/** Told of progress in bytes, and asked whether to go on. */
export type Loading = Pick<LoadDataOptions, 'onProgress' | 'signal'>

/** Largest file, in bytes. */
const LARGEST_FILE = 2 ** 30
/** Bytes that are read at once. */
const PIECE = 2 ** 18
/** Bytes or characters of a line, at the most. */
export const LONGEST_LINE = 2 ** 22

const [NEW_LINE, CARRIAGE_RETURN] = [10, 13]

/**
 * The result of `use` for the text in a file.
 * @throws FileError if it is no plain file, or cannot be read
 */
export async function withTextOf<T>(path: string, use: (source: TextSource) => Promise<T>): Promise<T> {
  return await PlainFile.use(path, file => use({ file: path, size: file.size, pieces: file.pieces(PIECE) }))
}

/**
 * The lines of a text in UTF-8, a piece at a time.
 * @throws TableError for a file of another kind or more than 1 GiB, bytes that are no UTF-8, or a line of more than
 * LONGEST_LINE bytes
 */
export async function* blocksOf(source: TextSource, loading: Loading): AsyncGenerator<TextBlock> {
  const { file, size, pieces } = source
  checkSize(source)
  const turns = new Turns(loading, size, 'bytes')
  let [line, done] = [1, 0]
  let rest: Uint8Array = new Uint8Array(0)
  for await (const piece of pieces) {
    if (done === 0) checkKind(piece, file)
    done += piece.length
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    const end = done < size ? endOfLines(bytes) : bytes.length
    rest = bytes.subarray(end)
    if (rest.length > LONGEST_LINE) throw tooLong(file, line + linesIn(textOf(bytes.subarray(0, end))))
    const text = decoded(bytes.subarray(0, end), file, line)
    if (text !== '') yield { text: line === 1 ? text.replace(/^\uFEFF/, '') : text, line }
    line += linesIn(text)
    if (turns.isOver) await turns.next(done)
  }
  // A file that became shorter while it was read ends before its size.
  if (rest.length > 0) yield { text: decoded(rest, file, line), line }
  turns.end()
}

/** Number of the ends of lines in a text. */
function linesIn(text: string): number {
  if (text.includes('\r')) return text.split(LINE_END).length - 1
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

/** An end of a line. */
export const LINE_END = /\r\n|\n|\r/

/** The error for a line, or a value over several lines, that is too long. */
export function tooLong(file: string, line: number): TableError {
  return new TableError({
    ...{ file, line, what: 'the line', found: `longer than ${LONGEST_LINE} characters` },
    expected: 'lines that end',
    remedy: 'Check that it is a table, and that each quote is closed.',
  })
}

function checkSize({ file, size }: TextSource): void {
  if (size <= LARGEST_FILE) return
  throw new TableError({
    ...{ file, what: 'the file', found: `${size} bytes long`, expected: `at most ${LARGEST_FILE}` },
    remedy: 'Take a part of its rows.',
  })
}

/** @throws TableError for what its first bytes tell to be no table */
function checkKind(start: Uint8Array, file: string): void {
  const found = kindOf(start)
  if (found === undefined) return
  const expected = 'a table as text: CSV or TSV in UTF-8'
  const remedy = `${found.remedy ?? 'Save it as CSV in UTF-8'}.`
  throw new TableError({ file, what: 'the file', found: found.name, expected, remedy })
}

function kindOf(start: Uint8Array): { readonly name: string; readonly remedy?: string } | undefined {
  const [first, second] = start
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return { name: 'a text in UTF-16' }
  const other = otherFile(start, 'data')
  if (
    other?.name.startsWith('a ZIP archive') &&
    textOf(start.subarray(0, FIRST_BYTES)).includes('[Content_Types]')
  )
    return { name: 'a document of an office program' }
  if (other && !other.name.startsWith('a text that begins')) return other
  return start.subarray(0, FIRST_BYTES).includes(0) ? { name: 'binary' } : undefined
}

/** The end of the last line in bytes that go on: a carriage return at their end may be half an end. */
function endOfLines(bytes: Uint8Array): number {
  return 1 + Math.max(bytes.lastIndexOf(NEW_LINE), bytes.lastIndexOf(CARRIAGE_RETURN, bytes.length - 2))
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
}

/** @throws TableError with the line of bytes that are no UTF-8 */
function decoded(bytes: Uint8Array, file: string, firstLine: number): string {
  if (isUtf8(bytes)) return textOf(bytes)
  let [line, start] = [firstLine, 0]
  for (let end = lineEnd(bytes, start); isUtf8(bytes.subarray(start, end)); end = lineEnd(bytes, start)) {
    line += 1
    start = end
  }
  const wrong = bytes.subarray(start, lineEnd(bytes, start))
  throw new TableError({
    ...{ file, line, what: 'the text', expected: 'UTF-8' },
    found: JSON.stringify(textOf(wrong).trim().slice(0, 40)),
    remedy: 'Save the table as CSV in UTF-8.',
  })
}

function lineEnd(bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(NEW_LINE, start)
  return end < 0 ? bytes.length : end + 1
}
