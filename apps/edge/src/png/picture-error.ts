import { GradusError } from '@gradus/core/predict'

/** A picture that cannot be read. The message repeats none of its bytes. */
export class PictureError extends GradusError {
  /** @param message what was found, what was expected, and the remedy. */
  constructor(message: string, options?: ErrorOptions) {
    super('DATA_FILE', message, options)
  }
}

/** @param found what is wrong with it: "has no end". */
export function damaged(found: string, expected: string, options?: ErrorOptions): PictureError {
  return new PictureError(`The PNG ${found}: expected ${expected}. Save it again, as PNG.`, options)
}
