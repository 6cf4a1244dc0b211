import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { GradusError, type GreyImage, MemoryError } from '@gradus/core'
import { MAX_IDX_BYTES } from '@gradus/mnist'
import { decodePicture } from '../pictures/decoder.ts'
import { imageOf } from '../pictures/forms.ts'
import { atOnce, type DecodedPicture } from '../pictures/picture.ts'
import { DataFileError } from './data-file-error.ts'
import type { LoadDataOptions } from './loaded-data.ts'
import { PictureCache } from './picture-cache.ts'
import type { PictureFolder } from './picture-folder.ts'
import { Turns } from './turns.ts'

/** Bytes of files that are kept in memory from their hash to their decoding, at the most. */
const KEPT_BYTES = 2 ** 28
/** Bytes of a picture file, at the most. */
const MOST_BYTES = 2 ** 26
/** Pixels of a side of a picture, at the most. */
const MOST_SIDE = 8192
/** Share of the work that reading and hashing is. */
const READING = 0.2
/** Pictures that are looked at to judge all of them. */
const SAMPLE = 200
/** Damaged pictures that a message names, at the most. */
const SHOWN = 10

/** The path of a file in a folder, with the same separators everywhere. */
export function nameIn(folder: string, path: string): string {
  return relative(folder, path).replaceAll(sep, '/')
}

/** The files of all parts of a folder of pictures. */
export class PictureContents {
  readonly #path: string
  readonly #paths: readonly string[]
  readonly #turns: Turns
  readonly #hashes: string[] = []
  readonly #kept: (Uint8Array | undefined)[] = []
  readonly #damaged: string[] = []
  readonly #cache: PictureCache
  readonly #notes: string[] = []

  constructor(path: string, { train, validation, test }: PictureFolder, options: LoadDataOptions) {
    this.#path = path
    this.#paths = [train, validation, test].flatMap(part => part?.paths ?? [])
    this.#turns = new Turns(options, this.#paths.length, 'files')
    this.#cache = new PictureCache(options.cache)
  }

  /** Sentences about what could not be done. */
  get notes(): readonly string[] {
    return this.#notes
  }

  /** Reads every file for its SHA-256, and keeps as many as the memory may hold. */
  async hash(): Promise<void> {
    let room = KEPT_BYTES
    for (const [i, path] of this.#paths.entries()) {
      const bytes = this.#read(path)
      room -= bytes?.length ?? 0
      this.#hashes.push(bytes ? sha256(bytes) : '')
      this.#kept.push(room > 0 ? bytes : undefined)
      if (this.#turns.isOver) await this.#turns.next(i * READING)
    }
    this.#checkDamaged()
  }

  /** Some of the pictures, spread evenly over all of them. @throws DataFileError for damaged ones */
  sample(): DecodedPicture[] {
    const count = Math.min(SAMPLE, this.#paths.length)
    const pictures = Array.from({ length: count }, (_, k) =>
      this.#decode(Math.floor((k * this.#paths.length) / count), picture => picture),
    )
    this.#checkDamaged()
    return pictures.flatMap(picture => picture ?? [])
  }

  /**
   * The images of all pictures, one after the other; from the cache if they were decoded before.
   * @throws DataFileError for those that are damaged, or too many
   */
  async images(image: GreyImage): Promise<Uint8Array> {
    this.#checkCount(image)
    const names = this.#paths.map(path => nameIn(this.#path, path))
    const key = PictureCache.key(names, this.#hashes, image)
    const size = this.#paths.length * image.rows * image.cols
    const pixels = (await this.#cache.read(key, size)) ?? (await this.#decodeAll(key, image))
    this.#turns.end()
    return pixels
  }

  #checkCount({ rows, cols }: GreyImage): void {
    const most = Math.floor(MAX_IDX_BYTES / (rows * cols))
    if (this.#paths.length <= most) return
    throw new DataFileError({
      ...{ file: this.#path, what: `the number of pictures of ${rows} x ${cols}` },
      ...{ found: String(this.#paths.length), expected: `at most ${most}` },
      remedy: 'Take fewer of them, or a smaller size.',
    })
  }

  async #decodeAll(key: string, image: GreyImage): Promise<Uint8Array> {
    const size = image.rows * image.cols
    const pixels = new Uint8Array(this.#paths.length * size)
    for (const i of this.#paths.keys()) {
      const bytes = this.#decode(i, picture => atOnce(imageOf(picture, image)))
      if (bytes) pixels.set(bytes, i * size)
      this.#kept[i] = undefined
      if (this.#turns.isOver) await this.#turns.next(this.#paths.length * READING + i * (1 - READING))
    }
    this.#checkDamaged()
    const note = await this.#cache.write(key, pixels)
    if (note !== undefined) this.#notes.push(note)
    return pixels
  }

  /** Decodes file i; undefined if it is damaged. */
  #decode<T>(i: number, use: (picture: DecodedPicture) => T): T | undefined {
    const path = this.#paths[i]
    const bytes = this.#kept[i] ?? this.#read(path)
    if (!bytes) return undefined
    if (this.#kept[i] === undefined && sha256(bytes) !== this.#hashes[i]) {
      this.#refuse(path, 'It was changed while it was read: expected the same bytes. Load the folder again.')
      return undefined
    }
    try {
      return use(atOnce(decodePicture(bytes, { maxSide: MOST_SIDE })))
    } catch (error) {
      if (!(error instanceof GradusError) || error instanceof MemoryError) throw error
      this.#refuse(path, error.message)
      return undefined
    }
  }

  #read(path: string): Uint8Array | undefined {
    try {
      const status = statSync(path)
      if (!status.isFile()) this.#refuse(path, 'It is no plain file: expected a picture. Remove it.')
      else if (status.size > MOST_BYTES)
        this.#refuse(path, `It is ${status.size} bytes long: expected at most ${MOST_BYTES}. Scale it down.`)
      else return readFileSync(path)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error
      this.#refuse(
        path,
        `It is unreadable (${String(error.code)}): expected a picture. Check its permissions, or remove it.`,
      )
    }
    return undefined
  }

  #refuse(path: string, reason: string): void {
    this.#damaged.push(`${relative(this.#path, path)}: ${reason}`)
  }

  #checkDamaged(): void {
    const count = this.#damaged.length
    if (count === 0) return
    throw new DataFileError({
      ...{ file: this.#path, what: 'the number of pictures that cannot be used', found: String(count) },
      ...{ expected: 'none', remedy: 'Repair or remove them.' },
      faults: this.#damaged.slice(0, SHOWN),
    })
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
