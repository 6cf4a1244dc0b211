import type { Dirent } from 'node:fs'
import { opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { inClassOrder, sortedByBytes } from '../class-names.ts'
import { DataFileError } from './data-file-error.ts'

/** Picture files of one part: file i is of class labels[i]. */
export interface PictureFiles {
  /** Paths, class after class, in a class by the bytes of their names. */
  readonly paths: readonly string[]
  /** One class a file. */
  readonly labels: Uint8Array
}

/** A folder of pictures, listed. */
export interface PictureFolder {
  readonly train: PictureFiles
  readonly validation: PictureFiles | undefined
  readonly test: PictureFiles | undefined
  /** Names of the classes, in their order. */
  readonly names: readonly string[]
  /** Sentences about what was passed over. */
  readonly notes: readonly string[]
}

/** Names of the folders of parts. */
const PARTS = {
  train: ['train', 'training'],
  validation: ['validation', 'val', 'valid'],
  test: ['test', 'testing'],
} as const
type PartName = keyof typeof PARTS
const PART_NAMES = ['train', 'validation', 'test'] as const

/** Files in a folder at the most, so that a listing does not fill the memory. */
const MOST_FILES = 2 ** 20
/** Labels are bytes. */
const MOST_CLASSES = 256
/** Characters of a class's name, at the most: those of a model file. */
const LONGEST_NAME = 100
/** Files and folders that a message names, at the most. */
const SHOWN = 10

/**
 * Lists a folder with a folder of pictures a class, or with folders train, validation and test of such folders.
 * @param order classes of a model: the data have no others, and these in their order
 * @throws DataFileError for a folder of another form
 */
export async function listPictures(
  path: string,
  order: readonly string[] | undefined,
): Promise<PictureFolder> {
  const { folders } = await listingOf(path)
  const found = new Map<PartName, string>()
  for (const part of PART_NAMES) {
    const named = folders.filter(name => PARTS[part].some(known => known === name.toLowerCase()))
    if (named[1] !== undefined) throw twoFolders(path, part, named)
    if (named[0] !== undefined) found.set(part, named[0])
  }
  const passed = new PassedOver()
  if (found.size === 0) {
    const classes = await classesIn(path, passed)
    const names = order ?? checkedNames(path, inClassOrder(classes.keys()))
    const train = filesOf(path, classes, names)
    return { train, validation: undefined, test: undefined, names, notes: passed.notes() }
  }
  passed.folders(folders.filter(name => !Array.from(found.values()).includes(name)))
  return await listParts(path, found, order, passed)
}

async function listParts(
  path: string,
  found: ReadonlyMap<PartName, string>,
  order: readonly string[] | undefined,
  passed: PassedOver,
): Promise<PictureFolder> {
  const trainFolder = found.get('train')
  if (trainFolder === undefined) {
    const parts = Array.from(found.values()).join(', ')
    throw wrong(
      path,
      'the folder',
      `one of ${parts} alone`,
      'a folder train as well',
      'Add the folder train.',
    )
  }
  const parts = new Map<PartName, Map<string, string[]>>()
  for (const [part, name] of found) parts.set(part, await classesIn(join(path, name), passed))
  const train = parts.get('train') ?? new Map<string, string[]>()
  const names = order ?? checkedNames(join(path, trainFolder), inClassOrder(train.keys()))
  const files = (part: PartName): PictureFiles | undefined => {
    const [name, classes] = [found.get(part), parts.get(part)]
    return name === undefined || !classes ? undefined : filesOf(join(path, name), classes, names)
  }
  return {
    train: filesOf(join(path, trainFolder), train, names),
    validation: files('validation'),
    test: files('test'),
    ...{ names, notes: passed.notes() },
  }
}

/** Picture files of each class, in the folder of a part. */
async function classesIn(path: string, passed: PassedOver): Promise<Map<string, string[]>> {
  const { folders, files } = await listingOf(path)
  passed.files(files, path)
  if (folders.length > MOST_CLASSES) {
    const expected = `at most ${MOST_CLASSES}, one a class`
    throw wrong(path, 'the number of folders', String(folders.length), expected, 'Take fewer classes.')
  }
  const classes = new Map<string, string[]>()
  let count = 0
  for (const name of folders) {
    const folder = join(path, name)
    const listing = await listingOf(folder)
    const pictures = listing.files.filter(isPicture)
    passed.files(
      listing.files.filter(file => !isPicture(file)),
      folder,
    )
    if (listing.folders.length > 0) {
      const found = `a folder too: ${listed(listing.folders)}`
      const remedy = `Move its pictures into ${name}, or name the folder that holds the folders of the classes.`
      throw wrong(folder, 'what it holds', found, 'pictures of one class', remedy)
    }
    if (pictures.length === 0) {
      const remedy =
        'Put pictures of the class into it, or remove it. Other pictures become PNG by `gradus data convert`.'
      throw wrong(folder, 'the number of PNG and JPEG pictures in it', '0', 'at least 1', remedy)
    }
    count += pictures.length
    if (count > MOST_FILES) throw tooMany(path)
    classes.set(
      name,
      sortedByBytes(pictures).map(picture => join(folder, picture)),
    )
  }
  if (classes.size > 0) return classes
  throw wrong(
    path,
    'the number of folders in it',
    '0',
    'a folder of pictures a class',
    'Sort the pictures into such folders.',
  )
}

/** The files of the classes, one class after the other. @throws DataFileError for a class of another name */
function filesOf(
  path: string,
  classes: ReadonlyMap<string, readonly string[]>,
  names: readonly string[],
): PictureFiles {
  const others = Array.from(classes.keys()).filter(name => !names.includes(name))
  if (others.length > 0) {
    const expected = `one of the ${names.length} classes ${listed(names)}`
    const remedy = 'Rename the folder, or remove it; names are compared letter by letter.'
    throw wrong(path, 'the class in it', listed(others), expected, remedy)
  }
  const paths: string[] = []
  const labels: number[] = []
  for (const [label, name] of names.entries()) {
    for (const file of classes.get(name) ?? []) {
      paths.push(file)
      labels.push(label)
    }
  }
  return { paths, labels: Uint8Array.from(labels) }
}

function checkedNames(path: string, names: readonly string[]): readonly string[] {
  const long = names.find(name => name.length > LONGEST_NAME || name.trim() === '')
  if (long !== undefined) {
    const expected = `a name of 1 .. ${LONGEST_NAME} characters`
    throw wrong(path, 'the folder of a class', JSON.stringify(long), expected, 'Rename it.')
  }
  if (names.length >= 2) return names
  const found = listed(names)
  const remedy = 'Put a folder of pictures for each class there, or name the folder above.'
  throw wrong(path, 'the only class', found, 'at least two classes', remedy)
}

/** Names of what is in a folder, by the bytes of their UTF-8; hidden ones are left out. */
interface Listing {
  readonly folders: readonly string[]
  readonly files: readonly string[]
}

async function listingOf(path: string): Promise<Listing> {
  const folders: string[] = []
  const files: string[] = []
  try {
    for await (const entry of await opendir(path, { bufferSize: 1024 })) {
      if (entry.name.startsWith('.')) continue
      if (await isFolder(entry)) folders.push(entry.name)
      else files.push(entry.name)
      if (folders.length + files.length > MOST_FILES) throw tooMany(path)
    }
  } catch (error) {
    if (error instanceof DataFileError) throw error
    const found =
      error instanceof Error && 'code' in error ? `unreadable (${String(error.code)})` : String(error)
    throw new DataFileError(
      {
        ...{ file: path, what: 'the folder', found, expected: 'a folder of pictures' },
        remedy: 'Check the path and its permissions.',
      },
      { cause: error },
    )
  }
  return { folders: sortedByBytes(folders), files: sortedByBytes(files) }
}

/** Whether an entry is a folder, or a link to one. */
async function isFolder(entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory()
  const target = await stat(join(entry.parentPath, entry.name)).catch(() => undefined)
  return target?.isDirectory() ?? false
}

/** Whether the name of a file is that of a picture that can be decoded. */
function isPicture(name: string): boolean {
  return /\.(png|jpe?g)$/i.test(name)
}

/** Names of files and folders that no class has. */
class PassedOver {
  readonly #files: string[] = []
  readonly #folders: string[] = []

  files(names: readonly string[], folder: string): void {
    for (const name of names) this.#files.push(join(folder, name))
  }

  folders(names: readonly string[]): void {
    this.#folders.push(...names)
  }

  notes(): string[] {
    const [files, folders] = [this.#files, this.#folders]
    return [
      ...(files.length > 0
        ? [
            `${files.length} files are passed over, as they are no PNG or JPEG pictures of a class: ${listed(files)}.`,
          ]
        : []),
      ...(folders.length > 0 ? [`Folders beside train are passed over: ${listed(folders)}.`] : []),
    ]
  }
}

/** Names in a message: the first of them, and how many there are more. */
function listed(names: readonly string[]): string {
  const more = names.length - SHOWN
  return names.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function wrong(file: string, what: string, found: string, expected: string, remedy: string): DataFileError {
  return new DataFileError({ file, what, found, expected, remedy })
}

function twoFolders(path: string, part: PartName, names: readonly string[]): DataFileError {
  return wrong(
    path,
    `the folder for ${part}`,
    names.join(' and '),
    'one folder',
    'Rename or remove one of them.',
  )
}

function tooMany(path: string): DataFileError {
  const expected = `at most ${MOST_FILES}`
  return wrong(path, 'the number of files', `above ${MOST_FILES}`, expected, 'Take fewer of them.')
}
