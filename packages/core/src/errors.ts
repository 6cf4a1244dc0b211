/** The part of an error that a program may branch on. */
export type GradusErrorCode =
  | 'SHAPE'
  | 'OPTION'
  | 'SEED'
  | 'EXAMPLES'
  | 'DIVERGED'
  | 'MEMORY'
  | 'MODEL_FILE'
  | 'DATA_FILE'
  | 'DATA_MISSING'
  | 'BLANK_IMAGE'
  | 'FILE'

/**
 * What every error of Gradus is. The message names the value, what was expected and the remedy, in
 * that order; `code` says which kind it is, so that nobody has to match texts.
 */
export class GradusError extends Error {
  readonly code: GradusErrorCode

  constructor(code: GradusErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** Two shapes that do not go together, or a shape that is none. */
export class ShapeError extends GradusError {
  constructor(message: string) {
    super('SHAPE', message)
  }
}

/** An option or argument with a value that it cannot have. */
export class OptionError extends GradusError {
  /** The option's name, as the caller wrote it. */
  readonly option: string

  constructor(option: string, message: string) {
    super('OPTION', message)
    this.option = option
  }
}

/** A seed that is neither a non-negative integer, a list of them, nor null. */
export class SeedError extends GradusError {
  constructor(message: string) {
    super('SEED', message)
  }
}

/** Examples that cannot be trained on: lengths that differ, values that are not numbers, labels out of range. */
export class ExamplesError extends GradusError {
  constructor(message: string) {
    super('EXAMPLES', message)
  }
}

/** Memory that the system does not give. The cause is its own error. */
export class MemoryError extends GradusError {
  constructor(message: string, options?: ErrorOptions) {
    super('MEMORY', message, options)
  }
}
