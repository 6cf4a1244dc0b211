import { GradusError } from '@gradus/core'

/** A file that holds no run that could be read. The message names it. */
export class RunFileError extends GradusError {
  readonly file: string

  /** @param problem what was found, and what was expected. */
  constructor(file: string, problem: string, remedy = 'Remove it, or put back what it was.') {
    super('FILE', `${file}: ${problem}. ${remedy}`)
    this.file = file
  }
}
