import { GradusError } from '@gradus/core'

/** A data file or folder that is there but cannot be read. */
export class UnreadableDataError extends GradusError {
  /** Its path. */
  readonly file: string

  constructor(file: string, message: string, options?: ErrorOptions) {
    super('FILE', message, options)
    this.file = file
  }
}
