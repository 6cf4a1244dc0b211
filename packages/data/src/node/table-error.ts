import { GradusError } from '@gradus/core'
import { printable } from '@gradus/core/node'

/** Parts of a TableError's message. */
export interface TableErrorDetails {
  /** Path of the file. */
  readonly file: string
  /** Line in the file, counted from 1; undefined where the file as a whole is wrong. */
  readonly line?: number | undefined
  /** Name of the column; undefined where it is no column's fault. */
  readonly column?: string | undefined
  /** The part that is wrong, as the subject of a sentence: "the value". */
  readonly what: string
  /** The value that is there. */
  readonly found: string
  /** The value or range that belongs there. */
  readonly expected: string
  /** Remedy, as a sentence. */
  readonly remedy: string
}

/** A table that cannot be read, or cannot be trained on. Lines count from 1, the header's among them. */
export class TableError extends GradusError {
  override readonly name = 'TableError'
  /** Path of the file. */
  readonly file: string
  /** Line in the file, counted from 1; undefined where the file as a whole is wrong. */
  readonly line: number | undefined
  /** Name of the column; undefined where it is no column's fault. */
  readonly column: string | undefined
  /** The value or range that belongs there. */
  readonly expected: string
  /** The value that is there. */
  readonly found: string

  constructor(details: TableErrorDetails, options?: ErrorOptions) {
    const { file, line, column, what, found, expected, remedy } = details
    const place = [
      file,
      ...(line === undefined ? [] : [`line ${line}`]),
      ...(column === undefined ? [] : [`column ${JSON.stringify(column)}`]),
    ].join(', ')
    super('DATA_FILE', printable(`${place}: ${what} is ${found}: expected ${expected}. ${remedy}`), options)
    this.file = file
    this.line = line
    this.column = column
    this.expected = expected
    this.found = found
  }
}
