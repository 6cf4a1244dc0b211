import { readdir, stat } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import { OptionError, type Table } from '@gradus/core'
import { FIRST_BYTES, otherFile, PlainFile } from '@gradus/core/node'
import { MissingDataError } from '@gradus/mnist/node'
import { listed } from '../tables/row.ts'
import { loadArrays } from './arrays.ts'
import { DataFileError } from './data-file-error.ts'
import { loadEmbedded, loadIdx } from './idx.ts'
import { idxFolder, isIdxName } from './idx-folder.ts'
import type { LoadDataOptions, LoadedData } from './loaded-data.ts'
import { loadPictures } from './pictures.ts'
import type { TableRow } from './table-rows.ts'

/**
 * Data of any kind, found out by looking: a folder of IDX files, a folder with a folder of pictures a class, a
 * table (.csv or .tsv, or a folder of them), or arrays of NumPy (.npz, or a folder of .npy files).
 * @param path without it the folder or file that GRADUS_DATA names, or else the embedded MNIST
 * @throws GradusError naming the file, the place in it and what to do
 */
export async function loadData(path: string | undefined, options: LoadDataOptions = {}): Promise<LoadedData> {
  if (path !== undefined && (typeof path !== 'string' || path === '')) {
    const message = `path is ${JSON.stringify(path)}: expected the path of a folder or a file. Leave it out for the embedded MNIST.`
    throw new OptionError('path', message)
  }
  const { GRADUS_DATA } = process.env
  const own = path ?? GRADUS_DATA
  if (!own) return await loadEmbedded(options)
  const source = resolve(own)
  const loader = await loaderOf(source)
  return await loader(source, options)
}

/**
 * The rows of a table for a model: CSV or TSV, with or without the label, or JSON: an object, or a list of them.
 * Columns of a CSV that the model does not take are passed over, and values such as NA are missing.
 * @param source the path of a file, or its bytes
 * @param name the name of bytes in errors
 * @throws FileError if it cannot be read
 * @throws TableError naming the line and the column
 */
export async function readRows(
  source: string | Uint8Array,
  table: Table,
  name = 'the input',
): Promise<readonly TableRow[]> {
  const { rowsOfTable } = await import('./table-rows.ts')
  return await rowsOfTable(source, table, name)
}

type Loader = (path: string, options: LoadDataOptions) => Promise<LoadedData>

async function loaderOf(path: string): Promise<Loader> {
  const status = await stat(path).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) return undefined
    const problem = `${path} is missing: expected a folder or a file of data there.`
    throw new MissingDataError(problem, [path], { cause: error })
  })
  // The reader of IDX folders tells what is unreadable.
  if (!status) return loadIdx
  return status.isDirectory() ? await loaderOfFolder(path) : await loaderOfFile(path)
}

/** The loader of tables, which is a program of its own size. */
const loadTable: Loader = async (path, options) => {
  const tables = await import('./table.ts')
  return await tables.loadTable(path, options)
}

/** Files of a kind, by the ends of their names. */
const LOADERS: Readonly<Record<string, Loader>> = {
  '.npz': loadArrays,
  '.npy': loadArrays,
  '.csv': loadTable,
  '.tsv': loadTable,
}

function loaderNamed(name: string): Loader | undefined {
  return LOADERS[extname(name).toLowerCase()]
}

async function loaderOfFile(path: string): Promise<Loader> {
  const named = loaderNamed(path)
  if (named) return named
  if (isIdxName(path)) return loadIdx
  const start = await PlainFile.use(path, file => file.read(FIRST_BYTES))
  const other = otherFile(start, 'data')
  const found = other ? other.name : 'of another kind'
  if (/of NumPy arrays$/.test(found)) return loadArrays
  throw new DataFileError({
    ...{ file: path, what: 'the file', found, expected: 'a table (.csv, .tsv) or arrays (.npz)' },
    remedy: `${other?.remedy ?? 'Name a folder of IDX files or of pictures, or a file of these kinds'}.`,
  })
}

async function loaderOfFolder(path: string): Promise<Loader> {
  if ((await idxFolder(path)) !== undefined) return loadIdx
  const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
  const visible = entries.filter(({ name }) => !name.startsWith('.'))
  if (visible.some(({ name }) => /\.np[yz]$/i.test(name))) return loadArrays
  const folders = await Promise.all(
    visible.map(async entry => {
      if (!entry.isSymbolicLink()) return entry.isDirectory()
      const target = await stat(join(path, entry.name)).catch(() => undefined)
      return target?.isDirectory() ?? false
    }),
  )
  if (folders.includes(true)) return loadPictures
  if (visible.some(({ name }) => loaderNamed(name) === loadTable)) return loadTable
  const pictures = visible.some(({ name }) => /\.(png|jpe?g)$/i.test(name))
  throw new DataFileError({
    ...{ file: path, what: 'the folder' },
    found: visible.length === 0 ? 'empty' : `without data in ${listed(visible.map(({ name }) => name))}`,
    expected: 'a folder of pictures a class, IDX files, a table (.csv, .tsv), or arrays (.npz)',
    remedy: pictures
      ? 'Sort the pictures into a folder a class.'
      : 'Name the folder or the file that has them.',
  })
}
