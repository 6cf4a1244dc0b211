import { resolve } from 'node:path'
import { checkExamples, type DenseExamples, OptionError, type SplitShares, type Table } from '@gradus/core'
import type { OriginOf } from '../part-names.ts'
import { listed, shown } from '../tables/row.ts'
import { imageOfModel } from './image-form.ts'
import type { LoadDataOptions, LoadedData } from './loaded-data.ts'
import {
  denseWithHash,
  namesOf,
  placesOf,
  refuseOptions,
  splitNote,
  splitRows,
  USUAL_SPLIT,
} from './parts.ts'
import { linesOfRows, type TableFile } from './table-file.ts'
import { areImages, labelOfImages, loadImages } from './table-images.ts'
import {
  applyScale,
  type ChosenColumns,
  checkRoom,
  chooseColumns,
  columnOf,
  constantColumns,
  type Inputs,
  rawInputs,
  scaleOf,
  type TablePart,
} from './table-inputs.ts'
import { classesIn, type LabelledTable, labelColumn, labelsOf, namesFor } from './table-label.ts'
import { eachPart, partsIn, readTables, type TableParts } from './table-parts.ts'

/**
 * A table as CSV or TSV: a file, or a folder with train.csv, and validation.csv and test.csv if there are. Columns of
 * numbers are standardised, and columns of texts become an input a category, as the training part has them.
 * @throws FileError if a file cannot be read
 * @throws TableError naming the file, the line and the column
 * @throws OptionError for an option that does not fit the table
 */
export async function loadTable(path: string, options: LoadDataOptions = {}): Promise<LoadedData> {
  const { like } = options
  const model = like?.preprocessing?.kind === 'table' ? like.preprocessing : undefined
  const image = like && !model ? imageOfModel(like) : undefined
  const files = await readTables(path, options)
  const named = options.label ?? model?.label
  const label = labelOfImages(files.train, named) ?? labelColumn(files.train, named)
  const { tables, notes } = labelledTables(files, label.name)
  const columns = eachPart(tables, table => ({ table, column: columnOf(table, label.name) }))
  const labels = labelsOf(partsIn(columns), like && namesOf(like))
  const load = image || (!model && areImages(files.train, label.name)) ? loadImages : loadRows
  const data = await load(resolve(path), columns, labels, options)
  return { ...data, notes: [...(label.note ? [label.note] : []), ...notes, ...data.notes] }
}

/** A table of numbers and categories. */
async function loadRows(
  path: string,
  tables: TableParts<LabelledTable>,
  labels: readonly string[],
  options: LoadDataOptions,
): Promise<LoadedData> {
  refuseOptions(options, ['trainSize', 'imageSize', 'form', 'transpose'], 'A table')
  const split = splitFor(tables, options)
  const parts = splitTables(tables, labels, split)
  const { preprocessing, examples, notes } = standardised(parts, tables.train.column.name, options)
  return {
    ...{ source: 'table', path, ...examples },
    ...{ classes: namesFor(labels, options), preprocessing, ...(split && { split }) },
    notes: [...notes, ...(split ? [splitNote(split)] : [])],
    originOf: linesOf(parts),
  }
}

/** The parts with labels. A test part without is passed over, as that of a competition has none. */
function labelledTables(
  { train, validation, test }: TableParts<TableFile>,
  label: string,
): { readonly tables: TableParts<TableFile>; readonly notes: readonly string[] } {
  if (!test || test.columns.some(({ name }) => name === label)) {
    return { tables: { train, validation, test }, notes: [] }
  }
  const note = `${test.file} is passed over: it has no column ${shown(label)}.`
  return { tables: { train, validation, test: undefined }, notes: [note] }
}

/** The split of the data: one set is split in any case, a training part without validation where it is asked for. */
function splitFor(
  { validation, test }: TableParts<LabelledTable>,
  { split, like }: LoadDataOptions,
): SplitShares | undefined {
  if (!validation && !test) return split ?? like?.split ?? USUAL_SPLIT
  if (validation && test && split) {
    const message = `split is ${split.shares.join(',')}: expected none. The table has all of its parts. Leave it out.`
    throw new OptionError('split', message)
  }
  return validation && test ? undefined : (split ?? like?.split)
}

/** The lines of the rows of each part, with the name of the file where there are several. */
function linesOf({ train, validation, test }: TableParts<LabelledRows>): OriginOf {
  const places = { train: train.rows, validation: validation?.rows, test: test?.rows }
  const parts = { train, validation, test }
  const isOne = partsIn(parts).every(({ table }) => table === train.table)
  const lines = eachPart(parts, ({ table }) => linesOfRows(table, isOne))
  return (part, i) => (lines[part] ?? lines.train)(places[part]?.[i] ?? i)
}

/** Rows of a part, and their wanted outputs. */
interface LabelledRows extends TablePart {
  readonly examples: DenseExamples
}

/** The rows of each part. The examples that are split have the place of their row as input. */
function splitTables(
  tables: TableParts<LabelledTable>,
  labels: readonly string[],
  split: SplitShares | undefined,
): TableParts<LabelledRows> {
  const places = eachPart(tables, ({ table, column }) => {
    checkRoom(table, labels.length)
    return placesOf(classesIn(column, labels), labels.length)
  })
  const { train, validation, test } = split ? splitRows(places, split) : places
  const rows = ({ table }: LabelledTable, examples: DenseExamples): LabelledRows => ({
    ...{ table, examples, rows: Uint32Array.from(examples.x) },
  })
  return {
    train: rows(tables.train, train),
    validation: validation && rows(tables.validation ?? tables.train, validation),
    test: test && rows(tables.test ?? tables.train, test),
  }
}

/** The examples of each part on the scale of the model's table, or else of the training part. */
function standardised(
  parts: TableParts<LabelledRows>,
  label: string,
  { like, fill }: LoadDataOptions,
): {
  readonly examples: TableParts<DenseExamples>
  readonly preprocessing: Table
  readonly notes: readonly string[]
} {
  const model = like?.preprocessing?.kind === 'table' ? like.preprocessing : undefined
  const { columns, notes } = model
    ? columnsOfModel(model, parts.train.table)
    : chooseColumns(parts.train, label)
  const fills = fill || model?.fill
  const inputs = eachPart(parts, part => ({ part, raw: rawInputs(part, columns, fills) }))
  const { means, spreads } = model ?? scaleOf(inputs.train.raw)
  const table: Table = { kind: 'table', label, columns, ...(fills && { fill: true }), means, spreads }
  const constant = model ? [] : constantColumns(columns, inputs.train.raw.rows)
  const examples = eachPart(inputs, ({ part, raw }) => {
    applyScale(raw.rows, table)
    const { outputSize, y } = part.examples
    return denseWithHash({ ...raw.rows, outputSize, y })
  })
  for (const [name, part] of Object.entries(examples)) if (part) checkExamples(name, part)
  return {
    ...{ examples, preprocessing: table },
    notes: [
      ...notes,
      ...notesOf(
        partsIn(inputs).map(({ raw }) => raw),
        constant,
      ),
    ],
  }
}

function columnsOfModel({ columns, label }: Table, { columns: all }: TableFile): ChosenColumns {
  const known = new Set([label, ...columns.map(({ name }) => name)])
  const others = all.flatMap(({ name }) => (known.has(name) ? [] : [name]))
  const note = `The model does not take column ${listed(others)}, which is passed over.`
  return { columns, notes: others.length > 0 ? [note] : [] }
}

function notesOf(inputs: readonly Inputs[], constant: readonly string[]): string[] {
  const filled = inputs.reduce((sum, own) => sum + own.filled, 0)
  return [
    ...inputs.flatMap(({ notes }) => notes),
    ...(constant.length > 0
      ? [`Constant over the training part, so that it tells nothing: ${listed(constant)}.`]
      : []),
    ...(filled > 0 ? [`Missing values are filled: ${filled}.`] : []),
  ]
}
