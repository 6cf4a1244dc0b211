import { isUtf8 } from 'node:buffer'
import type { Table } from '@gradus/core'
import { PlainFile } from '@gradus/core/node'
import { listed, RowError, rowInput, shown } from '../tables/row.ts'
import { isMissing } from './table-columns.ts'
import { TableError, type TableErrorDetails } from './table-error.ts'
import { recordsOf, type TableRecord } from './table-records.ts'
import { blocksOf } from './table-text.ts'

/** A row to predict on. */
export interface TableRow {
  /** Its line in a CSV or TSV, or its place in a list of JSON, counted from 1. */
  readonly line: number
  /** The values that are there, by the names of their columns. */
  readonly values: Readonly<Record<string, unknown>>
  /** The label, where the row has it. */
  readonly label: string | undefined
  /** The inputs of the network. */
  readonly input: Float64Array
}

/** Bytes of a file, and numbers of all its inputs, at the most. */
const [MOST_BYTES, MOST_NUMBERS] = [2 ** 28, 2 ** 26]

/** The rows of a table for a model, as `readRows` gives them. */
export async function rowsOfTable(
  source: string | Uint8Array,
  table: Table,
  name: string,
): Promise<readonly TableRow[]> {
  const bytes = typeof source === 'string' ? await PlainFile.read(source, MOST_BYTES) : source
  const file = typeof source === 'string' ? source : name
  const rows = isJson(bytes) ? jsonRows(bytes, table, file) : await csvRows(bytes, table, file)
  if (rows.length > 0) return rows
  const remedy = 'Give it a row to predict on.'
  throw new TableError({ file, what: 'the table', found: 'without rows', expected: 'at least one', remedy })
}

/** Whether the first character is that of a list or an object. */
function isJson(bytes: Uint8Array): boolean {
  const first = bytes.find(byte => byte > 32)
  return first === 91 || first === 123
}

function jsonRows(bytes: Uint8Array, table: Table, file: string): TableRow[] {
  const value = parsedJson(bytes, file)
  const rows: readonly unknown[] = Array.isArray(value) ? value : [value]
  return rows.map((row, i) => ({ ...rowOf(row, table, { file }, `of row ${i + 1} `), line: i + 1 }))
}

function parsedJson(bytes: Uint8Array, file: string): unknown {
  try {
    if (isUtf8(bytes)) return JSON.parse(Buffer.from(bytes).toString())
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new TableError({
    ...{ file, what: 'the text', found: 'no valid JSON', expected: 'a list of objects, in UTF-8' },
    remedy: 'Correct it, or give the rows as CSV.',
  })
}

async function csvRows(bytes: Uint8Array, table: Table, file: string): Promise<TableRow[]> {
  const rows: TableRow[] = []
  let header: TableRecord | undefined
  let names: readonly string[] = []
  for await (const records of recordsOf(blocksOf({ file, size: bytes.length, pieces: [bytes] }, {}), file)) {
    for (const record of records) {
      if (!header) {
        header = record
        names = namesIn(record, table, file)
        if (names.every((own, k) => own === record.fields[k].trim())) continue
      }
      const { line } = record
      rows.push({ ...rowOf(valuesOf(record, names, table, file), table, { file, line }), line })
      if (rows.length * table.means.length > MOST_NUMBERS) throw tooMany(file, record.line)
    }
  }
  return rows
}

/** The names in a first row with all columns of the model; or numbers, as those of a model without names are. */
function namesIn({ line, fields }: TableRecord, { columns }: Table, file: string): readonly string[] {
  const names = fields.map(field => field.trim())
  const missing = columns.filter(({ name }) => !names.includes(name))
  const twice = names.find((name, k) => names.indexOf(name) < k && columns.some(own => own.name === name))
  if (missing.length === 0 && twice === undefined) return names
  const numbered = names.map((_, k) => `column ${k + 1}`)
  if (columns.every(({ name }) => numbered.includes(name))) return numbered
  const expected = `a header with ${listed(columns.map(({ name }) => name))}`
  throw new TableError({
    ...{ file, line, what: twice === undefined ? 'the row' : 'the header' },
    found:
      twice === undefined
        ? `one without ${listed(missing.map(({ name }) => name))}`
        : `one with ${shown(twice)} twice`,
    ...{ expected, remedy: 'Begin the table with the names of its columns.' },
  })
}

function valuesOf(
  { line, fields }: TableRecord,
  names: readonly string[],
  { columns, label }: Table,
  file: string,
): Record<string, string> {
  if (fields.length !== names.length) {
    throw new TableError({
      ...{ file, line, what: 'the number of values', found: String(fields.length) },
      expected: `${names.length}, as the first row has`,
      remedy: 'Correct the row, or put values with separators in them in quotes.',
    })
  }
  const known = new Set([label, ...columns.map(({ name }) => name)])
  const values = names.flatMap((name, k): [string, string][] => {
    const value = fields[k].trim()
    return known.has(name) && !isMissing(value) ? [[name, value]] : []
  })
  return Object.fromEntries(values)
}

/**
 * A row and its inputs.
 * @param place in which errors are
 * @param of the place in words, where it is no line
 * @throws TableError for what `rowInput` refuses
 */
function rowOf(
  row: unknown,
  table: Table,
  place: Pick<TableErrorDetails, 'file' | 'line'>,
  of = '',
): Omit<TableRow, 'line'> {
  try {
    if (!isRecord(row)) {
      const expected = `an object with ${listed(table.columns.map(({ name }) => name))}`
      throw new RowError({ value: row, expected, remedy: 'Give a value a column, by its name.' })
    }
    const input = rowInput(table, row)
    const label = Object.hasOwn(row, table.label) ? row[table.label] : undefined
    return { values: row, label: label === undefined || label === null ? undefined : String(label), input }
  } catch (error) {
    if (!(error instanceof RowError)) throw error
    const { column, found, expected, remedy } = error
    const what = column === undefined ? of.replace('of ', '').trim() : `the value ${of}`.trim()
    throw new TableError({ ...place, column, what, found, expected, remedy }, { cause: error })
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function tooMany(file: string, line: number): TableError {
  return new TableError({
    ...{ file, line, what: 'the table', found: `one of more than ${MOST_NUMBERS} inputs`, expected: 'fewer' },
    remedy: 'Predict on a part of its rows at a time.',
  })
}
