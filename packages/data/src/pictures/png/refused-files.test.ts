import { createDeflate, deflateSync } from 'node:zlib'
import { GradusError } from '@gradus/core/predict'
import {
  type Chunk,
  chunksOf,
  type PngPicture,
  pictureOf,
  pngFile,
  rawOf,
  tinyBlocks,
} from '@gradus/testing/png-files'
import { expect, test } from 'vitest'
import { decoded } from '../../../test/grey-values.ts'
import { decodePicture } from '../decoder.ts'
import { PictureError } from '../picture.ts'

function refusal(bytes: Uint8Array): PictureError {
  try {
    decoded(bytes)
  } catch (error) {
    expect(error).toBeInstanceOf(GradusError)
    if (error instanceof PictureError) return error
    throw error
  }
  throw new Error('the picture was read')
}

const picture = pictureOf({ colourType: 3, depth: 2, palette: [1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9] }, 9, 7)
const [header = never(), palette = never(), pixels = never(), end = never()] = chunksOf(picture)
const colour = chunksOf(pictureOf({ colourType: 2, depth: 8 }, 3, 3))
const raw = rawOf(picture)

function never(): never {
  throw new Error('a picture with a palette has four chunks')
}

const withHeader = (change: Partial<PngPicture>): Chunk => chunksOf({ ...picture, ...change })[0] ?? never()
const headerWith = (at: number, value: number): Chunk => ['IHDR', header[1].with(at, value)]
const idat = (content: Uint8Array): Chunk => ['IDAT', content]
const bytes = (length: number) => new Uint8Array(length)

test('the picture that is damaged here is read when it is whole', () => {
  expect(decoded(pngFile([header, palette, pixels, end])).data).toHaveLength(63)
})

test.each<[what: string, chunks: readonly Chunk[], message: RegExp]>([
  [
    'a width of 0',
    [headerWith(3, 0), palette, pixels, end],
    /has a side without pixels: expected at least 1/,
  ],
  [
    'a height of 0',
    [headerWith(7, 0), palette, pixels, end],
    /has a side without pixels: expected at least 1/,
  ],
  [
    'a huge width',
    [headerWith(0, 255), palette, pixels, end],
    /has too many pixels \(4278190089 x 7\): expected at most 2048 a side. Scale/,
  ],
  ['a huge height', [headerWith(4, 255), palette, pixels, end], /has too many pixels .* most 2048/],
  ['2049 columns', [withHeader({ width: 2049 }), palette, pixels, end], /has too many pixels/],
  ['3 bits', [headerWith(8, 3), palette, pixels, end], /bit depth that do not go together/],
  ['a palette of 16 bits', [headerWith(8, 16), palette, pixels, end], /bit depth that do not go together/],
  ['colours of 2 bits', [headerWith(9, 2), palette, pixels, end], /bit depth that do not go together/],
  ['colour type 5', [headerWith(9, 5), palette, pixels, end], /bit depth that do not go together/],
  ['compression 1', [headerWith(10, 1), palette, pixels, end], /unknown compression/],
  ['filter method 1', [headerWith(11, 1), palette, pixels, end], /unknown compression, filter/],
  ['interlacing 2', [headerWith(12, 2), palette, pixels, end], /interlace method/],
  [
    'a short header',
    [['IHDR', bytes(12)], palette, pixels, end],
    /a header of another length: expected 13 bytes/,
  ],
  ['no header', [palette, pixels, end], /does not begin with its only header/],
  ['a late header', [palette, header, pixels, end], /does not begin with its only header/],
  ['two headers', [header, header, palette, pixels, end], /does not begin with its only header/],
  ['no chunk at all', [], /cut short/],
  ['no pixels', [header, palette, end], /no pixels: expected an IDAT/],
  ['empty pixels', [header, palette, idat(bytes(0)), end], /cannot be inflated/],
  ['an unknown chunk', [header, palette, ['CgBI', bytes(4)], pixels, end], /needed and unknown/],
  [
    'no palette',
    [header, pixels, end],
    /no palette, or one of another length: expected 3 bytes for each of 1 .. 4/,
  ],
  ['an empty palette', [header, ['PLTE', bytes(0)], pixels, end], /no palette, or one of another length/],
  ['a palette of 4 bytes', [header, ['PLTE', bytes(4)], pixels, end], /no palette, or one of another length/],
  ['too many colours', [header, ['PLTE', bytes(15)], pixels, end], /no palette, or one of another length/],
  ['too few colours', [header, ['PLTE', bytes(3)], pixels, end], /a colour that its palette lacks/],
  ['two palettes', [header, palette, palette, pixels, end], /a second PLTE chunk, or one in the wrong place/],
  ['a late palette', [header, pixels, palette, end], /no palette/],
  [
    'tRNS before PLTE',
    [header, ['tRNS', bytes(1)], palette, pixels, end],
    /PLTE chunk, or one in the wrong place/,
  ],
  ['two tRNS', [header, palette, ['tRNS', bytes(1)], ['tRNS', bytes(1)], pixels, end], /a second tRNS/],
  [
    'a long tRNS',
    [header, palette, ['tRNS', bytes(5)], pixels, end],
    /tRNS chunk that is too long: expected at most a byte a colour/,
  ],
  [
    'a tRNS of 4 bytes',
    colour.toSpliced(1, 0, ['tRNS', bytes(4)]),
    /tRNS chunk of another length: expected 6 bytes/,
  ],
  [
    'one row less',
    [header, palette, idat(deflateSync(raw.subarray(4))), end],
    /fewer pixels than its header says/,
  ],
  [
    'a filter 5',
    [header, palette, idat(deflateSync(raw.with(4, 5))), end],
    /unknown filter: expected filters 0 .. 4/,
  ],
  [
    'pixels cut short',
    [header, palette, idat(pixels[1].subarray(0, -5)), end],
    /cannot be inflated|wrong checksum/,
  ],
  [
    'no trailer',
    [header, palette, idat(pixels[1].subarray(0, -4)), end],
    /cannot be inflated|wrong checksum/,
  ],
  [
    'a wrong trailer',
    [header, palette, idat(pixels[1].with(-1, 0)), end],
    /wrong checksum: expected that of its/,
  ],
  [
    'no zlib stream',
    [header, palette, idat(bytes(50)), end],
    /cannot be inflated: expected a whole zlib stream/,
  ],
])('refuses %s', (_, chunks, message) => {
  const error = refusal(pngFile(chunks))
  expect(error.message).toMatch(message)
  expect(error.message).toMatch(/^The PNG .*: expected .*\. (Save it again, as PNG|Scale it down)\.$/)
  expect(error).toMatchObject({ name: 'PictureError', code: 'DATA_FILE' })
})

test('keeps what the library said as the cause, apart from the message', () => {
  const { cause, message } = refusal(pngFile([header, palette, idat(bytes(50)), end]))
  if (!(cause instanceof Error)) throw new TypeError('expected an error as the cause')
  expect(message).not.toContain(cause.message)
})

test('refuses what is neither PNG nor JPEG', () => {
  const message = 'The picture is neither PNG nor JPEG: expected the first bytes of either. Save it as PNG.'
  const file = pngFile([header, palette, pixels, end])
  for (const some of [
    bytes(0),
    bytes(100),
    Uint8Array.of(0xff, 0xd8),
    file.with(7, 13),
    file.subarray(0, 7),
  ]) {
    expect(refusal(some).message).toBe(message)
  }
})

test('refuses a file that is cut before the end of its pixels, and one with any byte wrong until there', () => {
  const file = pngFile([header, palette, pixels, end])
  const last = file.length - 12
  for (let i = 0; i < file.length; i++) {
    const damagedFiles = [file.subarray(0, i), file.with(i, (file[i] ?? 0) ^ 0x10)]
    for (const some of damagedFiles) i < last ? refusal(some) : expect(decoded(some)).toEqual(decoded(file))
  }
})

test('refuses pixels that other chunks divide', () => {
  const [start, rest] = [pixels[1].subarray(0, 9), pixels[1].subarray(9)]
  const apart = [header, palette, idat(start), ['tEXt', bytes(1)] as const, idat(rest), end]
  expect(refusal(pngFile(apart)).message).toMatch(/cannot be inflated/)
})

test('names no byte of the file', () => {
  const spoken = pngFile([header, ['SPOK', new TextEncoder().encode('spoken')], palette, pixels, end])
  expect(refusal(spoken).message).not.toMatch(/spok/i)
})

/** A zlib stream of `count` zeros, made without holding them. */
async function zeros(length: number): Promise<Uint8Array> {
  const deflate = createDeflate({ level: 9 })
  const parts: Uint8Array[] = []
  deflate.on('data', part => parts.push(part))
  const million = bytes(2 ** 20)
  for (let rest = length; rest > 0; rest -= million.length) {
    await new Promise(done => deflate.write(million.subarray(0, rest), done))
  }
  await new Promise<void>(done => deflate.once('end', done).end())
  return Buffer.concat(parts)
}

test('inflates no more of a bomb than it needs, and none of what makes no pixels', async () => {
  const bomb = await zeros(2 ** 28)
  const before = process.resourceUsage().maxRSS
  expect(decoded(pngFile([header, palette, idat(bomb), end])).data).toHaveLength(63)
  const profile: Chunk = ['iCCP', Buffer.concat([Buffer.from('name\0\0'), bomb])]
  const text: Chunk = ['zTXt', Buffer.concat([Buffer.from('name\0\0'), bomb])]
  expect(decoded(pngFile([header, profile, text, palette, pixels, end])).data).toHaveLength(63)
  expect(process.resourceUsage().maxRSS - before, 'kilobytes').toBeLessThan(100 * 1024)
})

const largest = (depth: number): Chunk => ['IHDR', Uint8Array.of(0, 0, 8, 0, 0, 0, 8, 0, depth, 6, 0, 0, 1)]
/** Rows of all passes of an interlaced picture of 2048 rows. */
const ROWS = 2048 / 8 + 2048 / 8 + 2048 / 8 + 2048 / 4 + 2048 / 4 + 2048 / 2 + 2048 / 2

test('reads the largest picture, in slices', async () => {
  const file = pngFile([largest(8), idat(await zeros(2048 * 2048 * 4 + ROWS)), end])
  const { width, height, data } = decoded(file)
  expect([width, height, data.length, data.every(grey => grey === 255)]).toEqual([2048, 2048, 2 ** 22, true])
  expect(slicesOf(file)).toBeGreaterThanOrEqual(60)
})

test('refuses a picture of more bytes by its header, whatever it would inflate to', () => {
  let allotted = 0
  const allot = (size: number): void => {
    allotted += size
  }
  const work = decodePicture(pngFile([largest(16), idat(bytes(9)), end]), { allot })
  expect(() => work.next()).toThrow(
    /too many bytes of pixels: expected at most 16781312, .* Scale it down\.$/,
  )
  expect(allotted).toBe(0)
})

test('tells how many bytes a picture takes before it takes them', () => {
  const file = pngFile([header, palette, idat(bytes(0)), end])
  const allot = (size: number): never => {
    throw new RangeError(`${size}`)
  }
  expect(() => decodePicture(file, { allot }).next()).toThrow(new RangeError('63'))
})

test('counts the work of a picture of thousands of blocks, each with codes of its own', () => {
  const blocks = 60 * 61
  const sides: Chunk = ['IHDR', Uint8Array.of(0, 0, 0, 60, 0, 0, 0, 60, 8, 0, 0, 0, 0)]
  const file = pngFile([sides, idat(tinyBlocks(blocks)), end])
  expect(decoded(file).data).toEqual(bytes(60 * 60))
  expect(slicesOf(file)).toBeGreaterThanOrEqual(blocks / 200)
})

test('refuses a stream that goes on without pixels', () => {
  const emptyBlock = Uint8Array.of(0, 0, 0, 0xff, 0xff)
  const blocks = Buffer.concat([
    Uint8Array.of(0x78, 0x9c),
    ...Array.from({ length: 60_000 }, () => emptyBlock),
  ])
  expect(refusal(pngFile([header, palette, idat(blocks), end])).message).toMatch(/cannot be inflated/)
})

/** The number of slices that the work takes. */
function slicesOf(file: Uint8Array): number {
  const work = [...decodePicture(file)].reduce((sum, bit) => sum + bit, 0)
  return work / 2 ** 18
}
