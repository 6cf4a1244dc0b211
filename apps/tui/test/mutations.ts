import { crc32 } from 'node:zlib'

/** Change of a file: bytes removed at a place, and others put there. */
export interface Edit {
  readonly at: number
  readonly remove: number
  readonly insert: Uint8Array
}

export function edited(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  return edits.reduce((current, { at, remove, insert }) => {
    const from = at % (current.length + 1)
    return Buffer.concat([current.subarray(0, from), insert, current.subarray(from + remove)])
  }, bytes)
}

/**
 * A PNG file with all of its checksums right, as far as its chunks can be followed: damage then comes through
 * to the decoder.
 */
export function withRightChecksums(png: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(png)
  const view = new DataView(bytes.buffer)
  for (let start = 8; start + 12 <= bytes.length; ) {
    const end = start + 8 + view.getUint32(start)
    if (end + 4 > bytes.length) break
    view.setUint32(end, crc32(bytes.subarray(start + 4, end)))
    start = end + 4
  }
  return bytes
}
