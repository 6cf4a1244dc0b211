import { OptionError } from '@gradus/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { file, gzip, imageFile, join, labelFile, rejection, scrambled } from '../test/idx-files.ts'
import { expectImages, expectLabels, parseIdx, parseIdxArray } from './idx.ts'
import { IdxError } from './idx-error.ts'

const images = imageFile(3, 4, 2)
const zipped = gzip(images)

/** `bytes` with one byte XORed; a negative position counts from the end. */
function flip(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice()
  const position = at < 0 ? copy.length + at : at
  copy[position] = (copy[position] ?? 0) ^ 0xff
  return copy
}

describe('well-formed files', () => {
  test('images: dimensions, and the data as a view of the file', async () => {
    const idx = await parseIdx(images, 'train')
    expect(idx).toMatchObject({ kind: 'images', file: 'train', dimensions: [3, 4, 2] })
    expect(idx.data).toEqual(images.subarray(16))
    expect(idx.data.buffer).toBe(images.buffer)
  })

  test('labels', async () => {
    const idx = await parseIdx(labelFile(5, 0, 255))
    expect(idx).toMatchObject({ kind: 'labels', dimensions: [3], data: Uint8Array.of(5, 0, 255) })
  })

  test('gzipped, which only the first bytes tell', async () => {
    expect(await parseIdx(zipped)).toEqual(await parseIdx(images))
    expect((await parseIdx(gzip(labelFile(7)))).data).toEqual(Uint8Array.of(7))
  })

  test.each([
    ['two halves', [20]],
    ['a header in pieces', [1, 2, 3, 7, 15]],
    ['a stream of nothing at the start, in the middle and at the end', [0, 20, 20, 40]],
    ['a stream for each byte', Array.from({ length: 39 }, (_, i) => i + 1)],
  ])('gzipped in several streams: %s', async (_, cuts) => {
    const edges = [0, ...cuts, images.length]
    const streams = edges.slice(1).map((end, i) => gzip(images.subarray(edges[i], end)))
    expect(await parseIdx(join(...streams))).toEqual(await parseIdx(images))
  })

  test('gzipped, with bytes inside that look like the beginning of a stream', async () => {
    // Nothing shrinks them: they stand in the file as they are.
    const data = scrambled(90_000)
    for (let at = 5000; at < 85_000; at += 2000) data.set([0x1f, 0x8b, 8, 0], at)
    const bytes = file([2049, data.length], data)
    expect(gzip(bytes).length).toBeGreaterThan(bytes.length)
    expect((await parseIdx(gzip(bytes))).data).toEqual(data)
    const streams = [bytes.subarray(0, 21_000), bytes.subarray(21_000)].map(gzip)
    expect((await parseIdx(join(...streams))).data).toEqual(data)
  })

  test('gzipped and larger than what is fed or inflated at a time', async () => {
    const data = scrambled(600_000)
    const idx = await parseIdx(gzip(file([2051, 300, 40, 50], data)))
    expect(idx.data).toEqual(data)
  })

  test('a view into a larger buffer', async () => {
    const padded = join([9, 9, 9], images, [9])
    expect((await parseIdx(padded.subarray(3, -1))).data).toEqual(images.subarray(16))
    const paddedZip = join([9, 9, 9], zipped, [9])
    expect((await parseIdx(paddedZip.subarray(3, -1))).data).toEqual(images.subarray(16))
  })

  test('round trip of any dimensions', async () => {
    const side = fc.integer({ min: 1, max: 9 })
    await fc.assert(
      fc.asyncProperty(side, side, side, fc.boolean(), async (count, rows, cols, zip) => {
        const bytes = imageFile(count, rows, cols)
        const idx = await parseIdx(zip ? gzip(bytes) : bytes)
        expect(idx.dimensions).toEqual([count, rows, cols])
        expect(idx.data).toEqual(bytes.subarray(16))
      }),
      { seed: 1 },
    )
  })
})

interface Malformed {
  readonly bytes: Uint8Array
  readonly offset: number
  readonly message: RegExp
}

const huge = 2 ** 32 - 1
const malformed: Readonly<Record<string, Malformed>> = {
  empty: { bytes: new Uint8Array(), offset: 0, message: /header is cut off after 0 bytes: expected 4 bytes/ },
  'no whole header': {
    bytes: images.subarray(0, 15),
    offset: 15,
    message: /cut off after 15 bytes: expected 16 bytes/,
  },
  'wrong magic': {
    bytes: flip(images, 3),
    offset: 0,
    message: /magic number is 2300 \(0x000008fc\): expected 2051 .* or 2049/,
  },
  'no image': { bytes: file([2051, 0, 4, 2]), offset: 4, message: /count is 0: expected 1\.\.4294967295/ },
  'no label': { bytes: labelFile(), offset: 4, message: /count is 0/ },
  'no row': { bytes: file([2051, 3, 0, 2]), offset: 8, message: /rows is 0: expected 1\.\.65535/ },
  'no column': { bytes: file([2051, 3, 4, 0]), offset: 12, message: /columns is 0: expected 1\.\.65535/ },
  'absurd rows': {
    bytes: file([2051, 3, huge, 2]),
    offset: 8,
    message: /rows is 4294967295: expected 1\.\.65535/,
  },
  'absurd columns': { bytes: file([2051, 3, 4, 65_536]), offset: 12, message: /columns is 65536/ },
  'too many pixels': {
    bytes: file([2051, 1, 257, 256]),
    offset: 8,
    message: /257 x 256 = 65792 pixels: expected at most 65536/,
  },
  'absurd count': {
    bytes: file([2051, huge, 256, 256]),
    offset: 4,
    message: /announces is \d+ bytes: expected at most 1073741824/,
  },
  truncated: {
    bytes: images.subarray(0, 39),
    offset: 39,
    message: /truncated after 39 bytes: expected 40 bytes/,
  },
  'trailing bytes': {
    bytes: join(images, [0, 0]),
    offset: 40,
    message: /followed by 2 trailing bytes: expected at 40 bytes/,
  },
  'gzip: wrong magic': { bytes: gzip(flip(images, 0)), offset: 0, message: /magic number is/ },
  'gzip: no whole header': {
    bytes: gzip(images.subarray(0, 12)),
    offset: 12,
    message: /cut off after 12 bytes/,
  },
  'gzip: absurd dimensions': {
    bytes: gzip(file([2051, 1, huge, 2])),
    offset: 8,
    message: /rows is 4294967295/,
  },
  'gzip: beyond the limit': {
    bytes: gzip(file([2049, huge])),
    offset: 4,
    message: /expected at most 1073741824 bytes/,
  },
  'gzip: more than it can hold': {
    bytes: gzip(file([2051, 1000, 256, 256])),
    offset: 4,
    message: /announces is 65536016 bytes: expected at most \d+ bytes, as \d+ bytes of gzip can hold no more/,
  },
  'gzip: truncated inside': {
    bytes: gzip(images.subarray(0, 30)),
    offset: 30,
    message: /truncated after 30 bytes: expected 40/,
  },
  'gzip: a bomb': {
    bytes: gzip(join(images, new Uint8Array(5_000_000))),
    offset: 40,
    message: /inflating to more: expected the end after the 40 bytes that the header announces/,
  },
  'gzip: one byte too many': { bytes: gzip(join(images, [0])), offset: 40, message: /inflating to more/ },
  'gzip: trailing bytes': {
    bytes: join(zipped, [0, 0, 0]),
    offset: 40,
    message:
      /end of the gzip file is other bytes .*: expected the 8-byte trailer of one gzip stream, closing with the length 40/,
  },
  'gzip: a second stream': {
    bytes: join(zipped, gzip(Uint8Array.of(1))),
    offset: 40,
    message: /inflating to more: expected the end after the 40 bytes/,
  },
  'gzip: a second stream that is damaged': {
    bytes: join(gzip(images.subarray(0, 20)), flip(gzip(images.subarray(20)), -6)),
    offset: 40,
    message: /damaged or cut short after 40 .*: expected a whole stream of 40 bytes/,
  },
  'gzip: trailing bytes after a second stream': {
    bytes: join(gzip(images.subarray(0, 20)), gzip(images.subarray(20)), [0, 0, 0]),
    offset: 40,
    message: /end of the gzip file is other bytes .*, closing with the length 20/,
  },
  'gzip: streams without the rest': {
    bytes: join(gzip(images.subarray(0, 20)), gzip(images.subarray(20, 30))),
    offset: 30,
    message: /truncated after 30 bytes: expected 40/,
  },
  'gzip: more than several streams can hold': {
    bytes: join(gzip(file([2051, 1000])), gzip(file([256, 256]))),
    offset: 4,
    message: /announces is 65536016 bytes: expected at most \d+ bytes/,
  },
  'gzip: wrong checksum': {
    bytes: flip(zipped, -6),
    offset: 40,
    message: /damaged or cut short after 40 .*: expected a whole stream of 40 bytes/,
  },
  'gzip: only its magic': {
    bytes: Uint8Array.of(0x1f, 0x8b),
    offset: 0,
    message: /damaged or cut short after 0 .*: expected a whole stream with/,
  },
  'gzip: unknown method': { bytes: flip(zipped, 2), offset: 0, message: /damaged or cut short/ },
}

describe('malformed files are refused with what, where, expected and found', () => {
  test.each(Object.entries(malformed))('%s', async (_, { bytes, offset, message }) => {
    const error = await rejection(parseIdx(bytes, 'some-file'))
    expect(error).toBeInstanceOf(IdxError)
    expect(error).toMatchObject({ code: 'DATA_FILE', name: 'IdxError', file: 'some-file', offset })
    if (!(error instanceof IdxError)) throw error
    expect(error.message).toMatch(message)
    expect(error.message).toMatch(`some-file, offset ${offset}: `)
    expect(error.message).toContain(`is ${error.found}: expected ${error.expected}. `)
  })

  test('gzip: cut short, in its data or in its trailer', async () => {
    const large = gzip(file([2049, 50_000], scrambled(50_000)))
    const second = gzip(images.subarray(20)).subarray(0, -3)
    const parts = [large.subarray(0, 30_000), zipped.subarray(0, -3), zipped.subarray(0, -9)]
    for (const part of [...parts, join(gzip(images.subarray(0, 20)), second)]) {
      const error = await rejection(parseIdx(part, 'cut.gz'))
      expect(error).toBeInstanceOf(IdxError)
      expect(String(error)).toMatch(
        /damaged or cut short after \d+ .*: expected a whole stream of (50008|40) bytes/,
      )
    }
  })

  test('not bytes at all', async () => {
    // A caller without types.
    const error = await rejection(Reflect.apply(parseIdx, undefined, ['train-images']))
    expect(error).toBeInstanceOf(OptionError)
  })

  test('labels where images are expected, and the reverse', async () => {
    const labels = await parseIdx(labelFile(1), 'l')
    const pictures = await parseIdx(images, 'i')
    expect(expectLabels(labels)).toBe(labels)
    expect(expectImages(pictures)).toBe(pictures)
    expect(() => expectImages(labels)).toThrow(/l, offset 0: .* is 2049 \(labels\): expected 2051 \(images\)/)
    expect(() => expectLabels(pictures)).toThrow(
      /i, offset 0: .* is 2051 \(images\): expected 2049 \(labels\)/,
    )
  })
})

describe('arrays of any type', () => {
  const types = [
    [0x08, 'uint8', 1],
    [0x09, 'int8', 1],
    [0x0b, 'int16', 2],
    [0x0c, 'int32', 4],
    [0x0d, 'float32', 4],
    [0x0e, 'float64', 8],
  ] as const
  test.each(types)('0x%s is %s', async (code, type, size) => {
    const data = scrambled(6 * size)
    const bytes = file([(code << 8) | 2, 2, 3], data)
    const expected = { file: 'a', type, dimensions: [2, 3], data }
    expect(await parseIdxArray(bytes, 'a')).toEqual(expected)
    expect(await parseIdxArray(gzip(bytes), 'a')).toEqual(expected)
  })

  test('have one to four dimensions', async () => {
    const dimensions = [2, 1, 2, 3]
    expect(await parseIdxArray(file([0x0804, ...dimensions], scrambled(12)))).toMatchObject({ dimensions })
    expect(await parseIdxArray(file([0x0801, 2], [7, 9]))).toMatchObject({ dimensions: [2] })
  })

  test.each([
    ['another type', file([0x0a02, 1, 1], [0]), 'the magic number is 0x00000a02: expected two zeros'],
    ['no dimension', file([0x0800]), 'the magic number is 0x00000800'],
    ['five dimensions', file([0x0805, 1, 1, 1, 1, 1], [0]), 'the magic number is 0x00000805'],
    ['a header cut short', file([0x0803, 1]), 'the header is cut off after 8 bytes: expected 16 bytes'],
    ['an empty dimension', file([0x0802, 1, 0]), 'the length of dimension 1 is 0'],
    ['too many numbers', file([0x0e02, 65_536, 65_536]), 'the size that the header announces is'],
    ['bytes missing', file([0x0c01, 2], [0, 0, 0, 1]), 'the data is truncated after 12 bytes'],
    ['bytes too many', file([0x0801, 1], [0, 1]), 'the end of the file is followed by 1 trailing bytes'],
  ])('with %s are refused', async (_, bytes, message) => {
    const error = await rejection(parseIdxArray(bytes, 'a'))
    expect(error).toBeInstanceOf(IdxError)
    expect(String(error)).toContain(message)
  })
})
