import { dirname, extname } from 'node:path'
import { type ArrayPart, dataOfArrays } from './array-data.ts'
import { classNamesFile } from './class-names-file.ts'
import { imageOfModel } from './image-form.ts'
import type { ImageSize, LoadDataOptions, LoadedData } from './loaded-data.ts'
import { refuseOptions } from './parts.ts'
import type { TableColumn } from './table-columns.ts'
import { TableError } from './table-error.ts'
import { linesOfRows, type TableFile } from './table-file.ts'
import { columnOf } from './table-inputs.ts'
import { classesIn, type LabelColumn, type LabelledTable, namesFor } from './table-label.ts'
import { eachPart, type TableParts } from './table-parts.ts'

/** Names that columns of pixels have: pixel0, pixel_1_2, 1x28, or a number alone. */
const PIXEL = /^(pixels?|pix|px|p)?[ _-]?\d+([x_-]\d+)?$/i
/** Sides of images, at the least; and the value that one pixel has to be above, for bytes. */
const [LEAST_SIDE, BRIGHTER] = [8, 16]

/** Whether the columns besides the label are the pixels of square images, as bytes. */
export function areImages({ columns, hasHeader }: TableFile, label: string): boolean {
  const pixels = columns.filter(({ name }) => name !== label)
  const side = Math.sqrt(pixels.length)
  if (!Number.isInteger(side) || side < LEAST_SIDE) return false
  if (!pixels.every(({ name, isBytes }) => isBytes && (!hasHeader || PIXEL.test(name)))) return false
  return pixels.some(column => someRow(column, value => value > BRIGHTER))
}

function someRow(column: TableColumn, holds: (value: number) => boolean): boolean {
  for (let i = 0; i < column.length; i++) if (holds(column.numberAt(i))) return true
  return false
}

/**
 * The label of images without a header: the first column, or else, if that is constant as a corner is, the last.
 * @param given the name of the column, if it is known
 */
export function labelOfImages(table: TableFile, given: string | undefined): LabelColumn | undefined {
  const [first] = table.columns
  const [last] = table.columns.slice(-1)
  if (given !== undefined || table.hasHeader || !first.isBytes || !areImages(table, first.name))
    return undefined
  const isFirst = someRow(first, value => value !== first.numberAt(0))
  return isFirst
    ? { name: first.name, note: 'The label is the first column (--label names another).' }
    : { name: last.name, note: 'The label is the last column (--label names another).' }
}

/**
 * Images as rows of a label and the bytes of all pixels.
 * @param labels those of all classes in their order
 * @throws TableError for a pixel that is no byte, and what arrays of images throw
 */
export async function loadImages(
  path: string,
  tables: TableParts<LabelledTable>,
  labels: readonly string[],
  options: LoadDataOptions,
): Promise<LoadedData> {
  refuseOptions(options, ['trainSize', 'fill'], 'A table of images')
  const { like } = options
  const names = tables.train.table.columns.flatMap(({ name }) =>
    name === tables.train.column.name ? [] : [name],
  )
  const size = sizeOf(names.length, tables.train.table, options)
  const called = like ? namesFor(labels, options) : labels
  const isOne = !tables.validation && !tables.test
  const arrays = eachPart(tables, ({ table, column }): ArrayPart => {
    const [count, file] = [table.length, table.file]
    const texts = Array.from(classesIn(column, labels), label => called[label])
    const data = pixelsOf(table, names)
    return {
      x: { file, name: 'the pixels', type: 'uint8', shape: [count, size.rows, size.cols], data, texts: [] },
      nameOf: linesOfRows(table, isOne),
      y: { file, name: column.name, type: 'text', shape: [count], data: new Uint8Array(0), texts },
    }
  })
  const folder = extname(path) === '' ? path : dirname(path)
  const known = like ? undefined : await classNamesFile(folder)
  const imageSize = options.imageSize ?? (like?.preprocessing && imageOfModel(like))
  const parts = { source: 'arrays', path, ...arrays, names: known, notes: [] } as const
  const data = await dataOfArrays(parts, { ...options, imageSize })
  return { ...data, source: 'table' }
}

/** The size that so many pixels have in the file: the one that is asked for, if it is theirs, or a square. */
function sizeOf(
  pixels: number,
  { file }: TableFile,
  { imageSize, like, transpose }: LoadDataOptions,
): ImageSize {
  const model = like && imageOfModel(like)
  const isTurned = transpose ?? model?.transposed
  const asked = imageSize ?? model
  if (asked && asked.rows * asked.cols === pixels)
    return isTurned ? { rows: asked.cols, cols: asked.rows } : { rows: asked.rows, cols: asked.cols }
  const side = Math.sqrt(pixels)
  if (Number.isInteger(side)) return { rows: side, cols: side }
  throw new TableError({
    ...{ file, what: 'the number of pixels in a row', found: String(pixels) },
    expected: asked ? `${asked.rows} x ${asked.cols}, or those of a square` : 'those of a square',
    remedy: 'Pass data of images as large as the model takes.',
  })
}

/** The pixels of all rows, in the order of these columns. @throws TableError for one that is no byte */
function pixelsOf(table: TableFile, names: readonly string[]): Uint8Array {
  const pixels = new Uint8Array(table.length * names.length)
  for (const [k, name] of names.entries()) {
    const column = columnOf(table, name)
    if (!column.isBytes) throw noByte(table, name)
    for (let i = 0; i < table.length; i++) pixels[i * names.length + k] = column.numberAt(i)
  }
  return pixels
}

function noByte(table: TableFile, name: string): TableError {
  const column = columnOf(table, name)
  const place = column.firstMissing ?? column.firstText
  return new TableError({
    ...{ file: table.file, line: place?.line, column: name, what: 'the value' },
    found: place ? JSON.stringify(place.text) : 'not a byte in every row',
    ...{ expected: 'a whole number of 0 .. 255', remedy: 'Correct it.' },
  })
}
