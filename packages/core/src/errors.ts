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
  | 'STUDY'

/**
 * Base class of every error of Gradus. The message names the value, what was expected and the remedy, in that
 * order; `code` is for programs, so that nobody has to match texts.
 */
export class GradusError extends Error {
  /** Said in so many letters, since programs that are made small rename classes. */
  override readonly name: string = 'GradusError'
  /** The kind of error, for programs that branch on it. */
  readonly code: GradusErrorCode

  constructor(code: GradusErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Two shapes that do not fit each other, or an invalid shape. */
export class ShapeError extends GradusError {
  override readonly name = 'ShapeError'
  constructor(message: string) {
    super('SHAPE', message)
  }
}

/** An option or argument with an invalid value. */
export class OptionError extends GradusError {
  override readonly name = 'OptionError'
  /** The option's name, as the caller wrote it. */
  readonly option: string

  constructor(option: string, message: string, options?: ErrorOptions) {
    super('OPTION', message, options)
    this.option = option
  }
}

/** A seed that is neither a non-negative integer, a list of them, nor null. */
export class SeedError extends GradusError {
  override readonly name = 'SeedError'
  constructor(message: string) {
    super('SEED', message)
  }
}

/**
 * Examples that cannot be trained on: lengths that differ, values that are not numbers, labels out of range.
 */
export class ExamplesError extends GradusError {
  override readonly name = 'ExamplesError'
  constructor(message: string) {
    super('EXAMPLES', message)
  }
}

/** Memory that the system refuses. The cause is its own error. */
export class MemoryError extends GradusError {
  override readonly name = 'MemoryError'
  constructor(message: string, options?: ErrorOptions) {
    super('MEMORY', message, options)
  }
}

/**
 * Characters that a terminal obeys or cannot show: controls, line breaks, marks of the writing direction, and
 * code points that are no characters.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\uFFFE\uFFFF]/gu

/** A text that may come from anywhere, as one line that a terminal shows and does not obey. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, '\u{FFFD}')
}

/** A value as JSON on one line, which a terminal does not obey either: parsed, it is the same to the character. */
export function printableJson(value: object): string {
  return JSON.stringify(value).replaceAll(UNPRINTABLE, character => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
