import { GradusError } from '@gradus/core'

/** A file that holds no picture or images that could be read. The message names it. */
export class PictureError extends GradusError {
  override readonly name = 'PictureError'
  readonly file: string

  /** @param problem what was found, what was expected, and the remedy. */
  constructor(file: string, problem: string, options?: ErrorOptions) {
    super('DATA_FILE', `${file}: ${problem}`, options)
    this.file = file
  }
}
