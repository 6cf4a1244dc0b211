import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { sortedByBytes } from '../class-names.ts'
import type { KnownNames } from './array-labels.ts'
import { classNamesFile } from './class-names-file.ts'
import { DataFileError } from './data-file-error.ts'

/** Paths of the images and the labels of a part. */
export interface IdxPair {
  readonly images: string
  readonly labels: string
}

/** The IDX files of one set of data. */
export interface IdxSet {
  readonly folder: string
  /** Beginning of the names of all files, such as `emnist-letters-`. */
  readonly prefix: string
  /** Whether they have the names that MNIST gave them. */
  readonly isMnistNamed: boolean
  readonly train: IdxPair | undefined
  readonly validation: IdxPair | undefined
  readonly test: IdxPair | undefined
}

/** A name such as `emnist-letters-train-images-idx3-ubyte.gz`. */
const NAME = /^(.*?)(train|t10k|test|val|validation)-(images|labels)[-.]idx[1-4]-[a-z0-9]+(\.gz)?$/i

/**
 * The folder with the IDX files: this one, or the one that torchvision makes in it (`raw`, `MNIST/raw`); undefined
 * if there is none.
 * @throws DataFileError if there are several
 */
export async function idxFolder(path: string): Promise<string | undefined> {
  if (await hasIdx(path)) return path
  const raw: string[] = []
  for (const folder of [path, ...(await foldersIn(path)).map(name => join(path, name))]) {
    if (await hasIdx(join(folder, 'raw'))) raw.push(join(folder, 'raw'))
  }
  if (raw.length <= 1) return raw[0]
  throw new DataFileError({
    ...{ file: path, what: 'the folder', found: `one of several sets: ${raw.join(', ')}` },
    ...{ expected: 'the IDX files of one', remedy: 'Name the folder of one of them.' },
  })
}

/** Whether the name is that of an IDX file. */
export function isIdxName(path: string): boolean {
  return NAME.test(basename(path))
}

async function hasIdx(path: string): Promise<boolean> {
  return (await readdir(path).catch(() => [])).some(isIdxName)
}

async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
  return sortedByBytes(entries.filter(entry => !entry.isFile()).map(({ name }) => name)).slice(0, 100)
}

/**
 * The files of one set of data in a folder, or of the set that a file belongs to.
 * @throws DataFileError if there are several sets
 */
export async function idxSet(path: string): Promise<IdxSet> {
  const isFile = await stat(path).then(
    status => status.isFile(),
    () => false,
  )
  const folder = isFile ? dirname(path) : path
  const names = sortedByBytes((await readdir(folder).catch(() => [])).filter(isIdxName))
  const prefixes = new Set(names.map(prefixOf))
  const [first = ''] = prefixes
  const prefix = isFile ? prefixOf(basename(path)) : first
  if (!isFile && prefixes.size > 1) {
    throw new DataFileError({
      ...{
        file: folder,
        what: 'the folder',
        found: `one of ${prefixes.size} sets: ${Array.from(prefixes).join(', ')}`,
      },
      expected: 'the IDX files of one',
      remedy: 'Name a file of the set that you want, or put its files into a folder of their own.',
    })
  }
  const own = names.filter(name => prefixOf(name) === prefix)
  const pair = (...parts: string[]): IdxPair | undefined => pairOf(folder, own, parts)
  return {
    ...{ folder, prefix },
    isMnistNamed: prefix === '' && own.every(name => /^(train|t10k)-/.test(name)),
    ...{ train: pair('train'), validation: pair('val', 'validation'), test: pair('t10k', 'test') },
  }
}

function prefixOf(name: string): string {
  return NAME.exec(name)?.[1] ?? ''
}

function pairOf(folder: string, names: readonly string[], parts: readonly string[]): IdxPair | undefined {
  const find = (kind: string): string | undefined => {
    const found = names.filter(name => {
      const [, , part = '', of] = NAME.exec(name) ?? []
      return parts.includes(part.toLowerCase()) && of?.toLowerCase() === kind
    })
    // Plain files before gzipped ones.
    return found.find(name => !name.endsWith('.gz')) ?? found[0]
  }
  const [images, labels] = [find('images'), find('labels')]
  if (images !== undefined && labels !== undefined)
    return { images: join(folder, images), labels: join(folder, labels) }
  const one = images ?? labels
  if (one === undefined) return undefined
  throw new DataFileError({
    ...{ file: folder, what: 'what it holds', found: `${one} alone` },
    expected: 'the files of images and of labels',
    remedy: `Put ${images === undefined ? 'its images' : 'its labels'} beside it.`,
  })
}

/** Names of the classes beside a set: in classes.txt, or in EMNIST's mapping file. @throws DataFileError */
export async function namesOfSet({ folder, prefix }: IdxSet): Promise<KnownNames | undefined> {
  const names = await classNamesFile(folder)
  if (names || prefix === '') return names
  const file = join(folder, `${prefix}mapping.txt`)
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : mappingOf(text, file)
}

/** EMNIST's mapping: a line a label, with the codes of its characters, of which the first is its name. */
function mappingOf(text: string, file: string): ReadonlyMap<number, string> {
  const lines = text.trimEnd().split(/\r?\n/)
  const names = lines.map((line, i) => {
    const [, label = '', code = ''] = /^(\d{1,3})\s+(\d{1,7})(?:\s+\d+)*\s*$/.exec(line) ?? []
    if (label !== '' && Number(code) > 32 && Number(code) <= 0x10ffff)
      return [Number(label), String.fromCodePoint(Number(code))] as const
    throw new DataFileError({
      ...{ file, what: `line ${i + 1}`, found: JSON.stringify(line.slice(0, 40)) },
      expected: 'a label and the codes of its characters, such as "1 65 97"',
      remedy: 'Get the file again, or remove it.',
    })
  })
  return new Map(names)
}
