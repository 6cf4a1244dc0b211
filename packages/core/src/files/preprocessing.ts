import type { Fields } from '../fields.ts'

/** Steps from a person's data to the inputs of a network. */
export type Preprocessing = GreyImage | Standard | Table

/** The inputs are the bytes of a grey image of this size, row by row, each divided by 255. */
export interface GreyImage {
  /** Tells these steps from those of a {@link Standard} or a {@link Table}. */
  readonly kind: 'image'
  /** Rows of pixels; rows * cols is the first of the network's sizes. */
  readonly rows: number
  /** Pixels in a row. */
  readonly cols: number
  /**
   * The way from a picture to the image: 'normalised', the default, finds the ink and gives it MNIST's form;
   * 'resized' takes the whole picture, and changes its size alone.
   */
  readonly form?: PictureForm | undefined
  /** Whether the files of images that it was trained on list the pixels column by column. */
  readonly transposed?: boolean | undefined
}

/** Ways from a picture to an image. */
export const PICTURE_FORMS = ['normalised', 'resized'] as const

/** A way from a picture to an image. */
export type PictureForm = (typeof PICTURE_FORMS)[number]

/** Mean and spread of each input over the training examples: what a model needs to take raw inputs. */
export interface Standard {
  /** Tells these steps from those of a {@link GreyImage} or a {@link Table}. */
  readonly kind: 'standard'
  /** Arithmetic means, one an input. */
  readonly means: readonly number[]
  /** Standard deviations (divided by n), one an input; 1 for an input that is constant. */
  readonly spreads: readonly number[]
}

/**
 * The inputs are the columns of a table, in their order, on one scale: a column of numbers is one input, one of
 * categories an input a category, 1 for that of the row and 0 for the others, with mean 0 and spread 1.
 */
export interface Table extends Omit<Standard, 'kind'> {
  /** Tells these steps from those of a {@link GreyImage} or a {@link Standard}. */
  readonly kind: 'table'
  /** Name of the column with the labels, which is no input. */
  readonly label: string
  /** The columns that are inputs. */
  readonly columns: readonly Column[]
  /** Whether a missing number counts as its mean, and a missing category as none; refused without it. */
  readonly fill?: boolean | undefined
}

/** A column of a table. */
export interface Column {
  /** Its name in the header. */
  readonly name: string
  /** Its categories, where it holds no numbers. */
  readonly values?: readonly string[] | undefined
}

/** Shares of the data for training, validation and test, and the seed of the choice. */
export interface SplitShares {
  /** Three numbers such as 80, 10, 10: shares of their sum. */
  readonly shares: readonly number[]
  /** The seed in decimal digits. */
  readonly seed: string
}

/** Reads the steps of a network with so many inputs. @throws the error of the fields */
export function readPreprocessing(fields: Fields, inputs: number): Preprocessing {
  const kind = fields.oneOf('kind', ['image', 'standard', 'table'])
  const steps = kind === 'image' ? readImage(fields, inputs) : readScaled(fields, kind, inputs)
  fields.refuseOthers()
  return steps
}

function readImage(fields: Fields, inputs: number): GreyImage {
  const [rows, cols] = [fields.count('rows', 1), fields.count('cols', 1)]
  const form = fields.optional('form', name => fields.oneOf(name, PICTURE_FORMS))
  const transposed = fields.optional('transposed', name => fields.oneOf(name, [true, false]))
  if (rows * cols !== inputs)
    throw fields.wrong('rows', `rows x cols to be ${inputs}, the inputs of its network`)
  return { kind: 'image', rows, cols, ...(form && { form }), ...(transposed && { transposed }) }
}

function readScaled(fields: Fields, kind: 'standard' | 'table', inputs: number): Standard | Table {
  const table = kind === 'table' && { kind, ...readColumns(fields, inputs) }
  const [means, spreads] = [fields.numbers('means'), fields.numbers('spreads')]
  if (means.length !== inputs) throw fields.wrong('means', `${inputs} numbers, one an input of its network`)
  if (spreads.length !== inputs || !spreads.every(spread => spread > 0))
    throw fields.wrong('spreads', `${inputs} numbers above 0, one an input of its network`)
  return { ...(table || { kind: 'standard' }), means, spreads }
}

function readColumns(fields: Fields, inputs: number): Pick<Table, 'label' | 'columns' | 'fill'> {
  const columns = fields.objects('columns').map(column => {
    const values = column.optional('values', column.texts)
    const name = column.text('name')
    column.refuseOthers()
    return { name, ...(values && { values }) }
  })
  const [label, fill] = [
    fields.text('label'),
    fields.optional('fill', name => fields.oneOf(name, [true, false])),
  ]
  const names = new Set([label, ...columns.map(({ name }) => name)])
  const sum = columns.reduce((inputsSoFar, { values }) => inputsSoFar + (values ? values.length : 1), 0)
  if (sum !== inputs || names.size <= columns.length)
    throw fields.wrong('columns', `columns of different names that make ${inputs} inputs`)
  return { label, columns, ...(fill && { fill }) }
}

/** Reads the shares of a split. @throws the error of the fields */
export function readSplit(fields: Fields): SplitShares {
  const [shares, seed] = [fields.numbers('shares'), fields.text('seed')]
  fields.refuseOthers()
  const isSplit = shares.length === 3 && shares[0] > 0 && shares.every(share => share >= 0)
  if (isSplit && /^\d+$/.test(seed)) return { shares, seed }
  throw fields.wrong('shares', 'three shares, such as 80, 10 and 10, and a seed in decimal digits')
}
