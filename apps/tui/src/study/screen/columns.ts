import { type Dimension, type FieldValue, fieldText, type Plan, type Trials } from '@gradus/study'
import { flushLeft, flushRight, shortened, widthOf } from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'

/** Trials by whose values the columns are measured: those of 10,000 are no wider. */
const MEASURED = 200
const WIDEST = 16

/** Column of a field's values. */
export interface FieldColumn {
  readonly field: string
  readonly width: number
  /** Columns of the widest value alone. */
  readonly values: number
  /** Characters before and after the point of numbers, which stand below each other; 0 for other values. */
  readonly whole: number
  readonly fraction: number
}

/**
 * The columns where room is short: numbers are flush right, whatever stands before their points.
 * @param longestName columns for the name of a field whose values are narrower
 */
export function narrowed(columns: readonly FieldColumn[], longestName: number): FieldColumn[] {
  return columns.map(column => {
    const name = Math.min(longestName, column.field.length)
    return { ...column, width: Math.min(WIDEST, Math.max(column.values, name)), whole: 0 }
  })
}

const known = new WeakMap<Plan, readonly FieldColumn[]>()

/** The columns of the tried fields: they stay as they are while a study goes on. */
export function fieldColumns(plan: Plan, trials: Trials): readonly FieldColumn[] {
  const columns = known.get(plan) ?? columnsOf(plan, trials)
  known.set(plan, columns)
  return columns
}

function columnsOf(plan: Plan, trials: Trials): FieldColumn[] {
  const measured = Array.from({ length: Math.min(plan.trials, MEASURED) }, (_, trial) => trials.values(trial))
  return trials.space.dimensions.map((dimension, d) => {
    const texts = measured.flatMap(row => textsOf(row[d]))
    const parts = isPlain(dimension, texts) ? texts.map(partsOf) : []
    const whole = Math.max(0, ...parts.map(([whole]) => whole.length))
    const fraction = Math.max(0, ...parts.map(([, fraction]) => fraction.length))
    const { field } = dimension
    const values = Math.max(0, ...texts.map(widthOf))
    const width = Math.min(WIDEST, Math.max(values, field.length, whole + fraction))
    return { field, width, values, whole, fraction }
  })
}

/** Whether all values are numbers without an exponent. */
function isPlain({ kind }: Dimension, texts: readonly string[]): boolean {
  return kind !== 'choices' && texts.every(text => /^[\d.-]+$/.test(text))
}

/** A number before its point, and from the point on. */
function partsOf(text: string): readonly [whole: string, fraction: string] {
  const at = text.indexOf('.')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)]
}

function textsOf(value: FieldValue | undefined): string[] {
  return value === undefined ? [] : [fieldText(value)]
}

/** A value in its column: numbers with their points below each other, other values flush right. */
export function fieldCell(
  value: FieldValue | undefined,
  { width, whole, fraction }: FieldColumn,
  theme: Pick<Theme, 'unicode'>,
): string {
  const text = value === undefined ? '' : fieldText(value)
  const [before, after] = partsOf(text)
  const cell =
    whole > 0 && typeof value === 'number'
      ? `${flushRight(before, whole)}${flushLeft(after, fraction)}`
      : text
  return flushRight(shortened(cell, width, theme), width)
}
