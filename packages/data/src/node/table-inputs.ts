import type { Column, Table } from '@gradus/core'
import { sortedByBytes } from '../class-names.ts'
import { listed, shown } from '../tables/row.ts'
import { type DenseRows, standardOf } from '../tables/standardise.ts'
import type { TableColumn } from './table-columns.ts'
import { TableError } from './table-error.ts'
import type { TableFile } from './table-file.ts'

/** Rows of a file. */
export interface TablePart {
  readonly table: TableFile
  /** Their places in the file, in ascending order. */
  readonly rows: Uint32Array
}

/** The columns of a table that are inputs, and sentences about those that are not. */
export interface ChosenColumns {
  readonly columns: readonly Column[]
  readonly notes: readonly string[]
}

/** Categories of a column, and numbers of all examples together, at the most. */
const [MOST_CATEGORIES, MOST_NUMBERS] = [100, 2 ** 27]
/** Rows from which on their numbers are told from measurements. */
const COUNTED_ROWS = 10

/**
 * Chooses the inputs by the training part: columns of numbers, and columns of categories. Columns that are empty,
 * number the rows, or have another text in almost every row are left out.
 * @throws TableError for a column of numbers that has texts, or if no column is left
 */
export function chooseColumns(train: TablePart, label: string): ChosenColumns {
  const { file, columns: all } = train.table
  const notes: string[] = []
  const columns = all.flatMap((column): Column[] => {
    const { name } = column
    if (name === label) return []
    const fault = faultOf(column, train)
    if (fault !== undefined) notes.push(`Column ${shown(name)} is left out: ${fault}.`)
    if (fault !== undefined) return []
    if (column.textRows === 0) return [{ name }]
    const values = categoriesIn(column, train)
    if (values.length <= MOST_CATEGORIES) return [{ name, values }]
    notes.push(
      `Column ${shown(name)} is left out: it has ${values.length} categories, more than ${MOST_CATEGORIES}.`,
    )
    return []
  })
  if (columns.length > 0) return { columns, notes }
  throw new TableError({
    ...{ file, what: 'the table', found: 'without inputs', expected: 'a column of numbers or categories' },
    remedy: [...notes, 'Give it another column besides the label.'].join(' '),
  })
}

/** The reason why a column is no input; undefined for one that is. @throws TableError for a text among numbers */
function faultOf(column: TableColumn, { table, rows }: TablePart): string | undefined {
  if (rows.every(i => column.textAt(i) === undefined)) return 'it is empty'
  const { textRows, firstText, texts } = column
  if (!firstText) return numbersRows(column, table) ? 'it numbers the rows' : undefined
  const numbers = column.length - textRows - column.missingRows
  if (numbers > textRows || isDecimalComma(firstText.text)) throw wrongNumber(column, table.file)
  if (column.isFull)
    return `it has more than ${texts.length - 1} different texts, such as ${shown(firstText.text)}`
  return numbers === 0 && textRows > 1 && texts.length === textRows
    ? `it has another text in every row, such as ${shown(firstText.text)}`
    : undefined
}

const isDecimalComma = (text: string): boolean => /^[+-]?\d*,\d+$/.test(text)

/** The error for the first text in a column of numbers. */
function wrongNumber({ name, firstText }: TableColumn, file: string): TableError {
  const { text, line } = firstText ?? { text: '', line: undefined }
  const remedy = isDecimalComma(text)
    ? 'Write decimal points, and no separators of thousands.'
    : 'Correct it; for a column of categories, write a text in most rows.'
  return new TableError({
    ...{ file, line, column: name, what: 'the value', found: shown(text), expected: 'a number' },
    remedy,
  })
}

/** Names of columns that number their rows, or tell them apart. */
const ID_NAMES = [/^(id|index|unnamed: ?\d+|row|row ?names?)$/i, /[ _-]id$/i, /[a-z]I[dD]$/]

/** Whether the numbers count the rows from 0 or 1 on, or are all different below the name of an index. */
function numbersRows(column: TableColumn, { length, hasHeader, columns }: TableFile): boolean {
  const first = column.numberAt(0)
  if ((first === 0 || first === 1) && length >= COUNTED_ROWS) {
    let i = 1
    while (i < length && column.numberAt(i) === first + i) i++
    if (i === length) return true
  }
  const isUnnamed = hasHeader && column.name === `column ${columns.indexOf(column) + 1}`
  if (!isUnnamed && !ID_NAMES.some(pattern => pattern.test(column.name))) return false
  const numbers = new Set<number>()
  for (let i = 0; i < length; i++) numbers.add(column.numberAt(i))
  return numbers.size === length && [...numbers].every(Number.isInteger)
}

/** The categories of a column in a part, by the bytes of their UTF-8. */
function categoriesIn(column: TableColumn, { rows }: TablePart): string[] {
  const values = new Set<string>()
  for (const i of rows) {
    const value = column.textAt(i)
    if (value !== undefined) values.add(value)
  }
  return sortedByBytes(values)
}

/** Inputs of the columns. */
const inputsOf = (columns: readonly Column[]): number =>
  columns.reduce((sum, { values }) => sum + (values ? values.length : 1), 0)

/** The rows of a part as numbers. */
export interface Inputs {
  readonly rows: DenseRows
  /** Values that are filled. */
  readonly filled: number
  /** Sentences about categories that no training example has. */
  readonly notes: readonly string[]
}

/**
 * The rows of a part as numbers: those of a column as they are, and 1 at a category; NaN where a number is missing.
 * @throws TableError for a column that is missing, or has a missing value where none is to be filled
 */
export function rawInputs(
  { table, rows }: TablePart,
  columns: readonly Column[],
  fill: boolean | undefined,
): Inputs {
  const inputSize = inputsOf(columns)
  checkRoom(table, inputSize)
  const x = new Float64Array(rows.length * inputSize)
  const notes: string[] = []
  let [from, filled] = [0, 0]
  for (const { name, values } of columns) {
    const column = columnOf(table, name)
    if (column.firstMissing && !fill) throw missingValue(column, table.file)
    if (values === undefined && column.firstText) throw wrongNumber(column, table.file)
    const places = new Map(values?.map((value, k) => [value, k]))
    const unknown = new Map<string, number>()
    rows.forEach((i, row) => {
      const [at, number] = [row * inputSize + from, column.numberAt(i)]
      if (values === undefined) {
        x[at] = number
        filled += Number.isNaN(number) ? 1 : 0
        return
      }
      const value = column.textAt(i)
      const place = value === undefined ? undefined : places.get(value)
      if (place !== undefined) x[at + place] = 1
      else if (value === undefined) filled++
      else unknown.set(value, (unknown.get(value) ?? 0) + 1)
    })
    if (unknown.size > 0) notes.push(unknownNote(name, unknown, table.file))
    from += values ? values.length : 1
  }
  return { rows: { length: rows.length, inputSize, x }, filled, notes }
}

/** The scale of the columns: means and spreads of the training part. */
export function scaleOf({ rows }: Inputs): Pick<Table, 'means' | 'spreads'> {
  const { means, spreads } = standardOf(rows)
  return { means, spreads }
}

/** Brings inputs on the scale, in their place. A number that is missing becomes the mean, which is 0 then. */
export function applyScale(
  { x, inputSize }: DenseRows,
  { means, spreads }: Pick<Table, 'means' | 'spreads'>,
): void {
  for (let i = 0; i < x.length; i++) {
    const k = i % inputSize
    x[i] = Number.isNaN(x[i]) ? 0 : (x[i] - means[k]) / spreads[k]
  }
}

/** Names of columns that have one value in all rows. */
export function constantColumns(columns: readonly Column[], { length, inputSize, x }: DenseRows): string[] {
  let from = 0
  return columns.flatMap(({ name, values }) => {
    const size = values ? values.length : 1
    const start = from
    from += size
    for (let i = 1; i < length; i++)
      for (let k = start; k < from; k++) if (x[i * inputSize + k] !== x[k]) return []
    return [name]
  })
}

export function columnOf({ file, columns }: TableFile, name: string): TableColumn {
  const column = columns.find(own => own.name === name)
  if (column) return column
  throw new TableError({
    ...{ file, column: name, what: 'the column', found: 'missing' },
    expected: `it beside ${listed(columns.map(own => own.name))}`,
    remedy: 'Give the table the columns that the network is trained on.',
  })
}

function missingValue({ name, firstMissing, missingRows }: TableColumn, file: string): TableError {
  return new TableError({
    ...{ file, line: firstMissing?.line, column: name, what: 'the value' },
    found: missingRows > 1 ? `missing, as in ${missingRows} rows` : 'missing',
    expected: 'a value in every row',
    remedy: 'Give it, or fill missing values: fill, on the command line --fill.',
  })
}

function unknownNote(name: string, unknown: ReadonlyMap<string, number>, file: string): string {
  const rows = [...unknown.values()].reduce((sum, count) => sum + count, 0)
  return `${file}: ${listed([...unknown.keys()])} of column ${shown(name)} is in no training example, and counts as no category in ${rows} rows.`
}

/** @throws TableError if so many numbers a row are too many */
export function checkRoom({ file, length }: TableFile, numbers: number): void {
  if (length * numbers <= MOST_NUMBERS) return
  throw new TableError({
    ...{ file, what: 'the table', found: `one of ${length} rows and ${numbers} inputs or classes` },
    expected: `at most ${MOST_NUMBERS} numbers`,
    remedy: 'Take a part of its rows, or columns with fewer categories.',
  })
}
