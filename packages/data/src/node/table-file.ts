import { basename } from 'node:path'
import { numberIn } from '../tables/row.ts'
import { isMissing, TableColumn } from './table-columns.ts'
import { TableError } from './table-error.ts'
import { recordsOf, type TableRecord } from './table-records.ts'
import { blocksOf, type Loading, type TextSource, withTextOf } from './table-text.ts'

/** A table as its file has it. */
export interface TableFile {
  /** Path of the file. */
  readonly file: string
  /** Rows, without the header; at least 1. */
  readonly length: number
  /** At least two, all of different names. */
  readonly columns: readonly TableColumn[]
  /** The line that each row begins on, from 1. */
  readonly lines: readonly number[]
  /** Whether the names are those of a header. */
  readonly hasHeader: boolean
}

/** Columns, and values in all, at the most. */
const [MOST_COLUMNS, MOST_VALUES] = [2 ** 16, 2 ** 27]
/** Rows after the first that are looked at to tell a header. */
const SAMPLE_ROWS = 100

/** Reads the table in a file. @throws FileError, TableError */
export async function readTable(path: string, loading: Loading): Promise<TableFile> {
  return await withTextOf(path, source => tableIn(source, loading))
}

/** Reads a table. @throws TableError naming the line */
export async function tableIn(source: TextSource, loading: Loading): Promise<TableFile> {
  const { file } = source
  let table: OpenTable | undefined
  for await (const records of recordsOf(blocksOf(source, loading), file)) {
    if (records.length === 0) continue
    table ??= new OpenTable(file, records)
    for (const record of records) table.add(record)
  }
  if (table && table.length > 0) return table
  const remedy = 'Give it a row an example.'
  throw new TableError({ file, what: 'the table', found: 'without rows', expected: 'at least one', remedy })
}

/** The line of each row, as `line 18`; with the name of the file unless it is the only one. */
export function linesOfRows({ file, lines }: TableFile, isOne: boolean): (row: number) => string {
  const where = isOne ? '' : ` of ${basename(file)}`
  return row => `line ${lines[row]}${where}`
}

/** A table that rows are added to. */
class OpenTable implements TableFile {
  readonly file: string
  readonly columns: readonly TableColumn[]
  readonly hasHeader: boolean
  readonly lines: number[] = []
  readonly #firstLine: number
  length = 0

  /** @param records the first lines of the file, which are not added yet */
  constructor(file: string, records: readonly TableRecord[]) {
    const [{ line, fields }] = records
    this.file = file
    this.#firstLine = line
    this.hasHeader = isHeader(records)
    const names = fields.map((field, k) => (this.hasHeader && field.trim()) || `column ${k + 1}`)
    checkNames(names, file, line)
    this.columns = names.map(name => new TableColumn(name))
  }

  add({ line, fields }: TableRecord): void {
    if (line === this.#firstLine && this.hasHeader) return
    const { file, columns } = this
    if (fields.length !== columns.length) {
      throw new TableError({
        ...{ file, line, what: 'the number of values', found: String(fields.length) },
        expected: `${columns.length}, as line ${this.#firstLine} has`,
        remedy: 'Correct the row, or put values with separators in them in quotes.',
      })
    }
    this.length++
    this.lines.push(line)
    if (this.length * columns.length > MOST_VALUES) {
      throw new TableError({
        ...{ file, line, what: 'the table', found: `one of more than ${MOST_VALUES} values` },
        ...{ expected: 'fewer', remedy: 'Take a part of its rows.' },
      })
    }
    for (let k = 0; k < fields.length; k++) columns[k].add(fields[k], line)
  }
}

/**
 * Whether the first row holds the names of the columns: it has no number, and no text twice; or else a text above
 * a column of numbers.
 */
function isHeader([{ fields: first }, ...others]: readonly TableRecord[]): boolean {
  const names = first.map(field => field.trim())
  const rows = others.slice(0, SAMPLE_ROWS).map(({ fields }) => fields.map(field => field.trim()))
  const isNumber = (text: string | undefined): boolean => text !== undefined && numberIn(text) !== undefined
  const isAboveNumbers = (name: string, k: number): boolean =>
    !isNumber(name) &&
    !isMissing(name) &&
    rows.some(row => isNumber(row[k])) &&
    rows.every(row => row[k] === undefined || isNumber(row[k]) || isMissing(row[k]))
  return names.some(isAboveNumbers) || (!names.some(isNumber) && new Set(names).size === names.length)
}

function checkNames(names: readonly string[], file: string, line: number): void {
  if (names.length < 2 || names.length > MOST_COLUMNS) {
    throw new TableError({
      ...{ file, line, what: 'the number of values', found: String(names.length) },
      expected: `2 .. ${MOST_COLUMNS}, one of them the label`,
      remedy: 'Separate the columns by commas, semicolons, tabs or bars.',
    })
  }
  const known = new Set<string>()
  const twice = names.find(name => known.size === known.add(name).size)
  if (twice === undefined) return
  throw new TableError({
    ...{
      file,
      line,
      column: twice,
      what: 'the name',
      found: 'that of two columns',
      expected: 'different names',
    },
    remedy: 'Rename one of the two.',
  })
}
