import { crc32 } from 'node:zlib'
import fc from 'fast-check'

/** An edit of bytes: it removes some at a position, and inserts others there. */
export interface Edit {
  readonly at: number
  readonly remove: number
  readonly insert: Uint8Array
}

/** The bytes after the edits, one after the other. A position beyond the end counts on from the start. */
export function edited(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  return edits.reduce((current, { at, remove, insert }) => {
    const from = at % (current.length + 1)
    return Buffer.concat([current.subarray(0, from), insert, current.subarray(from + remove)])
  }, bytes)
}

/** Some edits of up to three bytes each, at positions of 0 .. `end`. @param most the number of edits */
export function editsWithin(end: number, most = 3): fc.Arbitrary<Edit[]> {
  const insert = fc.uint8Array({ maxLength: 3 })
  return fc.array(fc.record({ at: fc.nat(end), remove: fc.nat(3), insert }), { maxLength: most })
}

/**
 * A PNG file with correct checksums, as far as its chunks can be followed, so that damage reaches the
 * decoder.
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

/** The number of damaged files that a test tries: some in CI, and many more in the long tests. */
export function fuzzCases(inCi: number): number {
  const { GRADUS_FUZZ_CASES = inCi } = process.env
  return Number(GRADUS_FUZZ_CASES)
}
