import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { GreyImage } from '@gradus/core'
import { FileError, PlainFile, writeFileAtomic } from '@gradus/core/node'

/** Version of the way from files to images: another one makes other bytes, and finds none of this one's files. */
const VERSION = 2

/** Bytes of all files that are kept, at the most. */
const MOST_BYTES = 2 ** 31
/** Beginning of a file: its kind. After it stand the SHA-256 of the images, and the images. */
const BEGINNING = new TextEncoder().encode('gradus pictures\n')
const HASH_BYTES = 32

/** Images of decoded pictures, in a file each set, named by the hash of what they were made of. */
export class PictureCache {
  readonly #folder: string | undefined
  readonly #most: number

  /**
   * @param folder by default `gradus` in XDG_CACHE_HOME or ~/.cache, unless GRADUS_CACHE names another; false for none
   * @param most bytes of all files
   */
  constructor(folder: string | false | undefined, most = MOST_BYTES) {
    this.#folder = folder === false ? undefined : (folder ?? usualFolder())
    this.#most = most
  }

  /**
   * The name of the images of these files.
   * @param names paths within their folder, in order @param hashes SHA-256 of each file
   */
  static key(names: readonly string[], hashes: readonly string[], image: GreyImage): string {
    const { rows, cols, form = 'normalised' } = image
    const hash = createHash('sha256').update(JSON.stringify([VERSION, rows, cols, form, names.length]))
    names.forEach((name, i) => {
      hash.update(`\0${name}\0${hashes[i]}`)
    })
    return hash.digest('hex')
  }

  /** The images of this name, of so many bytes; undefined if there are none, or others. */
  async read(key: string, size: number): Promise<Uint8Array | undefined> {
    const path = this.#path(key)
    if (path === undefined) return undefined
    try {
      const length = BEGINNING.length + HASH_BYTES + size
      const bytes = await PlainFile.use(path, file =>
        file.size === length ? file.read(length) : Promise.resolve(new Uint8Array(0)),
      )
      const images = bytes.subarray(BEGINNING.length + HASH_BYTES)
      if (bytes.length !== length || Buffer.compare(bytes.subarray(0, -size), beginningOf(images)) !== 0)
        return undefined
      const now = new Date()
      await utimes(path, now, now).catch(() => undefined)
      return images
    } catch (error) {
      if (error instanceof FileError) return undefined
      throw error
    }
  }

  /** Keeps images, and removes those that were not used for longest. @returns a sentence if that is impossible */
  async write(key: string, images: Uint8Array): Promise<string | undefined> {
    const path = this.#path(key)
    if (this.#folder === undefined || path === undefined || images.length > this.#most) return undefined
    try {
      await mkdir(this.#folder, { recursive: true })
      await writeFileAtomic(path, Buffer.concat([beginningOf(images), images]))
      await this.#removeOld(this.#folder)
      return undefined
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return `The decoded pictures are not kept for the next time: ${reason}`
    }
  }

  #path(key: string): string | undefined {
    return this.#folder === undefined ? undefined : join(this.#folder, `${key}.pictures`)
  }

  async #removeOld(folder: string): Promise<void> {
    const names = (await readdir(folder)).filter(name => /^[0-9a-f]{64}\.pictures$/.test(name))
    const files = await Promise.all(
      names.map(async name => {
        const status = await stat(join(folder, name)).catch(() => undefined)
        return status ? [{ name, size: status.size, used: status.mtimeMs }] : []
      }),
    )
    let room = this.#most
    for (const { name, size } of files.flat().sort((a, b) => b.used - a.used)) {
      room -= size
      if (room < 0) await rm(join(folder, name), { force: true })
    }
  }
}

function beginningOf(images: Uint8Array): Uint8Array {
  return Buffer.concat([BEGINNING, createHash('sha256').update(images).digest()])
}

function usualFolder(): string {
  const { GRADUS_CACHE, XDG_CACHE_HOME } = process.env
  return GRADUS_CACHE ? resolve(GRADUS_CACHE) : join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'gradus')
}
