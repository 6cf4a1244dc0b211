import { Z_DATA_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit } from 'pako'
import type { Sliced } from '../http/turns.ts'
import { damaged, type PictureError } from './header.ts'

/** Bytes fed at a time, and bytes of output that may follow before the next feed. */
const FED = 2048
const ROOM = 2 ** 16
/**
 * Work for each byte fed, besides the work for each byte of output: a byte may open a block with its own
 * tables.
 */
const FED_WORK = 50

/**
 * Inflates a zlib stream of exactly `size` bytes, and passes on each piece, which the next one overwrites. It
 * stops soon after `size` bytes. Time is in proportion to input and output: zlib's tables for a block are
 * small.
 *
 * @throws PictureError if the stream is damaged, or holds more or fewer bytes
 */
export function* inflate(
  compressed: Uint8Array,
  size: number,
  take: (bytes: Uint8Array) => void,
): Sliced<void> {
  const stream = new ZStream()
  zlibInflateInit(stream)
  stream.input = compressed
  stream.output = new Uint8Array(ROOM)
  let received = 0
  let outcome: number = Z_OK
  while (outcome !== Z_STREAM_END) {
    const fed = Math.min(FED, compressed.length - stream.next_in)
    stream.avail_in = fed
    stream.next_out = 0
    stream.avail_out = ROOM
    outcome = zlibInflate(stream, Z_NO_FLUSH)
    received += stream.next_out
    if (received > size) throw damaged('has more pixels than its header says', 'no more')
    take(stream.output.subarray(0, stream.next_out))
    if (outcome !== Z_OK && outcome !== Z_STREAM_END) throw failure(outcome, stream.msg)
    yield stream.next_out + FED_WORK * (fed - stream.avail_in)
  }
  if (received < size) throw damaged('has fewer pixels than its header says', 'all of them')
  if (stream.next_in < compressed.length) throw damaged('has more bytes after its pixels', 'none')
}

/** The reason why zlib stopped: wrong bytes, or too few. */
function failure(outcome: number, message: string): PictureError {
  if (outcome === Z_DATA_ERROR && message === 'incorrect data check') {
    return damaged('has pixels with a wrong checksum', 'that of its pixels')
  }
  const cause = new Error(message || `zlib: ${outcome}`)
  return damaged('has pixels that cannot be inflated', 'a whole zlib stream', { cause })
}
