import { OptionError } from '@gradus/core'
import { inClassOrder } from '../class-names.ts'
import { listed, shown } from '../tables/row.ts'
import type { LoadDataOptions } from './loaded-data.ts'
import { MOST_TEXTS, type TableColumn } from './table-columns.ts'
import { TableError } from './table-error.ts'
import type { TableFile } from './table-file.ts'

/** The column with the labels, and the way it was found if nobody named it. */
export interface LabelColumn {
  readonly name: string
  readonly note?: string
}

/** Names that a column of labels has, those first that no other column has. */
const USUAL_NAMES = [
  ['label', 'labels', 'class', 'target'],
  ['species', 'variety', 'category', 'diagnosis', 'outcome', 'survived', 'y'],
]
/** Different whole numbers that the labels in a last column are, at the most. */
const FEW = 20

/**
 * The column with the labels: the one that is named, or that of a usual name, or the last one if it could be.
 * @throws OptionError if there is no column of the given name
 * @throws TableError if it cannot be told, with the names of all
 */
export function labelColumn(table: TableFile, given: string | undefined): LabelColumn {
  const names = table.columns.map(({ name }) => name)
  if (given !== undefined) {
    if (names.includes(given)) return { name: given }
    const message = `label is ${shown(given)}: expected a column of ${table.file}: ${listed(names)}. Pass one of them.`
    throw new OptionError('label', message)
  }
  for (const usual of USUAL_NAMES) {
    const found = names.filter(name => usual.includes(name.toLowerCase()))
    if (found.length === 1) return { name: found[0], note: `The label is column ${shown(found[0])}.` }
    if (found.length > 1) throw unclear(table, `one of ${listed(found)}`)
  }
  const [last] = table.columns.slice(-1)
  if (!couldBeLabel(last)) throw unclear(table, 'unclear')
  return {
    name: last.name,
    note: `The label is column ${shown(last.name)}, the last one (--label names another).`,
  }
}

function unclear({ file, columns }: TableFile, found: string): TableError {
  return new TableError({
    ...{ file, what: 'the column of the labels', found },
    expected: `one of the columns ${listed(columns.map(({ name }) => name))}`,
    remedy: 'Name it by label, on the command line --label NAME.',
  })
}

/** Whether the values are texts that come again, or few whole numbers. */
function couldBeLabel(column: TableColumn): boolean {
  if (column.textRows > 0) return !column.isFull && column.texts.length < column.textRows
  const numbers = new Set<number>()
  for (let i = 0; i < column.length && numbers.size <= FEW; i++) numbers.add(column.numberAt(i))
  const isFew = numbers.size <= FEW && 2 * numbers.size <= column.length
  return isFew && [...numbers].every(number => Number.isInteger(number) || Number.isNaN(number))
}

/** A table and its labels. */
export interface LabelledTable {
  readonly table: TableFile
  readonly column: TableColumn
}

/** Characters of a class's name, at the most: a model file holds no longer ones. */
const LONGEST_NAME = 100

/**
 * The labels in the order of their classes: those of a model, or else all that are in the files.
 * @param names the classes of a model
 * @throws TableError for a label that is missing, a fraction, too long, or none of the model's, and for too few or
 * too many of them
 */
export function labelsOf(
  files: readonly LabelledTable[],
  names: readonly string[] | undefined,
): readonly string[] {
  const found = new Map<string, LabelledTable>()
  for (const own of files) {
    const { column } = own
    for (let i = 0; i < column.length; i++) {
      const label = column.textAt(i)
      if (label === undefined || found.has(label)) continue
      checkLabel(own, label)
      found.set(label, own)
      if (found.size > MOST_TEXTS) throw tooMany(own)
    }
    if (column.firstMissing) throw wrongLabel(own, column.firstMissing.text, 'a label')
  }
  const labels = inClassOrder(found.keys())
  if (!names && labels.length > 1) return labels
  if (!names) throw wrongLabel(files[0], labels.join(''), 'at least two different labels')
  const own = areWhole(labels) && !names.some(isWhole) ? numbersOf(labels, names.length) : names
  for (const [label, place] of found)
    if (!own.includes(label)) throw wrongLabel(place, label, `one of ${listed(own)}, as the model has`)
  return own
}

/** The labels of classes that have names of their own: from 0 on, or from 1 on where the last one is there. */
function numbersOf(labels: readonly string[], classes: number): string[] {
  const from = labels[0] !== '0' && labels.at(-1) === String(classes) ? 1 : 0
  return Array.from({ length: classes }, (_, k) => String(k + from))
}

const isWhole = (label: string): boolean => Number.isSafeInteger(Number(label))
const areWhole = (labels: readonly string[]): boolean => labels.every(isWhole)

function checkLabel(own: LabelledTable, label: string): void {
  if (own.column.isFull) throw tooMany(own)
  if (label.length > LONGEST_NAME) throw wrongLabel(own, label, `at most ${LONGEST_NAME} characters`)
  if (Number.isNaN(Number(label)) || isWhole(label)) return
  throw wrongLabel(own, label, 'a class, as a whole number or a text')
}

function wrongLabel({ table: { file }, column }: LabelledTable, label: string, expected: string): TableError {
  const { name, firstMissing, texts } = column
  const line = [firstMissing, ...texts].find(place => place?.text === label)?.line
  const found = label === firstMissing?.text ? 'missing' : shown(label)
  const remedy = 'Correct the label, or name another column by label (--label).'
  return new TableError({ file, line, column: name, what: 'the label', found, expected, remedy })
}

function tooMany({ table: { file }, column }: LabelledTable): TableError {
  return new TableError({
    ...{ file, column: column.name, what: 'the label', found: `one of more than ${MOST_TEXTS}` },
    expected: `at most ${MOST_TEXTS} classes`,
    remedy: 'Name another column by label (--label), or sort measurements into classes first.',
  })
}

/** The class of each row. @param labels those of all classes, which the column's are among */
export function classesIn(column: TableColumn, labels: readonly string[]): Uint8Array {
  const classes = new Map(labels.map((label, k) => [label, k]))
  return Uint8Array.from({ length: column.length }, (_, i) => classes.get(column.textAt(i) ?? '') ?? 0)
}

/**
 * The names of the classes: those of the model, or that are given for labels from 0 or 1 on, or else the labels.
 * @throws OptionError for names of other labels, or another number of names
 */
export function namesFor(labels: readonly string[], { classes, like }: LoadDataOptions): readonly string[] {
  if (like) return like.classes ?? labels
  if (classes === undefined) return labels
  const first = Number(labels[0])
  const areCounted = (first === 0 || first === 1) && labels.every((label, k) => label === String(first + k))
  if (areCounted && classes.length === labels.length && new Set(classes).size === classes.length)
    return classes
  const expected = areCounted
    ? `${labels.length} different names, one for each of ${listed(labels)}`
    : `none, as the labels are ${listed(labels)}`
  throw new OptionError(
    'classes',
    `classes is ${listed(classes)}: expected ${expected}. Correct it or leave it out.`,
  )
}
