import { GradusError } from '@gradus/core'

/** A study that cannot be run: a space, a plan, a store, a queue or data that are not what they must be. */
export class StudyError extends GradusError {
  override readonly name = 'StudyError'
  /** The part that is to blame, such as `space`, `trials`, `store`, `data` or `queue`. */
  readonly field: string

  constructor(field: string, message: string, options?: ErrorOptions) {
    super('STUDY', message, options)
    this.field = field
  }
}
