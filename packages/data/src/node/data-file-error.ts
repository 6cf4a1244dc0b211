import { GradusError } from '@gradus/core'
import { printable } from '@gradus/core/node'

/** Parts of a DataFileError's message. */
export interface DataFileErrorDetails {
  /** Path of the file or folder. */
  readonly file: string
  /** The part that is wrong, as the subject of a sentence: "the shape of x_train". */
  readonly what: string
  /** The value that is there. */
  readonly found: string
  /** The value or range that belongs there. */
  readonly expected: string
  /** Remedy, as a sentence. */
  readonly remedy: string
  /** Faults one by one, a line each. */
  readonly faults?: readonly string[] | undefined
}

/** A file or folder of data that is not what it must be. */
export class DataFileError extends GradusError {
  override readonly name = 'DataFileError'
  /** Path of the file or folder. */
  readonly file: string
  /** The part that is wrong: "the shape of x_train". */
  readonly place: string
  /** The value or range that belongs there. */
  readonly expected: string
  /** The value that is there. */
  readonly found: string
  /** Remedy, as a sentence. */
  readonly remedy: string

  constructor(details: DataFileErrorDetails, options?: ErrorOptions) {
    const { file, what, found, expected, remedy, faults = [] } = details
    const lines = [`${file}: ${what} is ${found}: expected ${expected}. ${remedy}`, ...faults]
    super('DATA_FILE', lines.map(printable).join('\n  '), options)
    this.file = file
    this.place = what
    this.expected = expected
    this.found = found
    this.remedy = remedy
  }
}
