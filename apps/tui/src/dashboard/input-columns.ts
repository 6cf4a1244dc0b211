import type { NetworkNames } from '@gradus/core'
import { formatNumber } from '../terminal/format.ts'
import { printable } from '../terminal/printable.ts'

/** The value of a row in one column of its table. */
export interface ColumnValue {
  /** Name of the column. */
  readonly name: string
  /** The number as the table has it, or the category; `-` for a category that the network does not know. */
  readonly text: string
  /** Distance of a number from its mean, in spreads; 0 of a category. */
  readonly distance: number
}

/** A category is 1 in its own input and 0 in the others; what was put on one scale and back is only nearly so. */
const HALF = 0.5

/**
 * A row by its columns, as the table has it.
 * @param input the row on the scale that the network gets
 * @returns nothing where the inputs are no columns of a table
 */
export function columnValues(
  { preprocessing }: NetworkNames,
  input: Uint8Array | Float32Array,
): readonly ColumnValue[] {
  if (preprocessing?.kind !== 'table' || input instanceof Uint8Array) return []
  const { columns, means, spreads } = preprocessing
  let next = 0
  return columns.map(({ name, values }): ColumnValue => {
    const k = next
    next += values?.length ?? 1
    if (values) {
      const raw = values.map((_, v) => (means[k + v] ?? 0) + (spreads[k + v] ?? 1) * (input[k + v] ?? 0))
      const found = values.find((_, v) => (raw[v] ?? 0) > HALF) ?? '-'
      return { name: printable(name), text: printable(found), distance: 0 }
    }
    const [scaled = 0, mean = 0, spread = 1] = [input[k], means[k], spreads[k]]
    return { name: printable(name), text: formatNumber(mean + spread * scaled), distance: Math.abs(scaled) }
  })
}

/** Names of the inputs of a table, one an input: of a category, with its column. */
export function inputNames({ preprocessing }: NetworkNames): readonly string[] {
  if (preprocessing?.kind !== 'table') return []
  return preprocessing.columns.flatMap(({ name, values }) =>
    (values?.map(value => `${name} = ${value}`) ?? [name]).map(printable),
  )
}
