import { GradusError, printable, type Table } from '@gradus/core/predict'

/** Parts of a RowError's message. */
export interface RowErrorDetails {
  /** Name of the column; undefined where the row as a whole is wrong. */
  readonly column?: string | undefined
  /** The value that is there; undefined where it is missing. */
  readonly value: unknown
  /** The value as the message says it, such as "missing"; by default it is shown. */
  readonly found?: string | undefined
  /** The value that belongs there. */
  readonly expected: string
  /** Remedy, as a sentence. */
  readonly remedy: string
}

/** A row that is none of the model's table. */
export class RowError extends GradusError {
  override readonly name = 'RowError'
  /** Name of the column; undefined where the row as a whole is wrong. */
  readonly column: string | undefined
  /** The value that is there, as it was given; undefined where it is missing. */
  readonly value: unknown
  /** The value as the message says it. */
  readonly found: string
  /** The value that belongs there. */
  readonly expected: string
  /** Remedy, as a sentence. */
  readonly remedy: string

  constructor({ column, value, found = shown(value), expected, remedy }: RowErrorDetails) {
    const subject = column === undefined ? 'The row' : `Column ${shown(column)}`
    super('EXAMPLES', `${subject} is ${found}: expected ${expected}. ${remedy}`)
    this.column = column
    this.value = value
    this.found = found
    this.expected = expected
    this.remedy = remedy
  }
}

/**
 * The inputs of a network for one row of its table: numbers as they are, each category as 1 for its own input
 * and 0 for the others, then every input as (x - mean) / spread. Numbers may be texts, as forms and CSV have
 * them. A value that is null, undefined, empty or not there is missing: where the table fills, a missing
 * number becomes its mean, and a missing category none. The label may be there, and is passed over.
 * @param row a value a column, by the column's name
 * @throws RowError for a row that is no object, a column that the table has not, a value that is missing, no
 * finite number or an unknown category.
 * @example
 * ```ts
 * import { rowInput } from '@gradus/data'
 *
 * const columns = [{ name: 'petal length' }, { name: 'colour', values: ['blue', 'red'] }]
 * const scale = { means: [4, 0.5, 0.5], spreads: [2, 0.5, 0.5] }
 * const table = { kind: 'table', label: 'species', columns, ...scale } as const
 * console.log([...rowInput(table, { 'petal length': 5, colour: 'red' })]) // prints [ 0.5, -1, 1 ]
 * ```
 */
export function rowInput(table: Table, row: Readonly<Record<string, unknown>>): Float64Array {
  checkRow(table, row)
  const { columns, means, spreads } = table
  const x = new Float64Array(means.length)
  let k = 0
  for (const { name, values } of columns) {
    const value = valueIn(row, name)
    if (values === undefined) {
      x[k] = numberOf(table, name, value, k)
      k++
      continue
    }
    const own = categoryOf(table, name, value, values)
    if (own >= 0) x[k + own] = 1
    k += values.length
  }
  return x.map((value, i) => (value - means[i]) / spreads[i])
}

/** A number as texts have it: digits with a decimal point, and an exponent. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** The finite number that a text says; undefined for any other text. */
export function numberIn(text: string): number | undefined {
  if (!NUMBER.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

/** @throws RowError unless the row is an object, and each of its columns one of the table */
function checkRow({ columns, label }: Table, row: unknown): void {
  if (typeof row !== 'object' || row === null || Array.isArray(row) || ArrayBuffer.isView(row)) {
    throw new RowError({
      value: row,
      expected: `an object with ${listed(columns.map(({ name }) => name))}`,
      remedy: 'Give a value a column, by its name.',
    })
  }
  const names = new Set([label, ...columns.map(({ name }) => name)])
  const unknown = Object.keys(row).find(name => !names.has(name))
  if (unknown === undefined) return
  throw new RowError({
    column: unknown,
    value: valueIn({ ...row }, unknown),
    found: 'unknown',
    expected: listed(columns.map(({ name }) => name)),
    remedy: 'Correct its name, or leave it out.',
  })
}

/** The value of a column, a text without the blanks around it; undefined where it is missing. */
function valueIn(row: Readonly<Record<string, unknown>>, name: string): unknown {
  // Browsers of 2021 do not know Object.hasOwn.
  const value: unknown = Object.getOwnPropertyDescriptor(row, name)?.value
  const own = typeof value === 'string' ? value.trim() : value
  return own === null || own === '' ? undefined : own
}

/** The number of input k, whose scaled value has to be finite as well. */
function numberOf(table: Table, column: string, value: unknown, k: number): number {
  const [mean, spread] = [table.means[k], table.spreads[k]]
  if (value === undefined && table.fill) return mean
  const number = typeof value === 'string' ? numberIn(value) : value
  if (typeof number === 'number' && Number.isFinite((number - mean) / spread)) return number
  const expected = `a number such as ${Number(mean.toPrecision(3))}`
  if (value === undefined) throw missing(column, expected)
  const isDecimalComma = typeof value === 'string' && /^[+-]?\d+,\d+$/.test(value)
  const remedy = isDecimalComma ? 'Write a decimal point.' : 'Give one of that order.'
  throw new RowError({ column, value, expected, remedy })
}

/** The index of the row's category; -1 for none. */
function categoryOf(table: Table, column: string, value: unknown, values: readonly string[]): number {
  if (value === undefined && table.fill) return -1
  // A column may have both numbers and texts: 2, 2.0 and 3+.
  const own = typeof value === 'string' ? (numberIn(value) ?? value) : value
  const index = typeof own === 'string' || typeof own === 'number' ? values.indexOf(String(own)) : -1
  if (index >= 0) return index
  const expected = `one of ${listed(values)}`
  if (value === undefined) throw missing(column, expected)
  throw new RowError({ column, value, expected, remedy: 'Give one that the model was trained on.' })
}

function missing(column: string, expected: string): RowError {
  const remedy = 'Give it, or train a model that fills missing values.'
  return new RowError({ column, value: undefined, found: 'missing', expected, remedy })
}

/** Characters of a text, and texts of a list, that a message shows. */
const [LONGEST, MOST] = [40, 12]

/** A value as a message shows it, on one line. */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    const end = value.length > LONGEST ? '...' : ''
    return printable(JSON.stringify(value.slice(0, LONGEST))) + end
  }
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' && value !== null ? 'an object' : printable(String(value))
}

/** Texts as a message lists them, the first ones if there are many. */
export function listed(texts: readonly string[]): string {
  const more = texts.length > MOST ? ` and ${texts.length - MOST} more` : ''
  return texts.slice(0, MOST).map(shown).join(', ') + more
}
