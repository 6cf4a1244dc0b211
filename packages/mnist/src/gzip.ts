import { IdxError } from './idx-error.ts'

/** No deflate stream grows by more: 258 bytes from 2 bits, less a little. Source: RFC 1951, section 3.2.5. */
const MAX_RATIO = 1032

/** Bytes fed at a time: some runtimes inflate all they are fed at once, so this bounds what is in flight. */
const SLICE = 16_384

/** CRC-32 and length (RFC 1952): fed last and apart, so that all data are out when it is checked. */
const TRAILER = 8

/** The size of the uncompressed file, as its first bytes announce it. */
export interface Announcement {
  readonly headBytes: number
  /** Given the first `headBytes` bytes (fewer if there are no more): the uncompressed size. May throw. */
  readonly sizeOf: (head: Uint8Array) => number
}

/** Whether the bytes start as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/**
 * Inflates one gzip stream into exactly as many bytes as its own first bytes announce, and stops at once
 * if more come out: memory is bounded by that size, which is refused before allocation if so few
 * compressed bytes cannot hold it.
 *
 * @throws IdxError if the stream is damaged, cut short, inflates to another size, or is not the whole file.
 */
export async function inflate(
  compressed: Uint8Array,
  file: string,
  announced: Announcement,
): Promise<Uint8Array> {
  const stream = new DecompressionStream('gzip')
  const output = new Output(compressed, file, announced)
  const fed = feed(stream.writable.getWriter(), compressed)
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.readable.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(cause => output.failed(cause))
      if (done) return output.finish()
      output.push(value)
    }
  } finally {
    await reader.cancel().catch(() => undefined)
    await fed
  }
}

/** Feeds slice by slice. A failure shows on the reading side, so here it only ends the feeding. */
async function feed(
  writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>,
  compressed: Uint8Array,
): Promise<void> {
  const body = Math.max(0, compressed.length - TRAILER)
  try {
    for (let from = 0; from < body; from += SLICE) {
      await writer.write(compressed.slice(from, Math.min(body, from + SLICE)))
    }
    await writer.write(compressed.slice(body))
    await writer.close()
  } catch {
    await writer.abort().catch(() => undefined)
  }
}

/** Output so far: a head until the size is known, then the buffer of that size. */
class Output {
  readonly #compressed: Uint8Array
  readonly #file: string
  readonly #announced: Announcement
  #received = 0
  #bytes: Uint8Array
  #size: number | undefined

  constructor(compressed: Uint8Array, file: string, announced: Announcement) {
    this.#compressed = compressed
    this.#file = file
    this.#announced = announced
    this.#bytes = new Uint8Array(announced.headBytes)
  }

  push(chunk: Uint8Array): void {
    let rest = chunk
    if (this.#size === undefined) {
      rest = rest.subarray(this.#store(rest.subarray(0, this.#bytes.length - this.#received)))
      if (this.#received === this.#bytes.length) this.#allocate()
    }
    if (this.#received + rest.length > this.#bytes.length) throw this.#tooMuch()
    this.#store(rest)
  }

  /** The whole output, once the stream has ended. */
  finish(): Uint8Array {
    const size = this.#size ?? this.#allocate()
    if (this.#received === size && this.#lastFour() !== size % 2 ** 32) throw this.#wrongEnd()
    return this.#bytes.subarray(0, this.#received)
  }

  /** Says why the runtime refused the stream. */
  failed(cause: unknown): never {
    const complete = this.#size !== undefined && this.#received === this.#size
    if (complete && this.#lastFour() !== this.#received % 2 ** 32) throw this.#wrongEnd(cause)
    const details = {
      ...{ file: this.#file, offset: this.#received, what: 'the gzip stream' },
      expected: `a whole stream${this.#size === undefined ? '' : ` of ${this.#size} bytes`} with the right checksum`,
      found: `damaged or cut short after ${this.#received} uncompressed bytes`,
      remedy: 'Get the file again.',
    }
    throw new IdxError(details, { cause })
  }

  #store(chunk: Uint8Array): number {
    this.#bytes.set(chunk, this.#received)
    this.#received += chunk.length
    return chunk.length
  }

  #allocate(): number {
    const head = this.#bytes.subarray(0, this.#received)
    const size = this.#announced.sizeOf(head)
    const most = this.#compressed.length * MAX_RATIO
    if (size > most) {
      throw new IdxError({
        ...{ file: this.#file, offset: 4, what: 'the size that the header announces' },
        expected: `at most ${most} bytes, as ${this.#compressed.length} bytes of gzip can hold no more`,
        found: `${size} bytes`,
        remedy: 'Get the file again: its header is damaged or it is cut short.',
      })
    }
    this.#bytes = new Uint8Array(Math.max(size, head.length))
    this.#bytes.set(head)
    this.#size = size
    return size
  }

  #tooMuch(): IdxError {
    return new IdxError({
      ...{ file: this.#file, offset: this.#bytes.length, what: 'the gzip stream' },
      expected: `the end after the ${this.#bytes.length} bytes that the header announces`,
      found: 'inflating to more',
      remedy: 'Do not trust this file: get it again from its source.',
    })
  }

  #wrongEnd(cause?: unknown): IdxError {
    const details = {
      ...{ file: this.#file, offset: this.#received, what: 'the end of the gzip file' },
      expected: `the 8-byte trailer of one gzip stream, closing with the length ${this.#received}`,
      found: `other bytes (closing with ${this.#lastFour()})`,
      remedy: 'Remove what follows the stream, or get the file again.',
    }
    return new IdxError(details, { cause })
  }

  #lastFour(): number {
    const tail = this.#compressed.slice(-4)
    return tail.reduceRight((value, byte) => value * 256 + byte, 0)
  }
}
