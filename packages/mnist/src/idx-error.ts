import { GradusError } from '@gradus/core'

/** Parts of an IdxError's message. */
export interface IdxErrorDetails {
  /** The file's name, as the caller gave it. */
  readonly file: string
  /** Offset in the (uncompressed) file, in bytes from its start. */
  readonly offset: number
  /** The part that is wrong, as the subject of a sentence: "the magic number". */
  readonly what: string
  /** The value or range that belongs there. */
  readonly expected: string
  /** The value that is there. */
  readonly found: string
  /** Remedy, as a sentence. */
  readonly remedy: string
}

/** A data file that is not what an IDX file must be. Offsets count in the uncompressed file. */
export class IdxError extends GradusError {
  override readonly name = 'IdxError'
  /** The file's name, as the caller gave it. */
  readonly file: string
  /** Offset of the fault, in bytes from the file's start. */
  readonly offset: number
  /** The value or range that belongs there. */
  readonly expected: string
  /** The value that is there. */
  readonly found: string

  constructor(details: IdxErrorDetails, options?: ErrorOptions) {
    const { file, offset, what, expected, found, remedy } = details
    super(
      'DATA_FILE',
      `${file}, offset ${offset}: ${what} is ${found}: expected ${expected}. ${remedy}`,
      options,
    )
    this.file = file
    this.offset = offset
    this.expected = expected
    this.found = found
  }
}
