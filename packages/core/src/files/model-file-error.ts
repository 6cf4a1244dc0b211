import { GradusError } from '../errors.ts'
import type { Blame } from '../fields.ts'

/** The rule that a file breaks: those of the safetensors format first, then those of Gradus. */
export type ModelFileRule =
  | 'header-missing'
  | 'header-limit'
  | 'header-length'
  | 'header-start'
  | 'header-utf8'
  | 'header-json'
  | 'duplicate-key'
  | 'metadata'
  | 'tensor-entry'
  | 'dtype'
  | 'shape'
  | 'offsets'
  | 'span'
  | 'hole'
  | 'overlap'
  | 'file-end'
  | 'not-gradus'
  | 'version'
  | 'kind'
  | 'digest'
  | 'field'
  | 'tensor-missing'
  | 'tensor-unexpected'
  | 'tensor-dtype'
  | 'tensor-shape'
  | 'not-finite'

/** A file that is no model or checkpoint of ours, or is damaged. */
export class ModelFileError extends GradusError {
  override readonly name = 'ModelFileError'
  /** As the caller named it. */
  readonly file: string
  /** The first rule that it breaks. */
  readonly rule: ModelFileRule

  /** @param problem what was found and what was expected, without a full stop. */
  constructor(
    file: string,
    rule: ModelFileRule,
    problem: string,
    remedy = 'Use an undamaged copy, or save it again',
    options?: ErrorOptions,
  ) {
    super('MODEL_FILE', `${file}: ${problem}. ${remedy}.`, options)
    this.file = file
    this.rule = rule
  }
}

/** Blames a field of a file's metadata. @param remedy by default what a damaged file asks for */
export function blameOf(file: string, remedy?: string): Blame {
  return problem => new ModelFileError(file, 'field', `metadata ${problem}`, remedy)
}
