import type { Table } from '@gradus/core/predict'
import type { ServedModel } from '../model/served-model.ts'
import { outputNames } from '../openapi/described-model.ts'

/** A tensor, as the protocol's metadata tell of it. */
export interface TensorMetadata {
  /** The name by which a request or an answer has it. */
  readonly name: string
  /** Numbers, classes, or texts. */
  readonly datatype: 'FP64' | 'INT64' | 'BYTES'
  /** Lengths of its dimensions; -1 for any number of examples. */
  readonly shape: readonly number[]
  /**
   * Names of the classes, or categories of a column: metadata have no field for them but where MLServer
   * (https://mlserver.readthedocs.io/en/latest/user-guide/content-type.html) keeps what a tensor means.
   */
  readonly parameters?: {
    /** Names of the classes, in the order of the outputs. */
    readonly labels?: readonly string[]
    /** Categories of a column, in the order of their inputs. */
    readonly values?: readonly string[]
  }
}

/** The tensors that a model gives. */
export function outputTensors(model: ServedModel): TensorMetadata[] {
  const { classes, predictor } = model
  const parameters = classes.areDigits ? {} : { parameters: { labels: classes.labels } }
  return outputNames(model).map(name => {
    if (name === 'scores') return { name, datatype: 'FP64', shape: [-1, predictor.outputSize], ...parameters }
    return { name, datatype: name === 'label' ? 'BYTES' : 'INT64', shape: [-1], ...parameters }
  })
}

/** The tensors that a model takes: its images or rows, or one for each column of its table. */
export function inputTensors({ rows, metadata, predictor }: ServedModel): TensorMetadata[] {
  if (rows?.kind === 'table') return columnTensors(rows)
  if (rows) return [{ name: ROW, datatype: 'FP64', shape: [-1, predictor.inputSize] }]
  // A file that says nothing of its images is told of as ever.
  const image = metadata.preprocessing?.kind === 'image' ? metadata.preprocessing : undefined
  const shape = image ? [-1, image.rows, image.cols] : [-1, predictor.inputSize]
  return [{ name: IMAGE, datatype: 'FP64', shape }]
}

/** Names of the only input tensor of a model. */
const [IMAGE, ROW] = ['image', 'row']

function columnTensors({ columns }: Table): TensorMetadata[] {
  return columns.map(({ name, values }) => {
    if (values) return { name, datatype: 'BYTES', shape: [-1], parameters: { values } }
    return { name, datatype: 'FP64', shape: [-1] }
  })
}

/** The shapes that a tensor of images, rows or a column may have, without the number of examples. */
export function shapesOf({ image, rows, predictor }: ServedModel): number[][] {
  // A column is a list, or rows of one.
  if (rows?.kind === 'table') return [[], [1]]
  const flat = [predictor.inputSize]
  return image ? [flat, [image.rows, image.cols], [1, image.rows, image.cols]] : [flat]
}
