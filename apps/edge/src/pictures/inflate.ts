import { Unzlib } from 'fflate'
import { adler32 } from './checksums.ts'
import { damaged, PictureError } from './picture-error.ts'

/** Bytes fed at a time: no deflate stream grows by more than 1032 times, so what is in flight stays below 5 MB. */
const SLICE = 4096
/** Bytes that may be fed before something comes out: a block that is stored comes out when it is whole, of 65,535 bytes at most. */
const MAX_IDLE = 2 ** 17
/** The Adler-32 that ends a zlib stream. */
const TRAILER = 4

/**
 * Inflates a zlib stream of exactly `size` bytes, and hands them on as they come; stops soon after there are more.
 *
 * @throws PictureError if the stream is damaged, or holds more or fewer bytes
 */
export function inflate(compressed: Uint8Array, size: number, take: (bytes: Uint8Array) => void): void {
  let received = 0
  let adler = 1
  let idle = 0
  const stream = new Unzlib(bytes => {
    received += bytes.length
    if (bytes.length > 0) idle = 0
    if (received > size) throw tooMany()
    adler = adler32(adler, bytes)
    take(bytes)
  })
  const last = Math.max(0, compressed.length - SLICE)
  // The last slice is a whole one: the trailer must not be fed before it is known to be the end.
  for (let from = 0; from < last; from += SLICE) {
    if (received === size) throw tooMany()
    // The library keeps, and copies each time, what it cannot use yet: such bytes must not pile up.
    idle += SLICE
    if (idle > MAX_IDLE) throw damaged('has pixels that inflate to nothing', 'a whole zlib stream')
    feed(stream, compressed.subarray(from, Math.min(from + SLICE, last)), false)
  }
  feed(stream, compressed.subarray(last), true)
  if (received < size) throw damaged('has fewer pixels than its header says', 'all of them')
  if (adler !== trailerOf(compressed)) throw damaged('has pixels with a wrong checksum', 'that of its pixels')
}

function feed(stream: Unzlib, slice: Uint8Array, isLast: boolean): void {
  try {
    stream.push(slice, isLast)
  } catch (cause) {
    if (cause instanceof PictureError) throw cause
    throw damaged('has pixels that cannot be inflated', 'a whole zlib stream', { cause })
  }
}

function tooMany(): PictureError {
  return damaged('has more pixels than its header says', 'no more')
}

function trailerOf(compressed: Uint8Array): number {
  return compressed.subarray(-TRAILER).reduce((value, byte) => value * 256 + byte, 0)
}
