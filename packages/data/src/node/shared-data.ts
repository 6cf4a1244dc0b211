import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { type Examples, MemoryError } from '@gradus/core'

/** Bytes that are copied, or hashed, before the event loop gets its turn. */
const PIECE = 2 ** 23

/** Examples as plain data. */
export type PlainExamples = Examples & {
  /** Pixels a row, where they are known. */
  readonly cols?: number | undefined
}

/**
 * Data in memory that threads share. What is in such memory already is taken as it is, all else is copied once,
 * and the event loop has its turn meanwhile.
 * @example
 * ```ts
 * import { denseExamples } from '@gradus/core'
 * import { SharedData } from '@gradus/data/node'
 *
 * const examples = await new SharedData().take(denseExamples([[[0.5], [1]]]))
 * console.log(examples.kind === 'dense' && examples.x.buffer instanceof SharedArrayBuffer) // prints true
 * ```
 */
export class SharedData {
  /** Copies by what they are copies of: sets may share their arrays. */
  readonly #copies = new Map<ArrayBufferView, SharedArrayBuffer>()

  /**
   * The examples as plain data: of those of a class only its fields would arrive.
   * @param isHashed whether they get a hash, by which a checkpoint knows them, if they come without one
   * @throws MemoryError
   */
  async take(examples: PlainExamples, isHashed = false): Promise<PlainExamples> {
    const { length, inputSize, outputSize, cols } = examples
    const hash = examples.hash ?? (isHashed ? await hashOf(examples) : undefined)
    const shape = { length, inputSize, outputSize, hash, ...(cols !== undefined && { cols }) }
    if (examples.kind === 'dense') {
      const [x, y] = [await this.#share(examples.x), await this.#share(examples.y)]
      return { kind: 'dense', ...shape, x: new Float64Array(...x), y: new Float64Array(...y) }
    }
    const { offsets, indices, values, labels } = examples
    return {
      kind: 'sparse',
      ...shape,
      offsets: new Uint32Array(...(await this.#share(offsets))),
      indices: new Uint16Array(...(await this.#share(indices))),
      values: new Uint8Array(...(await this.#share(values))),
      labels: new Uint8Array(...(await this.#share(labels))),
    }
  }

  /** Memory of these numbers, and their place in it. */
  async #share(numbers: Numbers): Promise<[buffer: SharedArrayBuffer, byteOffset: number, length: number]> {
    const { buffer, byteOffset, byteLength, length } = numbers
    if (buffer instanceof SharedArrayBuffer) return [buffer, byteOffset, length]
    const known = this.#copies.get(numbers)
    if (known) return [known, 0, length]
    const copy = allocate(byteLength)
    const bytes = new Uint8Array(copy)
    for await (const [piece, at] of piecesOf(numbers)) bytes.set(piece, at)
    this.#copies.set(numbers, copy)
    return [copy, 0, length]
  }
}

type Numbers = Float64Array | Uint32Array | Uint16Array | Uint8Array

/** SHA-256, in hex, of all that examples consist of. */
async function hashOf(examples: Examples): Promise<string> {
  const { kind, length, inputSize, outputSize } = examples
  const hash = createHash('sha256').update(JSON.stringify([kind, length, inputSize, outputSize]))
  const parts: readonly Numbers[] =
    examples.kind === 'dense'
      ? [examples.x, examples.y]
      : [examples.offsets, examples.indices, examples.values, examples.labels]
  for (const part of parts) for await (const [piece] of piecesOf(part)) hash.update(piece)
  return hash.digest('hex')
}

/** The bytes of numbers, piece by piece, and the place of each. */
async function* piecesOf({ buffer, byteOffset, byteLength }: Numbers): AsyncGenerator<[Uint8Array, number]> {
  for (let at = 0; at < byteLength; at += PIECE) {
    yield [new Uint8Array(buffer, byteOffset + at, Math.min(PIECE, byteLength - at)), at]
    await setImmediate()
  }
}

/** @throws MemoryError if the system refuses it */
function allocate(bytes: number): SharedArrayBuffer {
  try {
    return new SharedArrayBuffer(bytes)
  } catch (error) {
    throw new MemoryError(
      `There is no memory for a copy of the examples: expected ${bytes.toLocaleString('en')} bytes to be free. Put their numbers into a SharedArrayBuffer, which is not copied.`,
      { cause: error },
    )
  }
}
