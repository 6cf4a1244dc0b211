import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { FileError } from '@gradus/core/node'
import { listed } from '../tables/row.ts'
import { TableError } from './table-error.ts'
import { readTable, type TableFile } from './table-file.ts'
import type { Loading } from './table-text.ts'

/** The parts of a table, or what belongs to each of them. */
export interface TableParts<T> {
  readonly train: T
  readonly validation: T | undefined
  readonly test: T | undefined
}

/** The result of `make` for each part. */
export function eachPart<T, Made>(
  { train, validation, test }: TableParts<T>,
  make: (part: T) => Made,
): TableParts<Made> {
  return { train: make(train), validation: validation && make(validation), test: test && make(test) }
}

/** The parts that there are, the training part first. */
export function partsIn<T>({ train, validation, test }: TableParts<T>): T[] {
  return [train, ...(validation === undefined ? [] : [validation]), ...(test === undefined ? [] : [test])]
}

/** Ends of the names of tables. */
const TABLE_NAME = /\.(csv|tsv)$/i

/**
 * Reads the tables of a file, or of a folder with train.csv, and validation.csv and test.csv if there are.
 * @throws FileError, TableError
 */
export async function readTables(
  path: string,
  { onProgress, signal }: Loading,
): Promise<TableParts<TableFile>> {
  const files = await filesOf(path)
  const sizes = await Promise.all(partsIn(files).map(sizeOf))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  let before = 0
  const read = async (file: string): Promise<TableFile> => {
    const table = await readTable(file, {
      signal,
      onProgress: progress => onProgress?.({ ...progress, done: before + progress.done, total }),
    })
    before += await sizeOf(file)
    return table
  }
  const train = await read(files.train)
  const validation = files.validation === undefined ? undefined : await read(files.validation)
  const test = files.test === undefined ? undefined : await read(files.test)
  return { train, validation, test }
}

async function sizeOf(file: string): Promise<number> {
  const status = await stat(file).catch(error => {
    throw new FileError('read', file, error)
  })
  return status.size
}

async function filesOf(path: string): Promise<TableParts<string>> {
  const status = await stat(path).catch(() => undefined)
  if (!status?.isDirectory()) return { train: path, validation: undefined, test: undefined }
  const names = (await readdir(path)).filter(name => TABLE_NAME.test(name) && !name.startsWith('.')).sort()
  const [validation, test] = [
    partIn(path, names, ['validation', 'valid', 'val', 'dev']),
    partIn(path, names, ['test', 'testing']),
  ]
  const others = names.filter(name => name !== validation && name !== test)
  const train = partIn(path, names, ['train', 'training']) ?? (others.length === 1 ? others[0] : undefined)
  if (train === undefined) {
    throw new TableError({
      ...{ file: path, what: 'the training part', found: 'missing' },
      expected: `train.csv beside ${listed(names)}`,
      remedy: 'Name its file train.csv, or pass the path of one file.',
    })
  }
  const at = (name: string | undefined) => (name === undefined ? undefined : join(path, name))
  return { train: join(path, train), validation: at(validation), test: at(test) }
}

/** The file with one of these words in its name. @throws TableError if there are two */
function partIn(path: string, names: readonly string[], words: readonly string[]): string | undefined {
  const found = names.filter(name =>
    name
      .toLowerCase()
      .split(/[^a-z]+/)
      .some(word => words.includes(word)),
  )
  if (found.length < 2) return found[0]
  throw new TableError({
    ...{
      file: path,
      what: `the file ${words[0]}.csv`,
      found: `one of ${listed(found)}`,
      expected: 'one file',
    },
    remedy: 'Keep one of them in the folder.',
  })
}
