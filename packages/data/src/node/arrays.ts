import { readdir } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { PlainFile } from '@gradus/core/node'
import { MAX_IDX_BYTES } from '@gradus/mnist'
import { sortedByBytes } from '../class-names.ts'
import { type ArrayPart, dataOfArrays } from './array-data.ts'
import { classNamesFile } from './class-names-file.ts'
import { DataFileError } from './data-file-error.ts'
import type { LoadDataOptions, LoadedData } from './loaded-data.ts'
import { readNpy } from './npy.ts'
import { readZip } from './npz.ts'
import type { NumberArray } from './number-array.ts'
import { refuseOptions } from './parts.ts'

/** Beginnings of the names of arrays, by part; that of one set has none. */
const PARTS = {
  train: ['train', 'training'],
  validation: ['val', 'valid', 'validation'],
  test: ['test', 'testing'],
} as const
const INPUTS = ['x', 'images', 'image', 'data', 'inputs', 'features']
const LABELS = ['y', 'labels', 'label', 'targets', 'target']

/** Bytes of an .npz or .npy file, at the most: an archive may pack what is as large as an IDX file. */
const MOST_BYTES = MAX_IDX_BYTES + 2 ** 20

/**
 * Arrays of NumPy: an .npz file, or a folder of .npy files, with such names as x_train and y_train, or x and y.
 * @throws DataFileError naming the file and the array, FileError, OptionError
 */
export async function loadArrays(path: string, options: LoadDataOptions): Promise<LoadedData> {
  refuseOptions(options, ['label', 'fill'], 'Data of arrays')
  const arrays = await arraysIn(path)
  const part = (name: keyof typeof PARTS): ArrayPart | undefined => partOf(arrays, path, name)
  const train = part('train') ?? partOf(arrays, path, undefined)
  if (!train) throw noArrays(path, arrays)
  const folder = extname(path) === '' ? path : dirname(path)
  return await dataOfArrays(
    {
      ...{ source: 'arrays', path, train, validation: part('validation'), test: part('test') },
      ...{ names: await classNamesFile(folder), notes: [] },
    },
    options,
  )
}

type Arrays = ReadonlyMap<string, NumberArray>

/** The arrays of known names, by those names in small letters. */
async function arraysIn(path: string): Promise<Arrays> {
  const extension = extname(path).toLowerCase()
  if (extension === '.npz') return await arraysOfArchive(path)
  if (extension === '.npy') return await arraysOfFolder(dirname(path), basename(path))
  const isOfKind = await PlainFile.use(path, async () => true).catch(() => false)
  return isOfKind ? await arraysOfArchive(path) : await arraysOfFolder(path)
}

async function arraysOfArchive(path: string): Promise<Arrays> {
  const bytes = await PlainFile.read(path, MOST_BYTES)
  const arrays = new Map<string, NumberArray>()
  for (const [entry, content] of await readZip(bytes, path, name => KNOWN.has(keyOf(name)))) {
    arrays.set(keyOf(entry), readNpy(content, path, entry.replace(/\.npy$/, '')))
  }
  return arrays
}

/** The arrays in a folder's .npy files, or in its one .npz file. @param named a file that has to be one of them */
async function arraysOfFolder(folder: string, named?: string): Promise<Arrays> {
  const names = sortedByBytes(await readdir(folder))
  const files = names.filter(name => /\.npy$/i.test(name) && KNOWN.has(keyOf(name)))
  const archives = names.filter(name => /\.npz$/i.test(name))
  if (named !== undefined && !files.includes(named)) {
    const expected = 'a name such as x_train.npy'
    const remedy = 'Save inputs and labels into one file by numpy.savez(file, x=..., y=...), and name that.'
    throw new DataFileError({ file: join(folder, named), what: 'its name', found: named, expected, remedy })
  }
  const [archive] = archives
  if (files.length === 0 && archive !== undefined) {
    if (archives.length === 1) return await arraysOfArchive(join(folder, archive))
    const found = `${archives.length} .npz files`
    const remedy = 'Name the file itself.'
    throw new DataFileError({ file: folder, what: 'the folder', found, expected: 'one .npz file', remedy })
  }
  const arrays = new Map<string, NumberArray>()
  for (const file of files) {
    const path = join(folder, file)
    arrays.set(keyOf(file), readNpy(await PlainFile.read(path, MOST_BYTES), path, file.slice(0, -4)))
  }
  return arrays
}

/** The name of an entry or a file as a key: `X_train.npy` is `x_train`. */
function keyOf(name: string): string {
  return name.toLowerCase().replace(/\.npy$/, '')
}

/** Names of the inputs, and of the labels, that a part may have; one set has no name of a part. */
function namesOf(part: keyof typeof PARTS | undefined): readonly [inputs: string[], labels: string[]] {
  const parts = part ? PARTS[part] : []
  const all = (names: readonly string[]): string[] =>
    part ? parts.flatMap(word => names.flatMap(name => [`${name}_${word}`, `${word}_${name}`])) : [...names]
  return [all(INPUTS), all(LABELS)]
}

const PART_NAMES = ['train', 'validation', 'test', undefined] as const
const KNOWN: ReadonlySet<string> = new Set(PART_NAMES.flatMap(part => namesOf(part).flat()))

/** Inputs and labels of a part; undefined if it has neither. @throws DataFileError if it has one of both */
function partOf(arrays: Arrays, path: string, part: keyof typeof PARTS | undefined): ArrayPart | undefined {
  const [inputs, labels] = namesOf(part)
  const x = inputs.flatMap(name => arrays.get(name) ?? [])
  const y = labels.flatMap(name => arrays.get(name) ?? [])
  if (x.length === 0 && y.length === 0) return undefined
  if (x[0] !== undefined && y[0] !== undefined && x.length + y.length === 2) return { x: x[0], y: y[0] }
  throw new DataFileError({
    ...{ file: path, what: part ? `the part ${part}` : 'the data' },
    found: `made of ${[...x, ...y].map(({ name }) => name).join(', ')}`,
    expected: `one array of inputs, such as ${inputs[0]}, and one of labels, such as ${labels[0]}`,
    remedy: 'Save both under such names by numpy.savez.',
  })
}

function noArrays(path: string, arrays: Arrays): DataFileError {
  return new DataFileError({
    ...{ file: path, what: 'what it holds' },
    found: arrays.size === 0 ? 'no array of a known name' : `${Array.from(arrays.keys()).join(', ')} alone`,
    expected: 'x_train and y_train (x_test, y_test), train_images and train_labels, or x and y',
    remedy: 'Save the arrays under such names by numpy.savez.',
  })
}
