import {
  answerOf,
  type DenseExamples,
  type Examples,
  type NetworkNames,
  type SparseExamples,
  type Table,
} from '@gradus/core'
import { profileOf } from '@gradus/core/health'
import { labelOf } from '../class-names.ts'
import { type OriginOf, PARTS, type PartName } from '../part-names.ts'
import { type NamedPart, type Place, type RepeatFacts, repeatedIn } from './repeats.ts'

/** Data to report on, such as `loadData` gives them. */
export interface ReportedData extends NetworkNames {
  /** Examples to train on. */
  readonly train: Examples
  /** Examples to choose hyper-parameters by. */
  readonly validation?: Examples | undefined
  /** Examples to judge the trained network by. */
  readonly test?: Examples | undefined
  /** The file, line or entry of an example: findings then name it. */
  readonly originOf?: OriginOf | undefined
}

/** A class, and how many examples it has. */
export interface ClassCount {
  /** Its index. */
  readonly class: number
  /** Its name. */
  readonly label: string
  /** Examples of it in each part that there is. */
  readonly examples: { readonly [Part in PartName]?: number }
}

/** The inputs of the training examples. */
export interface InputsReport {
  /** Numbers of an input: the first of the network's sizes. */
  readonly count: number
  /** The smallest number; of images, a byte. */
  readonly smallest: number
  /** The largest number; of images, a byte. */
  readonly largest: number
  /** Their arithmetic mean. */
  readonly mean: number
  /** Inputs that have the same value in every example. */
  readonly constant: number
  /** The smallest rectangle with all pixels that are not the same in every image. */
  readonly varying?: Rectangle
}

/** Rows and columns of pixels, counted from 0, both ends included. */
export interface Rectangle {
  /** The first row. */
  readonly top: number
  /** The last row. */
  readonly bottom: number
  /** The first column. */
  readonly left: number
  /** The last column. */
  readonly right: number
}

/** A column of a table that is an input, over the training examples. */
export interface ColumnReport {
  /** Its name in the header. */
  readonly name: string
  /** Arithmetic mean of its numbers. */
  readonly mean?: number
  /** Their standard deviation (divided by n). */
  readonly spread?: number
  /** The smallest of them. */
  readonly smallest?: number
  /** The largest of them. */
  readonly largest?: number
  /** The example whose number is the farthest from the mean. */
  readonly farthest?: Place
  /** Its categories where it holds no numbers, and how many examples are of each. */
  readonly categories?: readonly CategoryCount[]
}

/** A category of a column. */
export interface CategoryCount {
  /** Its name. */
  readonly value: string
  /** Training examples of it. */
  readonly examples: number
}

/** A part of the data. */
export interface PartCount {
  /** Its name. */
  readonly part: PartName
  /** Number of its examples. */
  readonly examples: number
}

/** Size of the images. */
export interface Pixels {
  /** Rows of pixels. */
  readonly rows: number
  /** Pixels in a row. */
  readonly cols: number
}

/** All that is counted and measured in data. */
export interface DataFacts extends RepeatFacts {
  /** Images, rows of a table, or numbers without names. */
  readonly kind: 'images' | 'rows' | 'examples'
  /** The parts, and their examples. */
  readonly parts: readonly PartCount[]
  /** Size of the images, where they are some. */
  readonly size?: Pixels
  /** The classes, in the order of the outputs. */
  readonly classes: readonly ClassCount[]
  /** The inputs of the training examples. */
  readonly inputs: InputsReport
  /** The columns of a table. */
  readonly columns?: readonly ColumnReport[]
}

/** The parts that there are, with their names. */
function partsOf(data: ReportedData): NamedPart[] {
  return PARTS.flatMap((part): NamedPart[] => {
    const examples = data[part]
    return examples ? [[part, examples]] : []
  })
}

/** Rows and columns of the images; undefined where the examples are none. */
export function imageSizeOf({ train, preprocessing }: ReportedData): Pixels | undefined {
  if (preprocessing) {
    if (preprocessing.kind !== 'image') return undefined
    const { rows, cols } = preprocessing
    return { rows, cols }
  }
  if (train.kind === 'dense') return undefined
  const { inputSize, cols = Math.sqrt(inputSize) } = train
  const rows = inputSize / cols
  return Number.isInteger(rows) && cols > 1 && rows > 1 ? { rows, cols } : undefined
}

/** Counts and measures data, in a few passes over them. */
export function factsOf(data: ReportedData): DataFacts {
  const { train, classes, preprocessing, originOf } = data
  const parts = partsOf(data)
  const size = imageSizeOf(data)
  const table = preprocessing?.kind === 'table' && train.kind === 'dense' ? preprocessing : undefined
  return {
    kind: size ? 'images' : table ? 'rows' : 'examples',
    parts: parts.map(([part, { length }]) => ({ part, examples: length })),
    ...(size && { size }),
    classes: countClasses(parts, train.outputSize, classes),
    inputs: inputsOf(train, size?.cols),
    ...(table && train.kind === 'dense' && { columns: columnsOf(table, train, originOf) }),
    ...repeatedIn(parts, originOf),
  }
}

function countClasses(
  parts: readonly NamedPart[],
  count: number,
  names: readonly string[] | undefined,
): ClassCount[] {
  const counts = parts.map(([, examples]) => {
    const ofClass = new Uint32Array(count)
    for (let i = 0; i < examples.length; i++) ofClass[answerOf(examples, i)]++
    return ofClass
  })
  return Array.from({ length: count }, (_, c) => ({
    class: c,
    label: labelOf(names, c),
    examples: Object.fromEntries(parts.map(([part], p) => [part, counts[p][c]])),
  }))
}

/** @param cols pixels in a row, of images */
function inputsOf(train: Examples, cols: number | undefined): InputsReport {
  const { inputSize: count, smallest, largest, mean, constantInputs: constant } = profileOf(train)
  if (cols === undefined || train.kind === 'dense') return { count, smallest, largest, mean, constant }
  const varying = rectangleOf(train, cols)
  return {
    count,
    ...{ smallest: Math.round(255 * smallest), largest: Math.round(255 * largest), mean: 255 * mean },
    constant,
    ...(varying && { varying }),
  }
}

/** The smallest rectangle with all pixels that vary; undefined where none does. */
function rectangleOf(
  { length, inputSize, offsets, indices, values }: SparseExamples,
  cols: number,
): Rectangle | undefined {
  const [present, first, varies] = [
    new Uint32Array(inputSize),
    new Uint8Array(inputSize),
    new Uint8Array(inputSize),
  ]
  for (let e = offsets[0]; e < offsets[length]; e++) {
    const [k, value] = [indices[e], values[e]]
    if (present[k] === 0) first[k] = value
    else if (first[k] !== value) varies[k] = 1
    present[k]++
  }
  let [top, bottom, left, right] = [inputSize, -1, cols, -1]
  for (let k = 0; k < inputSize; k++) {
    if (present[k] === 0 || (present[k] === length && varies[k] === 0)) continue
    const [y, x] = [Math.floor(k / cols), k % cols]
    ;[top, bottom] = [Math.min(top, y), Math.max(bottom, y)]
    ;[left, right] = [Math.min(left, x), Math.max(right, x)]
  }
  return bottom < 0 ? undefined : { top, bottom, left, right }
}

/** A category is 1 in its own input and 0 in the others, before they are put on one scale. */
const HALF = 0.5

/** The columns, with their numbers as they were before they were put on one scale. */
function columnsOf(
  { columns, means, spreads }: Table,
  train: DenseExamples,
  originOf: OriginOf | undefined,
): ColumnReport[] {
  let next = 0
  return columns.map(({ name, values }) => {
    const k = next
    next += values ? values.length : 1
    if (values) {
      const categories = values.map((value, v) => {
        return { value, examples: countAbove(train, k + v, (HALF - means[k + v]) / spreads[k + v]) }
      })
      return { name, categories }
    }
    const [mean, spread] = [means[k], spreads[k]]
    let [smallest, largest, farthest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
    for (let i = 0; i < train.length; i++) {
      const value = train.x[i * train.inputSize + k]
      if (Math.abs(value) > Math.max(largest, -smallest)) farthest = i
      smallest = Math.min(smallest, value)
      largest = Math.max(largest, value)
    }
    return {
      ...{ name, mean, spread, smallest: mean + spread * smallest, largest: mean + spread * largest },
      farthest: {
        ...{ part: 'train', index: farthest, class: answerOf(train, farthest) },
        ...(originOf && { origin: originOf('train', farthest) }),
      },
    }
  })
}

/** Examples whose input k is above a bound. */
function countAbove({ x, inputSize }: DenseExamples, k: number, bound: number): number {
  let count = 0
  for (let i = k; i < x.length; i += inputSize) if (x[i] > bound) count++
  return count
}
