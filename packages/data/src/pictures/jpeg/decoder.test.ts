import { createHash } from 'node:crypto'
import { jpegFile, jpegGoldens, jpegOf, type Segment, segmentsOf } from '@gradus/testing/jpeg-files'
import { describe, expect, test } from 'vitest'
import { decoded } from '../../../test/grey-values.ts'
import { decodePicture } from '../decoder.ts'
import { atOnce, PictureError } from '../picture.ts'

test.each(jpegGoldens)('reads $name: the grey values of libjpeg', ({ width, height, sha256, bytes }) => {
  const { data, ink: _, ...sides } = decoded(bytes)
  expect(sides).toEqual({ width, height })
  expect(createHash('sha256').update(data).digest('hex')).toBe(sha256)
})

test('ink of a colour as light as its ground is told, whatever the colours are stored as', () => {
  const inked = (x: number, y: number) =>
    (Math.abs(y - 15) < 4 && Math.abs(x - 30) < 17) ||
    (Math.abs(x - 45 + 0.6 * (y - 15)) < 4 && y >= 12 && y < 53)
  const names = jpegGoldens.map(({ name }) => name).filter(name => name.startsWith('like luminance'))
  expect(names).toHaveLength(3)
  for (const name of names) {
    const { data, ink } = decoded(jpegFile(name))
    /** Ink that is not as light, or ground that is not as dark, as the middle between both: pixels at edges. */
    const misplaced = (values: Uint8Array, middle: number) =>
      values.filter((value, p) => value > middle !== inked(p % 64, Math.floor(p / 64))).length
    expect(misplaced(data, 66), name).toBeGreaterThan(500)
    expect(ink && misplaced(ink, 160), name).toBeLessThan(150)
  }
  const allot: number[] = []
  atOnce(decodePicture(jpegFile('like luminance'), { allot: bytes => allot.push(bytes) }))
  expect(allot).toEqual([1.5 * 64 * 64 + 64 * 64, 64 * 64])
})

const file = jpegFile('half both ways')
const plain = decoded(file)
const { segments, rest } = segmentsOf(file)
const [SOF0, SOF2, DHT, DQT, DRI, APP0, APP1] = [0xc0, 0xc2, 0xc4, 0xdb, 0xdd, 0xe0, 0xe1]
const text = (letters: string): Uint8Array => Uint8Array.from(Buffer.from(letters, 'latin1'))
const without = (...markers: number[]) => segments.filter(([marker]) => !markers.includes(marker))
/** The file with the content of a segment changed. */
const changed = (marker: number, change: (content: Uint8Array) => Uint8Array) =>
  jpegOf(
    segments.map(([own, content]): Segment => [own, own === marker ? change(content) : content]),
    rest,
  )

describe('what makes no pixels', () => {
  test('is passed over: remarks, bytes between segments, what follows the end, no end', () => {
    const remarks: Segment[] = [
      [0xfe, text('a text')],
      [0xe2, text('ICC_PROFILE\0')],
      [APP1, text('Exif\0\0II')],
    ]
    const files = [
      jpegOf([...remarks, ...segments], rest),
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xff]), file.subarray(3)]),
      Buffer.concat([jpegOf(segments, Uint8Array.of(0, 1, 0xff, 0, 7)), rest]),
      Buffer.concat([file, Buffer.alloc(50, 0xff)]),
      file.subarray(0, -2),
      file.subarray(0, -1),
      Buffer.concat([file.subarray(0, -2), Buffer.alloc(9), file.subarray(-2)]),
    ]
    for (const [i, each] of files.entries()) expect(decoded(each), `file ${i}`).toEqual(plain)
  })

  test('the colours are luminance and differences without remarks, unless their names are R, G and B', () => {
    expect(decoded(jpegOf(without(APP0), rest))).toEqual(plain)
    const rgb = jpegFile('red, green and blue')
    const parts = segmentsOf(rgb)
    const unsaid = jpegOf(
      parts.segments.filter(([marker]) => marker !== 0xee && marker !== APP0),
      parts.rest,
    )
    expect(decoded(unsaid)).toEqual(decoded(rgb))
  })
})

test('a picture is upright, as its Exif data say', () => {
  const exif = (orientation: number): Segment => [
    APP1,
    Uint8Array.from([
      ...text('Exif\0\0II*\0'),
      8,
      0,
      0,
      0,
      1,
      0,
      0x12,
      1,
      3,
      0,
      1,
      0,
      0,
      0,
      orientation,
      0,
      0,
      0,
    ]),
  ]
  for (const name of ['half both ways', 'progressive, odd sides', 'grey', 'inks']) {
    const { width, height, data } = decoded(jpegFile(name))
    const parts = segmentsOf(jpegFile(name))
    const turned = decoded(jpegOf([exif(6), ...parts.segments, exif(3)], parts.rest))
    expect([turned.width, turned.height]).toEqual([height, width])
    const at = (x: number, y: number) => data[(height - 1 - x) * width + y]
    expect([...turned.data]).toEqual(Array.from(data, (_, p) => at(p % height, Math.floor(p / height))))
  }
})

function refusal(bytes: Uint8Array): PictureError {
  try {
    decoded(bytes)
  } catch (error) {
    if (error instanceof PictureError) return error
    throw error
  }
  throw new Error('the picture was read')
}

const set = (at: number, value: number) => (content: Uint8Array) => content.with(at, value)

test.each<[what: string, file: Uint8Array, message: RegExp]>([
  ['the first bytes alone', Uint8Array.of(0xff, 0xd8, 0xff), /is cut short: expected a whole file/],
  ['no pixels', jpegOf(segments, Uint8Array.of(0xff, 0xd9)), /no pixels of a colour/],
  ['no header', jpegOf(without(SOF0), rest), /pixels before its header/],
  [
    'two headers',
    jpegOf([...segments, ...segments.filter(([marker]) => marker === SOF0)], rest),
    /two headers/,
  ],
  [
    'a kind with arithmetic codes',
    jpegOf(
      segments.map(([own, content]) => [own === SOF0 ? 0xc9 : own, content]),
      rest,
    ),
    /of a kind that is hardly used/,
  ],
  ['12 bits', changed(SOF0, set(0, 12)), /of a kind that is hardly used: expected 8 bits/],
  ['no rows', changed(SOF0, content => content.with(1, 0).with(2, 0)), /a side without pixels/],
  [
    '2049 columns',
    changed(SOF0, content => content.with(3, 8).with(4, 1)),
    /too many pixels \(2049 x 45\): .* 2048 a side\. Scale/,
  ],
  [
    'two colours',
    changed(SOF0, content => content.with(5, 2).slice(0, 12)),
    /another number of colours: expected 1, 3 or 4/,
  ],
  ['a short header', changed(SOF0, content => content.slice(0, 14)), /a header of another length/],
  ['a factor of 0', changed(SOF0, set(7, 0x02)), /colours in sizes that do not fit/],
  ['a factor of 5', changed(SOF0, set(7, 0x15)), /colours in sizes that do not fit/],
  [
    'factors of 2 and 3',
    changed(SOF0, content => content.with(7, 0x31).with(10, 0x21)),
    /colours in sizes that do not fit/,
  ],
  ['two colours of one name', changed(SOF0, set(9, 1)), /two colours of one name/],
  [
    'units of too many blocks',
    changed(SOF0, content => content.with(7, 0x44).with(10, 0x44)),
    /too many blocks/,
  ],
  ['no quantisation table', jpegOf(without(DQT), rest), /no quantisation table/],
  ['no Huffman table', jpegOf(without(DHT), rest), /no Huffman table/],
  ['a short quantisation table', changed(DQT, content => content.slice(0, -1)), /a table of another length/],
  ['quantisation table 4', changed(DQT, set(0, 4)), /a table of another length or number/],
  ['a short Huffman table', changed(DHT, content => content.slice(0, -1)), /a table of another length/],
  ['Huffman table 4', changed(DHT, set(0, 4)), /a table of another length or number/],
  [
    'too many codes',
    changed(DHT, set(1, 3)),
    /more codes than their lengths allow|a table of another length/,
  ],
  [
    'a bad restart interval',
    jpegOf([...segments, [DRI, text('a')]], rest),
    /a restart interval of another length/,
  ],
  [
    'no restart markers',
    jpegOf([...segments, [DRI, Uint8Array.of(0, 2)]], rest),
    /pixels without their restart marker/,
  ],
  [
    'a scan of an unknown colour',
    jpegOf(segments, rest.with(5, 9)),
    /a scan of a colour that its header lacks/,
  ],
  ['a scan of a colour twice', jpegOf(segments, rest.with(7, 1)), /each colour once/],
  ['a scan of five colours', jpegOf(segments, rest.with(4, 5)), /a scan of another length/],
  ['half of it', file.subarray(0, file.length >> 1), /is cut short/],
  ['a segment that is cut', file.subarray(0, 100), /is cut short/],
  ['a progressive picture without its end', jpegFile('progressive').subarray(0, -2), /is cut short/],
])('refuses %s', (_, bytes, message) => {
  const error = refusal(bytes)
  expect(error.message).toMatch(message)
  expect(error.message).toMatch(
    /^The JPEG .*: expected .*\. (Save it again, as JPEG or PNG|Scale it down)\.$/,
  )
  expect(error).toMatchObject({ name: 'PictureError', code: 'DATA_FILE' })
})

test('refuses coefficients of a band that cannot be, and too many scans', () => {
  const { segments: parts, rest: scans } = segmentsOf(jpegFile('progressive grey'))
  for (const [at, value] of [
    [7, 64],
    [7, 1],
    [8, 5],
    [9, 0x0e],
    [9, 0x31],
  ] as const)
    expect(refusal(jpegOf(parts, scans.with(at, value))).message).toMatch(
      /coefficients that do not go together/,
    )
  const dc = Uint8Array.of(0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 0x10)
  const bits = Buffer.alloc(200)
  const many = Array.from({ length: 101 }, () => Buffer.concat([dc, bits]))
  expect(refusal(jpegOf(parts, Buffer.concat([...many, Buffer.from([0xff, 0xd9])]))).message).toMatch(
    /too many scans: expected at most 100/,
  )
})

test('refuses a file that is cut before the end of its pixels', () => {
  for (const golden of jpegGoldens.filter(({ name }) => name.endsWith('one pixel') || name === 'grey'))
    for (let i = 0; i < golden.bytes.length - 4; i += 3) refusal(golden.bytes.subarray(0, i))
})

test('tells the bytes that it takes before it takes them, and refuses too many', () => {
  const allotted = (bytes: Uint8Array, maxSide = 2048) => {
    const allot = (size: number): never => {
      throw new RangeError(`${size}`)
    }
    return () => atOnce(decodePicture(bytes, { allot, maxSide }))
  }
  // Units of 16 x 16 pixels, of which 4 x 3 cover 61 x 45: 64 x 48 bytes and twice a quarter of that.
  expect(allotted(file)).toThrow(new RangeError(`${1.5 * 64 * 48 + 61 * 45}`))
  expect(allotted(jpegFile('progressive'))).toThrow(new RangeError(`${3 * 1.5 * 64 * 48 + 61 * 45}`))
  const sized = (side: number) =>
    changed(SOF0, content =>
      content
        .with(1, side >> 8)
        .with(2, side & 255)
        .with(3, side >> 8)
        .with(4, side & 255),
    )
  expect(allotted(sized(8192), 8192)).toThrow(RangeError)
  const { parts, scans } = sizedAs('progressive', 8192)
  expect(allotted(jpegOf(parts, scans), 8192)).toThrow(
    /takes 369098752 bytes of memory: expected at most 268435456\. Scale it down, or save it as a baseline JPEG/,
  )
})

/** The segments of a progressive file, whose header tells of a square, and its scans. */
function sizedAs(name: string, side: number): { readonly parts: Segment[]; readonly scans: Uint8Array } {
  const { segments: own, rest: scans } = segmentsOf(jpegFile(name))
  const [high, low] = [side >> 8, side & 255]
  const parts = own.map(([marker, content]): Segment => {
    return [marker, marker === SOF2 ? content.with(1, high).with(2, low).with(3, high).with(4, low) : content]
  })
  return { parts, scans }
}

test('refuses scans of too many samples before it reads any, but not those that programs write', () => {
  const outcome = (file: Uint8Array, maxSide: number) => () =>
    atOnce(
      decodePicture(file, {
        maxSide,
        allot: () => {
          throw new RangeError('read')
        },
      }),
    )
  for (const maxSide of [2048, 4096]) {
    const { parts, scans } = sizedAs('progressive, full colours', maxSide)
    expect(outcome(jpegOf(parts, scans), maxSide)).toThrow('read')
    const again = scans.subarray(0, -2)
    expect(outcome(jpegOf(parts, Buffer.concat([again, scans])), maxSide)).toThrow(
      `The JPEG has scans of ${28 * maxSide ** 2} samples: expected at most ${24 * maxSide ** 2}. ` +
        'Scale it down, or save it as a baseline JPEG.',
    )
  }
  const inks = sizedAs('progressive inks', 2048)
  expect(outcome(jpegOf(inks.parts, inks.scans), 2048)).toThrow('read')
  const once = inks.scans.subarray(0, -2)
  const small = sizedAs('progressive inks', 64)
  expect(outcome(jpegOf(small.parts, Buffer.concat([once, once, inks.scans])), 2048)).toThrow('read')
})

test('counts its work, for samples and for bytes, in slices', () => {
  const work = (bytes: Uint8Array) => [...decodePicture(bytes)].reduce((sum, step) => sum + step, 0)
  expect(work(file)).toBeGreaterThanOrEqual(2 * 1.5 * 64 * 48)
  const [coarse, fine] = [jpegFile('full colours'), jpegFile('fine')]
  expect(work(fine) - work(coarse)).toBeGreaterThan(10 * (fine.length - coarse.length))
  const { parts, scans } = sizedAs('progressive, full colours', 2048)
  const zeros = Buffer.alloc(9000)
  const header = scans.subarray(0, 14)
  const slices: number[] = []
  expect(() => {
    for (const slice of decodePicture(jpegOf(parts, Buffer.concat([header, zeros])))) slices.push(slice)
  }).toThrow(PictureError)
  expect(slices.length).toBeGreaterThan(20)
  expect(Math.max(...slices)).toBeLessThan(2 ** 15)
})

test('does not change the bytes that it reads, and reads them within others', () => {
  const within = new Uint8Array(file.length + 300).fill(0xff)
  within.set(file, 101)
  const copy = Uint8Array.from(within)
  expect(decoded(within.subarray(101))).toEqual(plain)
  expect(within).toEqual(copy)
})
