import {
  type DenseExamples,
  type GreyImage,
  OptionError,
  type SplitShares,
  type Standard,
} from '@gradus/core'
import type { Dataset } from '@gradus/mnist'
import { trainSizeOf } from '@gradus/mnist/node'
import type { OriginOf } from '../part-names.ts'
import { imageOf } from '../pictures/forms.ts'
import { atOnce, type DecodedPicture } from '../pictures/picture.ts'
import { standardInput, standardise } from '../tables/standardise.ts'
import { type Images, inputsOf, type Rows, rowsOf, transposed } from './array-inputs.ts'
import { classesFact, type KnownNames, labelsOf } from './array-labels.ts'
import { DataFileError } from './data-file-error.ts'
import { imageFact, imageOfData, imageOfModel, imagesNote } from './image-form.ts'
import type { LoadDataOptions, LoadedData } from './loaded-data.ts'
import type { NumberArray } from './number-array.ts'
import { originsOf } from './origins.ts'
import {
  type DataParts,
  denseWithHash,
  imageDataset,
  refuseOptions,
  sortedNote,
  splitImages,
  splitNote,
  splitRows,
  USUAL_SPLIT,
} from './parts.ts'
import { Turns } from './turns.ts'

/** Inputs and labels of one part. */
export interface ArrayPart {
  readonly x: NumberArray
  readonly y: NumberArray
  /** The origin of an example; by default its place in the inputs. */
  readonly nameOf?: (i: number) => string
}

/** Arrays of all parts, and where they come from. */
export interface ArrayParts {
  readonly source: 'idx' | 'arrays'
  readonly path: string
  readonly train: ArrayPart
  readonly validation: ArrayPart | undefined
  readonly test: ArrayPart | undefined
  /** Names of the classes, where the files have them. */
  readonly names: KnownNames | undefined
  readonly notes: readonly string[]
}

/** Pictures that are looked at to judge all of them. */
const SAMPLE = 200

/**
 * The data that arrays hold: images, or rows of numbers, which are put on one scale by the training part.
 * @throws DataFileError naming the array, OptionError for an option that does not go with it
 */
export async function dataOfArrays(arrays: ArrayParts, options: LoadDataOptions): Promise<LoadedData> {
  const given = [arrays.train, arrays.validation, arrays.test].flatMap(part => part ?? [])
  for (const part of given) checkCounts(part)
  const labels = labelsOf(
    given.map(({ y }) => y),
    arrays.names,
    options,
  )
  const areRows = options.like?.preprocessing?.kind === 'standard'
  const first = areRows ? rowsOf(arrays.train.x) : inputsOf(arrays.train.x)
  const white = first.kind === 'images' ? first.white : undefined
  const inputs = given.map(({ x }, i) => {
    if (i === 0) return first
    const other = first.kind === 'rows' ? rowsOf(x) : inputsOf(x, white)
    checkSame(x, other, first, arrays.train.x)
    return other
  })
  const images = inputs.flatMap(part => (part.kind === 'images' ? part : []))
  const rows = inputs.flatMap(part => (part.kind === 'rows' ? part : []))
  const facts = { arrays, options, labels: labels.parts, classes: labels.names.length }
  const { notes, ...data } = first.kind === 'images' ? await imageData(images, facts) : rowData(rows, facts)
  const { source, path } = arrays
  const isCut = !arrays.validation && !data.split && !options.like
  const ends = [
    labels.parts[0].subarray(0, data.train.length),
    labels.parts[0].subarray(data.train.length),
  ] as const
  const sorted = isCut ? sortedNote(ends, label => labels.names[label]) : []
  return {
    source,
    path,
    ...data,
    ...classesFact(labels.names),
    notes: [...arrays.notes, ...notes, ...sorted],
  }
}

/** All that the two kinds of inputs need besides them. */
interface Facts {
  readonly arrays: ArrayParts
  readonly options: LoadDataOptions
  readonly labels: readonly Uint8Array[]
  readonly classes: number
}

type DataOfKind = Pick<
  LoadedData,
  'train' | 'validation' | 'test' | 'preprocessing' | 'split' | 'notes' | 'originOf'
>

async function imageData(given: readonly Images[], facts: Facts): Promise<DataOfKind> {
  const { arrays, options, labels, classes } = facts
  const isTurned = options.transpose ?? (options.like ? imageOfModel(options.like).transposed : false)
  const upright = isTurned ? given.map(transposed) : given
  const [first] = upright
  const { image, isMade } = imageOfData(arrays.path, first, sampleOf(first), options)
  const { rows, cols } = image
  const turns = new Turns(
    options,
    labels.reduce((sum, part) => sum + part.length * rows * cols, 0),
    'bytes',
  )
  const datasets: Dataset[] = []
  for (const [i, part] of upright.entries()) {
    const pixels = isMade ? await madeImages(part, image, turns) : part.pixels
    datasets.push(imageDataset({ pixels, labels: labels[i] }, { file: arrays.path, rows, cols, classes }))
  }
  turns.end()
  const parts = partsOf(arrays, datasets)
  const split = splitOf(parts, options)
  return {
    ...(split
      ? splitImages(parts, split, { file: arrays.path, rows, cols, classes })
      : firstOf(parts, options, (whole, from, to) => whole.subset(from, to))),
    originOf: originsIn(arrays, parts, { split, options }),
    ...imageFact({ ...image, ...(isTurned && { transposed: true }) }, options.like),
    ...(split && { split }),
    notes: [imagesNote(image), ...(split ? [splitNote(split)] : [])],
  }
}

function pictureOf({ rows, cols, pixels }: Images, i: number): DecodedPicture {
  const size = rows * cols
  return { width: cols, height: rows, data: pixels.subarray(i * size, (i + 1) * size) }
}

/** Some of the images, spread evenly over all of them. */
function sampleOf(images: Images): DecodedPicture[] {
  const all = images.pixels.length / (images.rows * images.cols)
  const count = Math.min(SAMPLE, all)
  return Array.from({ length: count }, (_, k) => pictureOf(images, Math.floor((k * all) / count)))
}

/** The images in another size or form. */
async function madeImages(images: Images, image: GreyImage, turns: Turns): Promise<Uint8Array> {
  const size = image.rows * image.cols
  const count = images.pixels.length / (images.rows * images.cols)
  const made = new Uint8Array(count * size)
  for (let i = 0; i < count; i++) {
    made.set(atOnce(imageOf(pictureOf(images, i), image)), i * size)
    if (turns.isOver) await turns.next(i * size)
  }
  return made
}

function rowData(given: readonly Rows[], { arrays, options, labels, classes }: Facts): DataOfKind {
  refuseOptions(options, ['imageSize', 'form', 'transpose'], 'Data of numbers')
  const examples = given.map(({ size, values }, i) => {
    const y = new Float64Array(labels[i].length * classes)
    labels[i].forEach((label, example) => {
      y[example * classes + label] = 1
    })
    return denseWithHash({ length: labels[i].length, inputSize: size, outputSize: classes, x: values, y })
  })
  const whole = partsOf(arrays, examples)
  const split = splitOf(whole, options)
  const parts = split
    ? splitRows(whole, split)
    : firstOf(whole, options, (all, from, to) => rowsBetween(all, from, to))
  const own = options.like?.preprocessing
  if (options.like && own?.kind !== 'standard') {
    throw new OptionError(
      'like',
      `The model takes ${own?.kind === 'table' ? 'a table' : 'images'}: expected one that takes ${given[0].size} numbers. Pass data of its kind.`,
    )
  }
  return {
    ...(own?.kind === 'standard' ? onScale(arrays.train.x, parts, own) : standardised(parts)),
    ...(split && { split }),
    originOf: originsIn(arrays, whole, { split, options }),
    notes: [
      `The ${given[0].size} inputs are put on one scale by the training examples.`,
      ...(split ? [splitNote(split)] : []),
    ],
  }
}

function standardised(parts: DataParts<DenseExamples>): Omit<DataOfKind, 'notes'> {
  const { train, validation, test } = parts
  const scaled = standardise({ train, ...(validation && { validation }), ...(test && { test }) })
  return {
    train: scaled.train,
    validation: scaled.validation,
    test: scaled.test,
    preprocessing: scaled.preprocessing,
  }
}

/** The parts on the scale of a model. */
function onScale(
  x: NumberArray,
  parts: DataParts<DenseExamples>,
  standard: Standard,
): Omit<DataOfKind, 'notes'> {
  const { inputSize } = parts.train
  if (inputSize !== standard.means.length) {
    throw new DataFileError({
      ...{ file: x.file, what: `the number of inputs in ${x.name}`, found: String(inputSize) },
      expected: `${standard.means.length}, as the model takes`,
      remedy: 'Pass data of the kind that it was trained on.',
    })
  }
  const scaled = (part: DenseExamples): DenseExamples => {
    const values = new Float64Array(part.x.length)
    for (let from = 0; from < values.length; from += inputSize)
      values.set(standardInput(standard, part.x.subarray(from, from + inputSize)), from)
    return { ...part, x: values, hash: part.hash && `${part.hash}:standardised` }
  }
  const { train, validation, test } = parts
  return {
    ...{ train: scaled(train), validation: validation && scaled(validation), test: test && scaled(test) },
    preprocessing: standard,
  }
}

/** The parts that were given, in their order. */
function partsOf<Part extends Dataset | DenseExamples>(
  { validation, test }: ArrayParts,
  given: readonly Part[],
): DataParts<Part> {
  return {
    train: given[0],
    validation: validation && given[1],
    test: test && given[given.length - 1],
  }
}

/** The split that is asked for, or usual for one set of data. */
function splitOf(
  { validation, test }: DataParts,
  { split, like, trainSize }: LoadDataOptions,
): SplitShares | undefined {
  const asked = split ?? like?.split
  if (asked || validation || test || trainSize !== undefined) return asked
  return USUAL_SPLIT
}

/** The origins of all examples, by the names of the inputs. The arrays themselves are not kept. */
function originsIn(
  { train, validation, test }: ArrayParts,
  whole: DataParts,
  { split, options }: { readonly split: SplitShares | undefined; readonly options: LoadDataOptions },
): OriginOf {
  const names = {
    train: namesIn(train),
    validation: validation && namesIn(validation),
    test: test && namesIn(test),
  }
  const trainSize = trainSizeOf(options.trainSize, whole.train.length)
  return originsOf((part, i) => (names[part] ?? names.train)(i), { whole, trainSize, split })
}

function namesIn({ x, nameOf }: ArrayPart): (i: number) => string {
  const name = x.name.replace(/\.npy$/i, '')
  return nameOf ?? (i => `${name}[${i}]`)
}

/** The first examples for training, and the rest for validation where there are none. */
function firstOf<Part extends Dataset | DenseExamples>(
  parts: DataParts<Part>,
  { trainSize }: LoadDataOptions,
  between: (whole: Part, from: number, to: number) => Part,
): DataParts<Part> {
  const { train, validation } = parts
  if (validation && trainSize === undefined) return parts
  const size = trainSizeOf(trainSize, train.length)
  return {
    ...parts,
    train: between(train, 0, size),
    validation: validation ?? (size < train.length ? between(train, size, train.length) : undefined),
  }
}

function rowsBetween(all: DenseExamples, from: number, to: number): DenseExamples {
  const { inputSize, outputSize, x, y, hash } = all
  if (from === 0 && to === all.length) return all
  return {
    ...all,
    length: to - from,
    x: x.slice(from * inputSize, to * inputSize),
    y: y.slice(from * outputSize, to * outputSize),
    hash: hash && `${hash}:${from}:${to}`,
  }
}

function checkCounts({ x, y }: ArrayPart): void {
  if (x.shape[0] === y.shape[0]) return
  throw new DataFileError({
    ...{ file: y.file, what: `the number of labels in ${y.name}`, found: String(y.shape[0]) },
    expected: `${x.shape[0]}, as ${x.name} has examples`,
    remedy: 'Save a label for each example.',
  })
}

/** @throws DataFileError unless two parts have inputs of one size and kind */
function checkSame(x: NumberArray, inputs: Images | Rows, first: Images | Rows, train: NumberArray): void {
  const [found, expected] = [inputs, first].map(part =>
    part.kind === 'images' ? `images of ${part.rows} x ${part.cols}` : `rows of ${part.size} numbers`,
  )
  if (found === expected) return
  throw new DataFileError({
    ...{ file: x.file, what: `the kind of ${x.name}`, found },
    expected: `${expected}, as ${train.name} has`,
    remedy: 'Save the parts of one data set, in one type.',
  })
}
