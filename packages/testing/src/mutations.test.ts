import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { edited, editsWithin, withRightChecksums } from './mutations.ts'

const bytes = Uint8Array.of(1, 2, 3, 4)
const edit = (at: number, remove: number, ...insert: number[]) => ({
  at,
  remove,
  insert: Uint8Array.from(insert),
})

test('edits follow one another, and count on from the start beyond the end', () => {
  expect([...edited(bytes, [])]).toEqual([1, 2, 3, 4])
  expect([...edited(bytes, [edit(1, 2, 9), edit(3, 0, 7)])]).toEqual([1, 9, 4, 7])
  expect([...edited(bytes, [edit(5, 1)])]).toEqual([2, 3, 4])
  expect([...bytes]).toEqual([1, 2, 3, 4])
})

test('edits keep within what is asked for', () => {
  const all = fc.sample(editsWithin(4, 2), { seed: 1, numRuns: 300 })
  expect(new Set(all.map(edits => edits.length))).toEqual(new Set([0, 1, 2]))
  expect(new Set(all.flat().map(({ at }) => at))).toEqual(new Set([0, 1, 2, 3, 4]))
})

test('a PNG file gets the checksums that its content asks for', () => {
  const chunk = (type: string, content: Uint8Array): Uint8Array => {
    const length = Uint8Array.of(0, 0, 0, content.length)
    return Buffer.concat([length, Buffer.from(type, 'latin1'), content, new Uint8Array(4)])
  }
  const header = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0)
  const start = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header)])
  const png = withRightChecksums(
    Buffer.concat([start, chunk('IDAT', deflateSync(new Uint8Array(2))), chunk('IEND', new Uint8Array(0))]),
  )
  // The checksum of an empty IEND, as it stands at the end of every PNG file.
  expect(Buffer.from(png.subarray(-4)).toString('hex')).toBe('ae426082')
  expect(withRightChecksums(png)).toEqual(png)
  expect(withRightChecksums(png.subarray(0, 30))).toEqual(png.subarray(0, 30))
})
