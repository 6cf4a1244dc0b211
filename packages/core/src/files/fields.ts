import { ModelFileError } from './model-file-error.ts'

/**
 * Reads the fields of a JSON value that may be anything, each with its type checked.
 * @throws ModelFileError (rule 'field') naming the field, what it is and what was expected.
 */
export class Fields {
  readonly #file: string
  readonly #remedy: string | undefined
  readonly #path: string
  readonly #fields: Readonly<Record<string, unknown>>

  /** @param remedy what to do about a wrong field; by default what a damaged file asks for. */
  constructor(value: unknown, path: string, file: string, remedy?: string) {
    this.#file = file
    this.#remedy = remedy
    this.#path = path
    if (!isRecord(value)) throw this.#error('', value, 'an object')
    this.#fields = value
  }

  /** The fields of a JSON text. */
  static parse(json: string, path: string, file: string): Fields {
    let value: unknown
    try {
      value = JSON.parse(json)
    } catch {
      throw new ModelFileError(file, 'field', `metadata ${path} is no valid JSON: expected an object`)
    }
    return new Fields(value, path, file)
  }

  /** The objects of a list. */
  static list(value: unknown, path: string, file: string, remedy?: string): Fields[] {
    if (Array.isArray(value))
      return value.map((entry: unknown, i) => new Fields(entry, `${path}[${i}]`, file, remedy))
    throw fieldError(path, value, 'a list of objects', file, remedy)
  }

  /** Whether the field exists, with a value that is not undefined. */
  has(name: string): boolean {
    return this.#get(name) !== undefined
  }

  /** A number that is neither NaN nor infinite, and at least 0. */
  number(name: string): number {
    const value = this.#get(name)
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value
    throw this.#error(name, value, 'a number of at least 0')
  }

  /** A number of 0 .. 1. */
  share(name: string): number {
    const value = this.number(name)
    if (value <= 1) return value
    throw this.#error(name, value, 'a number of 0 .. 1')
  }

  /** A learning rate. */
  eta(name: string): number {
    const value = this.number(name)
    if (value > 0) return value
    throw this.#error(name, value, 'a number above 0')
  }

  /** A whole number of `minimum` .. `maximum`. */
  count(name: string, minimum = 0, maximum = Number.MAX_SAFE_INTEGER): number {
    const value = this.#get(name)
    const isCount = typeof value === 'number' && Number.isSafeInteger(value)
    if (isCount && value >= minimum && value <= maximum) return value
    const range =
      maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `of ${minimum} .. ${maximum}`
    throw this.#error(name, value, `a whole number ${range}`)
  }

  text(name: string): string {
    const value = this.#get(name)
    if (typeof value === 'string') return value
    throw this.#error(name, value, 'a string')
  }

  /** A list of whole numbers of at least 0. */
  counts(name: string): number[] {
    const value = this.#get(name)
    if (Array.isArray(value) && value.every(entry => Number.isSafeInteger(entry) && entry >= 0)) return value
    throw this.#error(name, value, 'a list of whole numbers')
  }

  /** One of these values. */
  oneOf<T extends string | number>(name: string, choices: readonly T[]): T {
    const value = this.#get(name)
    const choice = choices.find(candidate => candidate === value)
    if (choice !== undefined) return choice
    throw this.#error(name, value, `one of ${choices.join(', ')}`)
  }

  object(name: string): Fields {
    return new Fields(this.#get(name), `${this.#path}.${name}`, this.#file, this.#remedy)
  }

  objects(name: string): Fields[] {
    return Fields.list(this.#get(name), `${this.#path}.${name}`, this.#file, this.#remedy)
  }

  #get(name: string): unknown {
    return this.#fields[name]
  }

  #error(name: string, value: unknown, expected: string): ModelFileError {
    return fieldError(
      name === '' ? this.#path : `${this.#path}.${name}`,
      value,
      expected,
      this.#file,
      this.#remedy,
    )
  }
}

function fieldError(
  path: string,
  value: unknown,
  expected: string,
  file: string,
  remedy: string | undefined,
): ModelFileError {
  const shown = value === undefined ? 'missing' : describe(value)
  return new ModelFileError(file, 'field', `metadata ${path} is ${shown}: expected ${expected}`, remedy)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Describes any value for a message: as JSON where possible, cut short. */
export function describe(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : textOf(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value) ?? 'an object'
  } catch {
    // It holds itself, goes too deep, or has what JSON does not.
    return Array.isArray(value) ? 'a list' : 'an object'
  }
}
