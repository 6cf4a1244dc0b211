import { GradusError } from '@gradus/core'
import type { ProcessIdentity } from '@gradus/core/node'
import { listOf } from '../terminal/format.ts'

/** A file that holds no run that could be read. The message names it. */
export class RunFileError extends GradusError {
  readonly file: string

  /** @param problem what was found, and what was expected. */
  constructor(file: string, problem: string, remedy = 'Remove it, or put back what it was.') {
    super('FILE', `${file}: ${problem}. ${remedy}`)
    this.file = file
  }
}

/** Characters of a wrong value that a message shows. */
const LONGEST = 40

/**
 * Reads the fields of a JSON value that may be anything. @throws RunFileError naming the field, what it is
 * and what was expected
 */
export class Fields {
  readonly #file: string
  readonly #path: string
  readonly #fields: Readonly<Record<string, unknown>>

  constructor(value: unknown, file: string, path = '') {
    this.#file = file
    this.#path = path
    if (!isRecord(value)) throw this.#error('', value, 'an object')
    this.#fields = value
  }

  /** Result of `read` for a field; undefined if the field is missing. */
  optional<T>(name: string, read: (name: string) => T): T | undefined {
    return this.#get(name) === undefined ? undefined : read.call(this, name)
  }

  /** A number of at least 0. */
  number(name: string): number {
    const value = this.#get(name)
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value
    throw this.#error(name, value, 'a number of at least 0')
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

  /** A list of whole numbers. */
  counts(name: string): number[] {
    const value = this.#get(name)
    if (Array.isArray(value) && value.every(isCount)) return value
    throw this.#error(name, value, 'a list of whole numbers')
  }

  text(name: string): string {
    const value = this.#get(name)
    if (typeof value === 'string') return value
    throw this.#error(name, value, 'a text')
  }

  /** One of these texts. */
  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.#get(name)
    const choice = choices.find(candidate => candidate === value)
    if (choice !== undefined) return choice
    throw this.#error(name, value, listOf(choices, 'or'))
  }

  /** A moment, as ISO 8601 has it to the millisecond. */
  time(name: string): string {
    const time = this.text(name)
    const date = new Date(time)
    if (!Number.isNaN(date.getTime()) && date.toISOString() === time) return time
    throw this.#error(name, time, 'a time such as 2026-11-24T00:39:12.345Z')
  }

  /** The process that wrote the file. */
  process(name: string): ProcessIdentity {
    const owner = this.object(name)
    return {
      pid: owner.count('pid', 1),
      host: owner.text('host'),
      boot: owner.optional('boot', owner.text),
      namespace: owner.optional('namespace', owner.text),
      start: owner.optional('start', owner.count),
    }
  }

  object(name: string): Fields {
    return new Fields(this.#get(name), this.#file, this.#pathOf(name))
  }

  objects(name: string): Fields[] {
    const value = this.#get(name)
    if (!Array.isArray(value)) throw this.#error(name, value, 'a list of objects')
    return value.map((entry: unknown, i) => new Fields(entry, this.#file, `${this.#pathOf(name)}[${i}]`))
  }

  /** An error that blames a field. */
  blame(name: string, expected: string): RunFileError {
    return this.#error(name, this.#get(name), expected)
  }

  #get(name: string): unknown {
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined
  }

  #pathOf(name: string): string {
    return this.#path === '' || name === '' ? this.#path + name : `${this.#path}.${name}`
  }

  #error(name: string, value: unknown, expected: string): RunFileError {
    const shown = value === undefined ? 'missing' : describe(value)
    return new RunFileError(this.#file, `${this.#pathOf(name) || 'it'} is ${shown}: expected ${expected}`)
  }
}

function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, LONGEST)) : String(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
