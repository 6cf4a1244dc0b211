import type { GreyImage, Standard, Table } from '@gradus/core/predict'

/** A model, as the description of the API tells of it. */
export interface DescribedModel {
  /** Neurons a layer, the input first. */
  readonly sizes: readonly number[]
  /** Form of its images, if it takes images. */
  readonly image: GreyImage | undefined
  /** Steps from its rows, if it takes rows. */
  readonly rows: Table | Standard | undefined
  /** Its classes. */
  readonly classes: { readonly areDigits: boolean; readonly labels: readonly string[] }
}

/** Name of an output tensor: each example's class as a number and by its name, and all scores. */
export type OutputName = 'class' | 'digit' | 'label' | 'scores'

/** Names of the output tensors, those of digits as ever. */
export function outputNames({ classes }: Pick<DescribedModel, 'classes'>): readonly OutputName[] {
  return classes.areDigits ? ['digit', 'scores'] : ['class', 'label', 'scores']
}

/** A type of a tensor's entries. */
export type Datatype = 'FP64' | 'FP32' | 'UINT8' | 'INT64' | 'BYTES'

/** The types that input tensors may have. */
export function datatypesOf({ rows }: Pick<DescribedModel, 'rows'>): readonly Datatype[] {
  if (!rows) return ['FP64', 'FP32', 'UINT8']
  return rows.kind === 'table' ? ['FP64', 'FP32', 'INT64', 'BYTES'] : ['FP64', 'FP32', 'INT64']
}

/** Inputs of an example at the most: longer ones nobody reads. */
const LONGEST = 4096

/** The body of POST /predict that the description shows: an upright stroke, a list of numbers, or a row. */
export function exampleRequest({ sizes, image, rows }: DescribedModel): object {
  if (rows) return { rows: [exampleRow(rows)], top: 3 }
  if (image && image.rows * image.cols <= LONGEST) return { image: stroke(image), top: 3 }
  if (image) return { image: stroke({ rows: 28, cols: 28 }), normalise: true, top: 3 }
  return { image: exampleNumbers(sizes), top: 3 }
}

/** The body of POST …/infer that the description shows. */
export function exampleTensors({ sizes, image, rows }: DescribedModel): object {
  if (rows?.kind === 'table') {
    const inputs = Object.entries(rowOf(rows)).map(([name, value]) => {
      const datatype = typeof value === 'number' ? 'FP64' : 'BYTES'
      return { name, shape: [1], datatype, data: [value] }
    })
    return { inputs }
  }
  if (rows) {
    const data = exampleNumbersOf(rows)
    return { inputs: [{ name: 'row', shape: [1, data.length], datatype: 'FP64', data }] }
  }
  const isShown = image && image.rows * image.cols <= LONGEST
  const [shape, data] = isShown
    ? [[1, image.rows, image.cols], [stroke(image)]]
    : [[1, sizes[0] ?? 0], exampleNumbers(sizes)]
  return { inputs: [{ name: 'image', shape, datatype: 'UINT8', data }] }
}

/** An upright stroke of full ink. */
function stroke({ rows, cols }: Pick<GreyImage, 'rows' | 'cols'>): number[][] {
  const [top, left] = [Math.floor(rows / 7), Math.floor(cols / 2) - 1]
  return Array.from({ length: rows }, (_, y) =>
    Array.from({ length: cols }, (_, x) => {
      const isInk = y >= top && y < rows - top && x >= left && x < left + 3
      return isInk ? 255 : 0
    }),
  )
}

function exampleNumbers([inputs = 0]: readonly number[]): number[] {
  return Array.from({ length: inputs }, (_, k) => (k % 2) * 255)
}

function exampleRow(rows: Table | Standard): object {
  return rows.kind === 'table' ? rowOf(rows) : exampleNumbersOf(rows)
}

/** The means, in three digits. */
function exampleNumbersOf({ means }: Pick<Standard, 'means'>): number[] {
  return means.map(mean => Number(mean.toPrecision(3)))
}

/** The mean of each number, the first of the categories. */
function rowOf({ columns, means }: Table): Record<string, string | number> {
  let input = 0
  return Object.fromEntries(
    columns.map(({ name, values }) => {
      const mean = means[input] ?? 0
      input += values ? values.length : 1
      return [name, values?.[0] ?? Number(mean.toPrecision(3))]
    }),
  )
}
