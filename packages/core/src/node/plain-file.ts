import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { withMemory } from '../memory.ts'
import { FileError } from './file-error.ts'

/** Largest file in bytes, unless a smaller limit is given: more than the largest network's file has. */
const LARGEST_FILE = 2 ** 31 - 1

/**
 * Reads a file from its start, as far as the caller asks. It refuses anything but a plain file before it
 * reads: devices have no end, and reading a pipe without a writer would wait for ever.
 */
export class PlainFile {
  readonly #path: string
  readonly #handle: FileHandle
  /** Bytes, when it was opened: what is added later is not read. */
  readonly size: number

  private constructor(path: string, handle: FileHandle, size: number) {
    this.#path = path
    this.#handle = handle
    this.size = size
  }

  /**
   * Opens a file, returns the result of `use`, and closes the file.
   * @throws FileError if it is no plain file, or cannot be read
   */
  static async use<T>(path: string, use: (file: PlainFile) => Promise<T>): Promise<T> {
    // Windows knows no O_NONBLOCK, which is undefined there.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(error => {
      throw new FileError('read', path, error)
    })
    try {
      const status = await handle.stat()
      if (status.isFile()) return await use(new PlainFile(path, handle, status.size))
      const problem = status.isDirectory()
        ? 'it is a folder. Name a file in it.'
        : 'it is a device or a pipe: expected a plain file. Copy what it gives into one.'
      throw new FileError('read', path, undefined, problem)
    } finally {
      await handle.close()
    }
  }

  /** All of a file of a bearable size. @throws FileError as above, and if it is longer */
  static async read(path: string, limit = LARGEST_FILE): Promise<Uint8Array<ArrayBuffer>> {
    return await PlainFile.use(path, async file => {
      file.checkSize(limit)
      return await file.read(file.size)
    })
  }

  /** @throws FileError if it is longer */
  checkSize(limit = LARGEST_FILE): void {
    if (this.size <= limit) return
    const problem = `it is longer than ${limit} bytes, as no file of Gradus is. Check the path.`
    throw new FileError('read', this.#path, undefined, problem)
  }

  /** So many bytes from its start, fewer where it ends before. @throws FileError, MemoryError */
  async read(length: number): Promise<Uint8Array<ArrayBuffer>> {
    return await this.#readFrom(0, length)
  }

  /** All of its bytes, in pieces of so many, of which the last may be shorter. @throws as read does */
  async *pieces(length: number): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
    for (let start = 0; start < this.size; start += length) {
      const piece = await this.#readFrom(start, length)
      yield piece
      if (piece.length < length) return
    }
  }

  async #readFrom(start: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const most = Math.min(length, this.size - start)
    const bytes = withMemory(most, () => new Uint8Array(most))
    let end = 0
    try {
      while (end < bytes.length) {
        const { bytesRead } = await this.#handle.read(bytes, end, bytes.length - end, start + end)
        if (bytesRead === 0) break
        end += bytesRead
      }
    } catch (error) {
      throw new FileError('read', this.#path, error)
    }
    return bytes.subarray(0, end)
  }
}
