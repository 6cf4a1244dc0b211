import { GradusError } from './errors.ts'

/**
 * Makes the error of a field that is wrong.
 * @param problem the field, what it is and what was expected, without a full stop
 * @param path the field alone, such as `progress.epoch`
 */
export type Blame = (problem: string, path: string) => Error

/** Characters of a wrong value that a message shows. */
const LONGEST = 60

/** Reads the fields of a JSON value that may be anything, each with its type checked, or throws its blame. */
export class Fields {
  readonly #path: string
  readonly #blame: Blame
  readonly #fields: Readonly<Record<string, unknown>>
  /** Fields that were asked for. */
  readonly #known: string[] = []

  /** @param path of the value in a message; empty for a whole file. */
  constructor(value: unknown, path: string, blame: Blame) {
    this.#path = path
    this.#blame = blame
    if (!isRecord(value)) throw this.#error('', value, 'an object')
    this.#fields = value
  }

  /** The fields of a JSON text. @param expected what it should be, for a message */
  static parse(json: string, path: string, blame: Blame, expected = 'an object'): Fields {
    let value: unknown
    try {
      value = JSON.parse(json)
    } catch {
      throw blame(`${path || 'it'} is no valid JSON: expected ${expected}`, path)
    }
    return new Fields(value, path, blame)
  }

  /** The objects of a list. */
  static list(value: unknown, path: string, blame: Blame): Fields[] {
    if (Array.isArray(value))
      return value.map((entry: unknown, i) => new Fields(entry, `${path}[${i}]`, blame))
    throw errorOf(path, value, 'a list of objects', blame)
  }

  /** Whether the field exists, with a value that is not undefined. */
  has(name: string): boolean {
    return this.#get(name) !== undefined
  }

  /** Result of `read` for a field; undefined if the field is missing. */
  optional<T>(name: string, read: (this: Fields, name: string) => T): T | undefined {
    return this.has(name) ? read.call(this, name) : undefined
  }

  /** A number that is neither NaN nor infinite, and at least `least`. */
  number(name: string, least = 0): number {
    const value = this.#get(name)
    if (typeof value === 'number' && Number.isFinite(value) && value >= least) return value
    throw this.#error(name, value, least === 0 ? 'a number of at least 0' : 'a finite number')
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
    if (isCount(value) && value >= minimum && value <= maximum) return value
    const range =
      maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `of ${minimum} .. ${maximum}`
    throw this.#error(name, value, `a whole number ${range}`)
  }

  /** A text, which may be empty. */
  text(name: string): string {
    const value = this.#get(name)
    if (typeof value === 'string') return value
    throw this.#error(name, value, 'a string')
  }

  /** A list of texts. */
  texts(name: string): string[] {
    const value = this.#get(name)
    if (Array.isArray(value) && value.every(entry => typeof entry === 'string')) return value
    throw this.#error(name, value, 'a list of strings')
  }

  /** A list of whole numbers of at least 0. */
  counts(name: string): number[] {
    const value = this.#get(name)
    if (Array.isArray(value) && value.every(isCount)) return value
    throw this.#error(name, value, 'a list of whole numbers')
  }

  /** A list of finite numbers. */
  numbers(name: string): number[] {
    const value = this.#get(name)
    if (Array.isArray(value) && value.every(Number.isFinite)) return value
    throw this.#error(name, value, 'a list of numbers')
  }

  /** One of these values. */
  oneOf<T extends string | number | boolean | null>(name: string, choices: readonly T[]): T {
    const value = this.#get(name)
    const choice = choices.find(candidate => candidate === value)
    if (choice !== undefined) return choice
    const names = choices.map(String)
    const last = names.slice(-1)
    throw this.#error(name, value, [names.slice(0, -1).join(', '), ...last].filter(Boolean).join(' or '))
  }

  /** A moment, as ISO 8601 has it to the millisecond. */
  time(name: string): string {
    const time = this.text(name)
    const date = new Date(time)
    if (!Number.isNaN(date.getTime()) && date.toISOString() === time) return time
    throw this.#error(name, time, 'a time such as 2026-11-24T00:39:12.345Z')
  }

  /** The fields of an object. */
  object(name: string): Fields {
    return new Fields(this.#get(name), this.#pathOf(name), this.#blame)
  }

  /** The fields of each object in a list. */
  objects(name: string): Fields[] {
    return Fields.list(this.#get(name), this.#pathOf(name), this.#blame)
  }

  /** Refuses fields that nobody has asked for. */
  refuseOthers(): void {
    const other = Object.keys(this.#fields).find(
      name => !this.#known.includes(name) && this.#fields[name] !== undefined,
    )
    if (other === undefined) return
    const problem = `${this.#pathOf(other)} is unknown: expected only ${[...new Set(this.#known)].join(', ')}`
    throw this.#blame(problem, this.#pathOf(other))
  }

  /** Makes an error about the values together an error of these fields. */
  attempt<T>(check: () => T): T {
    try {
      return check()
    } catch (error) {
      if (!(error instanceof GradusError)) throw error
      const problem = `${this.#path} does not fit together: ${error.message.replace(/\.$/, '')}`
      throw this.#blame(problem, this.#path)
    }
  }

  /** The error of a field whose value has the right type, and is wrong all the same. */
  wrong(name: string, expected: string): Error {
    return this.#error(name, this.#get(name), expected)
  }

  #get(name: string): unknown {
    this.#known.push(name)
    return this.#fields[name]
  }

  #pathOf(name: string): string {
    return this.#path === '' || name === '' ? this.#path + name : `${this.#path}.${name}`
  }

  #error(name: string, value: unknown, expected: string): Error {
    return errorOf(this.#pathOf(name), value, expected, this.#blame)
  }
}

function errorOf(path: string, value: unknown, expected: string, blame: Blame): Error {
  const shown = value === undefined ? 'missing' : describe(value)
  return blame(`${path || 'it'} is ${shown}: expected ${expected}`, path)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/** Describes any value for a message: as JSON where possible, cut short. */
export function describe(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, LONGEST)) : textOf(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text
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
