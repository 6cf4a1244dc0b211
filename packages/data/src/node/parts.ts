import { createHash } from 'node:crypto'
import {
  type DenseExamples,
  OptionError,
  type SparseExamples,
  type SplitOptions,
  type SplitShares,
  seedOf,
  splitExamples,
} from '@gradus/core'
import { Dataset } from '@gradus/mnist'
import { listed } from '../tables/row.ts'
import type { DataPart, LoadDataOptions } from './loaded-data.ts'

/** Parts of data, of which those that are missing may be split off. */
export interface DataParts<Part extends DataPart = DataPart> {
  readonly train: Part
  readonly validation: Part | undefined
  readonly test: Part | undefined
}

/** Images of one part, before they are a data set: labels.length images of rows * cols bytes. */
export interface ImagePart {
  readonly pixels: Uint8Array
  readonly labels: Uint8Array
}

/** Size of the images, number of their classes, and the name that errors give. */
export interface ImageFacts {
  readonly file: string
  readonly rows: number
  readonly cols: number
  readonly classes: number
}

/** A data set of images, with the SHA-256 of their sizes, pixels and labels. */
export function imageDataset({ pixels, labels }: ImagePart, facts: ImageFacts): Dataset {
  const header = JSON.stringify([labels.length, facts.rows, facts.cols])
  const hash = createHash('sha256').update(`images ${header}\n`).update(pixels).update(labels).digest('hex')
  return datasetOf({ pixels, labels }, facts, hash)
}

function datasetOf({ pixels, labels }: ImagePart, facts: ImageFacts, hash: string | undefined): Dataset {
  const { file, rows, cols, classes } = facts
  const images = { kind: 'images', file, dimensions: [labels.length, rows, cols], data: pixels } as const
  return Dataset.from(
    images,
    { kind: 'labels', file, dimensions: [labels.length], data: labels },
    { classes, hash },
  )
}

/** Rows of numbers, with the SHA-256 of their sizes, inputs and wanted outputs. */
export function denseWithHash(examples: Omit<DenseExamples, 'hash' | 'kind'>): DenseExamples {
  const { length, inputSize, outputSize, x, y } = examples
  const hash = createHash('sha256').update(`rows ${JSON.stringify([length, inputSize, outputSize])}\n`)
  for (const numbers of [x, y]) hash.update(littleEndian(numbers))
  return { ...examples, kind: 'dense', hash: hash.digest('hex') }
}

/** The bytes of the numbers, the lowest first, whatever the machine's order is. */
function littleEndian(numbers: Float64Array): Uint8Array {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] === 1) return bytes
  const view = new DataView(new ArrayBuffer(numbers.byteLength))
  numbers.forEach((value, i) => {
    view.setFloat64(8 * i, value, true)
  })
  return new Uint8Array(view.buffer)
}

/** Split of one set of data when nobody says another. */
export const USUAL_SPLIT: SplitShares = { shares: [80, 10, 10], seed: '0' }

/**
 * The parts, and those that are missing split off the training part by these shares: each class by its share, as
 * far as whole examples allow.
 * @throws OptionError for shares that are no three numbers of which the first is above 0, or an invalid seed
 */
export function splitImages(
  parts: DataParts<Dataset>,
  split: SplitShares,
  facts: ImageFacts,
): DataParts<Dataset> {
  const sizes = sizesOf(parts, split)
  if (!sizes) return parts
  const { train, validation, test } = splitExamples(parts.train, sizes)
  const rebuilt = (part: SparseExamples | undefined): Dataset | undefined =>
    part && datasetOf({ pixels: pixelsOf(part), labels: part.labels }, facts, part.hash)
  return {
    train: rebuilt(train) ?? parts.train,
    validation: parts.validation ?? rebuilt(validation),
    test: parts.test ?? rebuilt(test),
  }
}

/** The same for rows of numbers. @throws as splitImages does */
export function splitRows(parts: DataParts<DenseExamples>, split: SplitShares): DataParts<DenseExamples> {
  const sizes = sizesOf(parts, split)
  if (!sizes) return parts
  const made = splitExamples(parts.train, sizes)
  return {
    train: made.train,
    validation: parts.validation ?? made.validation,
    test: parts.test ?? made.test,
  }
}

/** Examples of these classes whose inputs are their places, from 0. */
export function placesOf(classes: Uint8Array, outputSize: number): DenseExamples {
  const { length } = classes
  const y = new Float64Array(length * outputSize)
  classes.forEach((label, i) => {
    y[i * outputSize + label] = 1
  })
  return { kind: 'dense', length, inputSize: 1, outputSize, x: Float64Array.from(classes, (_, i) => i), y }
}

/** Shares of the training part for the parts that are missing; undefined where nothing is to be split off. */
function sizesOf(parts: DataParts, { shares, seed }: SplitShares): SplitOptions | undefined {
  const [train, forValidation, forTest] = shares
  if (shares.length !== 3 || !(train > 0) || !shares.every(share => share >= 0 && share < Infinity)) {
    throw new OptionError(
      'split',
      `split is ${shares.join(',')}: expected three shares for training, validation and test. Pass such as 80,10,10.`,
    )
  }
  const [validation, test] = [parts.validation ? 0 : forValidation, parts.test ? 0 : forTest]
  const whole = train + validation + test
  return whole === train
    ? undefined
    : { validation: validation / whole, test: test / whole, seed: seedOf(seed) }
}

/** The images' bytes, one after the other. */
function pixelsOf({ length, inputSize, offsets, indices, values }: SparseExamples): Uint8Array {
  const pixels = new Uint8Array(length * inputSize)
  for (let i = 0; i < length; i++) {
    for (let e = offsets[i]; e < offsets[i + 1]; e++) pixels[i * inputSize + indices[e]] = values[e]
  }
  return pixels
}

/** Names of a model's classes; without any they are the digits, as many as it has outputs. */
export function namesOf({ classes, sizes }: NonNullable<LoadDataOptions['like']>): readonly string[] {
  return classes ?? Array.from({ length: sizes?.at(-1) ?? 10 }, (_, k) => String(k))
}

/** Options that not every source needs. */
const NEEDS = {
  trainSize: 'Split it by split instead',
  split: 'Leave it out',
  imageSize: 'Leave it out',
  form: 'Leave it out',
  transpose: 'Leave it out',
  label: 'Leave it out',
  fill: 'Leave it out',
  classes: 'Leave it out, as its classes have names',
} as const

/** @throws OptionError for one of these options that is given. @param source the data, as the subject of a sentence */
export function refuseOptions(
  options: LoadDataOptions,
  names: readonly (keyof typeof NEEDS)[],
  source: string,
): void {
  const given = names.find(name => options[name] !== undefined)
  if (given === undefined) return
  const value = JSON.stringify(options[given])
  throw new OptionError(given, `${given} is ${value}: expected none. ${source} needs none. ${NEEDS[given]}.`)
}

/**
 * A sentence if the examples are sorted by class, or some class is only among those after the training part.
 * @param labels those of the training part, and of the examples after it
 * @param nameOf the name of a class
 */
export function sortedNote(
  labels: readonly [train: Uint8Array, rest: Uint8Array],
  nameOf: (label: number) => string,
): string[] {
  const [trained, others] = labels.map(part => new Set(part))
  const missing = Array.from(others)
    .filter(label => !trained.has(label))
    .sort((a, b) => a - b)
  if (missing.length === 0 && !areSorted(labels)) return []
  const [train, rest] = labels.map(part => part.length)
  const without = missing.length > 0 ? `, without class ${listed(missing.map(nameOf))}` : ''
  const why = areSorted(labels) ? 'sorted by class' : 'not mixed'
  return [
    `The examples are ${why}, and the first ${train} of ${train + rest} are for training${without}: split them by chance instead (--split 80,10,10).`,
  ]
}

/** Whether all examples of a class stand together, in each of several classes. */
function areSorted(parts: readonly Uint8Array[]): boolean {
  const seen = new Set<number>()
  let last = -1
  for (const labels of parts) {
    for (const label of labels) {
      if (label !== last && seen.has(label)) return false
      seen.add(label)
      last = label
    }
  }
  return seen.size > 1
}

/** A split, as a sentence. */
export function splitNote({ shares, seed }: SplitShares): string {
  return `The data are split ${shares.join(', ')} into training, validation and test, each class by its share, with seed ${seed}.`
}
