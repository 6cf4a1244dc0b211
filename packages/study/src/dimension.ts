import { exp, log } from '@gradus/core'
import { StudyError } from './errors.ts'
import { type Field, type FieldValue, fieldNamed, fieldText } from './fields.ts'

/**
 * Values of a field as a file has them: a range on a logarithmic or a uniform scale, a logarithmic range of
 * whole numbers, or choices. Both ends of a range belong to it.
 */
export type DimensionJson =
  | {
      /** A range on a logarithmic scale. */
      readonly log: readonly [low: number, high: number]
    }
  | {
      /** A range on a uniform scale. */
      readonly uniform: readonly [low: number, high: number]
    }
  | {
      /** A logarithmic range of whole numbers. */
      readonly whole: readonly [low: number, high: number]
    }
  | {
      /** Values to choose from. */
      readonly choices: readonly FieldValue[]
    }

/** A field that is tried, and its values: a range, or choices. */
export type Dimension =
  | {
      /** Name of the field. */
      readonly field: string
      /** Scale on which values are spread evenly: 'whole' is a logarithmic one of whole numbers. */
      readonly kind: 'log' | 'uniform' | 'whole'
      /** The least value. */
      readonly low: number
      /** The greatest value. */
      readonly high: number
    }
  | {
      /** Name of the field. */
      readonly field: string
      /** Choices have no scale. */
      readonly kind: 'choices'
      /** At least one value, each once. */
      readonly choices: readonly FieldValue[]
    }

type ChoiceDimension = Extract<Dimension, { kind: 'choices' }>
type RangeDimension = Exclude<Dimension, ChoiceDimension>

const KINDS: readonly RangeDimension['kind'][] = ['log', 'uniform', 'whole']

/** Significant digits of a value within a range, so that commands are short. */
const DIGITS = 4

/**
 * Reads the values of a field as users write them: `0.1..10`, `log:0.1..10`, `uniform:0..5`, `sigmoid,relu` or
 * `15,100x50`. A range that begins at 0 is uniform unless its scale is said.
 * @throws StudyError naming field and values
 */
export function parseDimension(field: Field, text: string): Dimension {
  const [, scale, values = ''] = /^\s*(?:(log|uniform)\s*:)?\s*(.*?)\s*$/s.exec(text) ?? []
  if (values === '') throw wrong(field, text, 'has no values', `a range or choices, such as ${field.example}`)
  const ends = values.split('..').map(end => numberOr(end.trim()))
  if (ends.length > 1) {
    const kind = scale ?? (ends[0] === 0 ? 'uniform' : field.scale)
    return readDimension(field, { [kind]: ends })
  }
  if (scale) throw wrong(field, text, 'has a scale', `a range after ${scale}:, such as ${scale}:1..10`)
  return readDimension(field, { choices: values.split(',').map(choice => choiceOf(field, choice.trim())) })
}

/** A choice as JSON has it; a text that is no value of the field's kind stays one, for the message. */
function choiceOf(field: Field, text: string): unknown {
  if (field.kind === 'name') return text
  if (field.kind !== 'layers') return numberOr(text)
  return text === 'none' ? [] : text.split('x').map(numberOr)
}

function numberOr(text: string): number | string {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text
}

/**
 * Reads the values of a field from a {@link DimensionJson} that may be anything.
 * @throws StudyError naming field and values
 */
export function readDimension(field: Field, json: unknown): Dimension {
  const [entry, ...others] = typeof json === 'object' && json !== null ? Object.entries(json) : []
  const values: unknown = entry?.[1]
  if (entry?.[0] === 'choices' && others.length === 0) return readChoices(field, values)
  const kind = KINDS.find(known => known === entry?.[0])
  if (kind && others.length === 0) return readRange(field, kind, values)
  const expected = `one of log, uniform, whole and choices, such as {"choices": [...]}`
  throw wrong(field, json, 'is no dimension', expected)
}

function readChoices(field: Field, values: unknown): ChoiceDimension {
  if (!Array.isArray(values) || values.length === 0)
    throw wrong(field, values, 'has no choices', `some, such as ${field.example}`)
  const choices = values.map((value: unknown) => {
    const choice: unknown = field.kind === 'layers' && typeof value === 'number' ? [value] : value
    if (field.accepts(choice)) return choice
    const shown = field.kind === 'layers' && Array.isArray(value) ? value.join('x') : JSON.stringify(value)
    throw wrong(field, joined(values, ','), `has the choice ${shown}`, field.expected)
  })
  const texts = choices.map(fieldText)
  const again = texts.find((text, i) => texts.indexOf(text) < i)
  if (again === undefined) return { field: field.name, kind: 'choices', choices }
  throw wrong(field, texts.join(','), `has ${again} twice`, 'every value once')
}

function readRange(field: Field, given: RangeDimension['kind'], values: unknown): RangeDimension {
  const { name, expected, example } = field
  const [low, high, ...others]: unknown[] = Array.isArray(values) ? values : []
  if (field.kind === 'name')
    throw wrong(field, joined(values, '..'), 'is a range', `choices, such as ${example}`)
  if (typeof low !== 'number' || typeof high !== 'number' || others.length > 0)
    throw wrong(field, joined(values, '..'), 'is no range', `two numbers, such as ${example}`)
  const text = `${low}..${high}`
  if (given === 'whole' && field.kind === 'number')
    throw wrong(field, text, 'is a range of whole numbers', `log or uniform, since it takes ${expected}`)
  for (const end of [low, high])
    if (!field.accepts(fieldValue(field, end))) throw wrong(field, text, `has the end ${end}`, expected)
  if (low > high)
    throw wrong(field, text, 'begins above its end', `the smaller number first: ${high}..${low}`)
  if (low === high) throw wrong(field, text, 'has one value only', `two ends, or the value alone: ${low}`)
  if (low === 0 && given !== 'uniform')
    throw wrong(field, text, 'begins at 0 on a logarithmic scale', `a number above 0, or uniform:${text}`)
  const kind = given === 'log' && field.kind !== 'number' ? 'whole' : given
  return { field: name, kind, low, high }
}

/** A list with something between its entries; what is no list stays what it is. */
function joined(values: unknown, between: string): unknown {
  if (!Array.isArray(values)) return values
  return values
    .map((value: unknown) => (Array.isArray(value) ? value.join('x') : textOf(value)))
    .join(between)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
}

function wrong({ name }: Field, values: unknown, problem: string, expected: string): StudyError {
  const text = textOf(values).slice(0, 60)
  const shown = typeof values === 'string' ? JSON.stringify(text).slice(1, -1) : text
  return new StudyError('space', `${name}=${shown} ${problem}: expected ${expected}. Correct it.`)
}

/** The values of a dimension as a file has them. */
export function dimensionJson(dimension: Dimension): DimensionJson {
  switch (dimension.kind) {
    case 'choices':
      return { choices: dimension.choices }
    case 'log':
      return { log: [dimension.low, dimension.high] }
    case 'uniform':
      return { uniform: [dimension.low, dimension.high] }
    case 'whole':
      return { whole: [dimension.low, dimension.high] }
  }
}

/** The value at a share of a dimension. @param share 0 to below 1; every value, or choice, is as likely on its scale */
export function valueAt(dimension: Dimension, share: number): FieldValue {
  if (dimension.kind === 'choices') {
    const { choices } = dimension
    return entryOf(choices, Math.floor(share * choices.length))
  }
  const field = fieldNamed(dimension.field)
  if (field.kind === 'number') return numberAt(dimension, share)
  // Up to the next whole number, so that the last one has its share too.
  const { kind, low, high } = dimension
  const value = Math.floor(between({ kind, low, high: high + 1 }, share))
  return fieldValue(field, within(dimension, value))
}

/** Number of values of a dimension: no end of them in a range of numbers that are not whole. */
export function countOf(dimension: Dimension): number {
  if (dimension.kind === 'choices') return dimension.choices.length
  const { field, low, high } = dimension
  return fieldNamed(field).kind === 'number' ? Number.POSITIVE_INFINITY : high - low + 1
}

/** All values of a dimension that has an end of them. */
export function valuesOf(dimension: Dimension): readonly FieldValue[] {
  if (dimension.kind === 'choices') return dimension.choices
  const field = fieldNamed(dimension.field)
  return Array.from({ length: countOf(dimension) }, (_, i) => fieldValue(field, dimension.low + i))
}

/** So many values from one end of a dimension to the other, the middle where it is one; or all its choices. */
export function stepsOf(dimension: Dimension, count: number): readonly FieldValue[] {
  if (dimension.kind === 'choices') return dimension.choices
  const field = fieldNamed(dimension.field)
  const shares = Array.from({ length: count }, (_, i) => (count === 1 ? 0.5 : i / (count - 1)))
  const values = shares.map(share =>
    field.kind === 'number'
      ? numberAt(dimension, share)
      : within(dimension, Math.round(between(dimension, share))),
  )
  return [...new Set(values)].map(value => fieldValue(field, value))
}

function between({ kind, low, high }: Pick<RangeDimension, 'kind' | 'low' | 'high'>, share: number): number {
  if (share === 0) return low
  if (share === 1) return high
  if (kind === 'uniform') return low + share * (high - low)
  const start = log(low)
  return exp(start + share * (log(high) - start))
}

/** A number of few digits; the ends of the range as they are. */
function numberAt(dimension: RangeDimension, share: number): number {
  const value = between(dimension, share)
  return share === 0 || share === 1 ? value : within(dimension, Number(value.toPrecision(DIGITS)))
}

function within({ low, high }: RangeDimension, value: number): number {
  return Math.min(high, Math.max(low, value))
}

/** An entry of a list. @throws RangeError where there is none */
export function entryOf<Entry>(list: ArrayLike<Entry>, i: number): Entry {
  const entry = list[i]
  if (entry === undefined) throw new RangeError(`A list of ${list.length} has no entry ${i}.`)
  return entry
}

/** A row of the product of some columns, the first of which is the slowest. @param k number of the row, from 0 */
export function rowOf<Value>(columns: readonly (readonly Value[])[], k: number): Value[] {
  let rest = k
  const backwards = columns.toReversed().map(values => {
    const value = entryOf(values, rest % values.length)
    rest = Math.floor(rest / values.length)
    return value
  })
  return backwards.reverse()
}

function fieldValue({ kind }: Field, number: number): FieldValue {
  return kind === 'layers' ? [number] : number
}
