import { GradusError } from '@gradus/core'

/** A picture with nothing on it that could be a digit. */
export class BlankImageError extends GradusError {
  constructor(message: string) {
    super('BLANK_IMAGE', message)
  }
}
