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
 * Inflates a gzip file, of one stream or several (RFC 1952, 2.2), into exactly as many bytes as its own first
 * bytes announce, and stops at once if more come out: memory is bounded by that size, which is refused before
 * allocation if so few compressed bytes cannot hold it.
 *
 * @throws IdxError if the file is damaged, cut short, inflates to another size, or has other bytes at its end.
 */
export async function inflate(
  compressed: Uint8Array,
  file: string,
  announced: Announcement,
): Promise<Uint8Array> {
  const output = new Output(compressed, file, announced)
  let begin = 0
  let refusals = 0
  let end = endOfStream(compressed, begin)
  while (begin < compressed.length) {
    const refusal = await inflateStream(compressed.subarray(begin, end), output)
    if (!refusal) {
      output.keep()
      begin = end
      refusals = 0
    } else {
      if (end === compressed.length) output.failed(refusal.cause)
      output.discard()
      refusals++
    }
    end = refusals < MOST_REFUSALS ? endOfStream(compressed, begin, end) : compressed.length
  }
  return output.finish()
}

/** Bytes of a gzip stream at the least: its header and its trailer. */
const LEAST = 18

/** Places within streams at most that are taken for the beginning of another: each costs an attempt. */
const MOST_REFUSALS = 32

/**
 * Places at which a stream may end: before the next bytes that begin like a stream, or with the file. Runtimes inflate
 * no more than one stream, and do not tell where it ended; whether it did shows when it is inflated.
 * @param after an end that was tried before
 */
function endOfStream(bytes: Uint8Array, begin: number, after = begin): number {
  const least = Math.max(begin + LEAST, after + 1)
  for (let at = bytes.indexOf(0x1f, least); at >= 0; at = bytes.indexOf(0x1f, at + 1)) {
    // The one method there is, and flags, of which three bits are reserved.
    const [second, method, flags = 255] = bytes.subarray(at + 1, at + 4)
    if (second === 0x8b && method === 8 && flags < 32) return at
  }
  return bytes.length
}

/** Inflates one gzip stream. @returns the runtime's refusal, undefined for a stream that is whole */
async function inflateStream(
  bytes: Uint8Array,
  output: Output,
): Promise<{ readonly cause: unknown } | undefined> {
  const stream = new DecompressionStream('gzip')
  const fed = feed(stream.writable.getWriter(), bytes)
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.readable.getReader()
  try {
    for (;;) {
      const read = await reader.read().catch((cause: unknown) => ({ cause }))
      if ('cause' in read) return read
      if (read.done) return lastFour(bytes) === output.ofStream % 2 ** 32 ? undefined : { cause: undefined }
      output.push(read.value)
    }
  } finally {
    await reader.cancel().catch(() => undefined)
    await fed
  }
}

/** The number that the last four bytes of a stream give: its length, uncompressed. */
function lastFour(bytes: Uint8Array): number {
  return bytes.slice(-4).reduceRight((value, byte) => value * 256 + byte, 0)
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
  /** Bytes of the streams before. */
  #kept = 0
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

  /** Bytes of the stream at hand. */
  get ofStream(): number {
    return this.#received - this.#kept
  }

  /** Takes the stream at hand as whole. */
  keep(): void {
    this.#kept = this.#received
  }

  /** Forgets the stream at hand, which is to be read anew. */
  discard(): void {
    this.#received = this.#kept
  }

  /** The whole output, once the last stream has ended. */
  finish(): Uint8Array {
    if (this.#size === undefined) this.#allocate()
    return this.#bytes.subarray(0, this.#received)
  }

  /** Says why the runtime refused the stream. */
  failed(cause: unknown): never {
    const complete = this.#size !== undefined && this.#received === this.#size
    if (complete && lastFour(this.#compressed) !== this.ofStream % 2 ** 32) throw this.#wrongEnd(cause)
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
      expected: `the 8-byte trailer of one gzip stream, closing with the length ${this.ofStream}`,
      found: `other bytes (closing with ${lastFour(this.#compressed)})`,
      remedy: 'Remove what follows the stream, or get the file again.',
    }
    return new IdxError(details, { cause })
  }
}
