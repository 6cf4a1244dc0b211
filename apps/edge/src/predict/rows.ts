import type { Standard, Table } from '@gradus/core/predict'
import { RowError, rowInput } from '@gradus/data'
import type { Sliced } from '../http/work.ts'
import { badValue } from '../problem/problem.ts'

/** Work for each input of a row, as slices count it. */
const VALUE_WORK = 10

/**
 * The inputs of rows, on the model's scale.
 * @param pointer JSON pointer of a value: of a column by its name or place, or of a whole row
 * @param allot gets the bytes of the inputs before they are allocated; may throw
 * @throws Problem naming the first value that is not as its column
 */
export function* inputsOfRows(
  rows: readonly unknown[],
  steps: Table | Standard,
  pointer: (row: number, column?: string | number) => string,
  allot: (bytes: number) => void,
): Sliced<Float64Array[]> {
  const inputs: Float64Array[] = []
  const width = steps.means.length
  for (const [i, row] of rows.entries()) {
    allot(width * Float64Array.BYTES_PER_ELEMENT)
    yield VALUE_WORK * width
    const own = (column?: string | number): string => pointer(i, column)
    inputs.push(steps.kind === 'table' ? inputOfTable(row, steps, own) : inputOfList(row, steps, own))
  }
  return inputs
}

type Pointer = (column?: string | number) => string

function inputOfTable(row: unknown, table: Table, pointer: Pointer): Float64Array {
  if (!isRecord(row)) throw badValue(pointer(), 'expected an object with a value a column.')
  try {
    return rowInput(table, row)
  } catch (error) {
    if (!(error instanceof RowError)) throw error
    const { column, expected } = error
    // Another name is the client's own, and is not repeated.
    const isKnown = table.columns.some(({ name }) => name === column)
    if (isKnown) throw badValue(pointer(column), `expected ${expected}.`)
    throw badValue(pointer(), `expected of columns only ${expected}.`)
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function inputOfList(row: unknown, { means, spreads }: Standard, pointer: Pointer): Float64Array {
  if (!Array.isArray(row) || row.length !== means.length)
    throw badValue(pointer(), `expected a list of ${means.length} numbers.`)
  return Float64Array.from(means, (mean, k) => {
    const value: unknown = row[k]
    const scaled = typeof value === 'number' ? (value - mean) / (spreads[k] ?? 1) : Number.NaN
    if (Number.isFinite(scaled)) return scaled
    throw badValue(pointer(k), `expected a number such as ${Number(mean.toPrecision(3))}.`)
  })
}

/** A part of a JSON pointer in a fragment (RFC 6901, sections 3 and 6). */
export function pointerPart(name: string | number): string {
  const escaped = String(name).replaceAll('~', '~0').replaceAll('/', '~1')
  // A URI has no half characters.
  return encodeURIComponent(escaped.replaceAll(/\p{Surrogate}/gu, '\uFFFD'))
}
