import { deflateSync } from 'node:zlib'
import { jpegGoldens, jpegOf, type Segment, segmentsOf } from '@gradus/testing/jpeg-files'
import { edited, withRightChecksums } from '@gradus/testing/mutations'
import { bytes16, type Chunk, chunksOf, forms, pictureOf, pngFile, rawOf } from '@gradus/testing/png-files'
import type { Chance } from './chance.ts'
import type { Kinds } from './request.ts'
import { type HostileRequest, predict, TEXT_MARKER } from './request.ts'

const [PNG, JPEG] = ['image/png', 'image/jpeg']

const pictures = forms.map(([, form]) => pictureOf(form, 13, 17))
const sources = pictures.map(picture => ({ chunks: chunksOf(picture), raw: rawOf(picture) }))
const files = sources.map(({ chunks }) => pngFile(chunks))

function png(body: Uint8Array, expected?: readonly number[]): HostileRequest {
  return predict(PNG, body, expected && { expected })
}

function edits(chance: Chance) {
  return Array.from({ length: chance.between(1, 4) }, () => ({
    at: chance.below(2000),
    remove: chance.below(4),
    insert: chance.bytes(chance.below(4)),
  }))
}

/** A file whose pixels are damaged before they are compressed. */
function damagedPixels(chance: Chance): Uint8Array {
  const { chunks, raw } = chance.pick(sources)
  const pixels = deflateSync(edited(raw, edits(chance)))
  return pngFile(chunks.map(chunk => (chunk[0] === 'IDAT' ? (['IDAT', pixels] as const) : chunk)))
}

/** Chunks that are left out, given twice, or of other types. */
function strangeChunks(chance: Chance): Uint8Array {
  const { chunks } = chance.pick(sources)
  const strange: Chunk = [
    chance.pick(['PLTE', 'tRNS', 'tEXt', 'IDAT', 'IEND', 'IHDR', 'ABCD']),
    Buffer.from(TEXT_MARKER),
  ]
  const at = chance.below(chunks.length)
  return pngFile(chance.oneIn(3) ? chunks.toSpliced(at, 1) : chunks.toSpliced(at, chance.below(2), strange))
}

/** Width, height, depth, colour type and interlacing of a header. */
function header(
  ...[width, height, depth, colourType, interlace]: readonly [number, number, number, number, number]
): Chunk {
  const side = (value: number) => bytes16(value >>> 16, value & 0xffff)
  return ['IHDR', Uint8Array.from([...side(width), ...side(height), depth, colourType, 0, 0, interlace])]
}

const END: Chunk = ['IEND', new Uint8Array(0)]
const zeros = (size: number): Chunk => ['IDAT', deflateSync(new Uint8Array(size))]

/** Small files that expand: more pixels than the header says, huge pictures, and very many chunks. */
const BOMBS = [
  [header(28, 28, 8, 0, 0), zeros(2 ** 26), END],
  [header(2048, 2048, 8, 0, 0), zeros(2049 * 2048), END],
  [header(2048, 2048, 16, 6, 1), zeros(2 ** 26), END],
  [header(2 ** 31 - 1, 2 ** 31 - 1, 16, 6, 0), zeros(2 ** 20), END],
  [header(1, 2 ** 31, 1, 0, 0), zeros(2 ** 20), END],
  [header(2048, 2048, 16, 6, 0), ['IDAT', deflateSync(new Uint8Array(16))], END],
  [header(28, 28, 8, 0, 0), ...Array.from({ length: 20_000 }, (): Chunk => ['tEXt', new Uint8Array(0)]), END],
  [header(28, 28, 8, 0, 0), ...Array.from({ length: 20_000 }, (): Chunk => ['IDAT', new Uint8Array(0)]), END],
  [
    header(28, 28, 8, 0, 0),
    ['zTXt', deflateSync(new Uint8Array(2 ** 26))],
    ['iCCP', deflateSync(new Uint8Array(2 ** 26))],
    END,
  ],
] satisfies readonly (readonly Chunk[])[]
const bombs = BOMBS.map(chunks => pngFile(chunks))

const tooLarge = pngFile([header(28, 28, 8, 0, 0), ['tEXt', new Uint8Array(2 ** 18)], zeros(28 * 29), END])

const jpegs = jpegGoldens.map(({ bytes }) => bytes)
const parted = jpegs.map(file => segmentsOf(file))

function jpeg(body: Uint8Array, expected?: readonly number[]): HostileRequest {
  return predict(JPEG, body, expected && { expected })
}

/** Segments of one file before the scans of another; some are left out, given twice, or of other kinds. */
function strangeSegments(chance: Chance): Uint8Array {
  const [{ segments }, { rest }] = [chance.pick(parted), chance.pick(parted)]
  const marker = chance.pick([0xc0, 0xc1, 0xc2, 0xc4, 0xc9, 0xda, 0xdb, 0xdd, 0xe1, 0xee, 0xfe])
  const strange: Segment = [marker, chance.oneIn(2) ? Buffer.from(TEXT_MARKER) : chance.pick(segments)[1]]
  const at = chance.below(segments.length + 1)
  return jpegOf(segments.toSpliced(at, chance.below(2), ...(chance.oneIn(3) ? [] : [strange])), rest)
}

/** The header of a frame with these sides and one component. */
function frame(marker: number, width: number, height: number): Segment {
  return [marker, Uint8Array.of(8, ...bytes16(height, width), 1, 1, 0x11, 0)]
}

/** Tables of one code for each of 16 lengths, so that a few bits are a whole block. */
const codes: Segment = [
  0xc4,
  Uint8Array.of(0x00, 1, ...Array(15).fill(0), 0, 0x10, 0, 1, ...Array(14).fill(0), 0xe0),
]
const steps: Segment = [0xdb, Uint8Array.from({ length: 65 }, (_, k) => (k === 0 ? 0 : 1))]
const scan = (from: number, to: number): Segment => [0xda, Uint8Array.of(1, 1, 0, from, to, 0)]

/** Small files that expand: huge sides, frames of hardly any data, very many scans and segments. */
const jpegBombs = [
  jpegOf([steps, codes, frame(0xc0, 65_535, 65_535), scan(0, 63)], new Uint8Array(1000)),
  jpegOf([steps, codes, frame(0xc0, 2048, 2048), scan(0, 63)], Uint8Array.of(0xff, 0xd9)),
  jpegOf([steps, codes, frame(0xc0, 2049, 1), scan(0, 63)], new Uint8Array(1000)),
  jpegOf([steps, codes, frame(0xc0, 0, 1), scan(0, 63)], new Uint8Array(1000)),
  jpegOf(
    [steps, codes, frame(0xc2, 2048, 2048), ...Array(3000).fill(scan(1, 63))],
    Uint8Array.of(0xff, 0xd9),
  ),
  jpegOf(Array(60_000).fill([0xfe, new Uint8Array(0)]), Uint8Array.of(0xff, 0xd9)),
  jpegOf(Array(2000).fill(codes), Uint8Array.of(0xff, 0xd9)),
]

/** Bytes of the last chunk, IEND, which a picture can do without. */
const END_CHUNK = 12

/** POST /predict of pictures. */
export const PICTURE_KINDS: Kinds = {
  'PNGs with damaged bytes': [5, chance => png(edited(chance.pick(files), edits(chance)))],
  'PNGs with damaged bytes and right checksums': [
    8,
    chance => png(withRightChecksums(edited(chance.pick(files), edits(chance)))),
  ],
  'PNGs with damaged pixels': [3, chance => png(damagedPixels(chance))],
  'PNGs of strange chunks': [3, chance => png(strangeChunks(chance))],
  'PNGs cut short': [
    2,
    chance => {
      const file = chance.pick(files)
      const length = chance.below(file.length)
      return png(file.subarray(0, length), length < file.length - END_CHUNK ? [422] : [200, 422])
    },
  ],
  'PNGs that are too large': [0.1, () => png(tooLarge, [413])],
  'PNG bombs': [0.1, chance => png(chance.pick(bombs), [422])],
  'random bytes as PNG': [2, chance => png(chance.bytes(chance.below(2000)), [422])],
  'JPEGs with damaged bytes': [5, chance => jpeg(edited(chance.pick(jpegs), edits(chance)))],
  'JPEGs of strange segments': [3, chance => jpeg(strangeSegments(chance))],
  'JPEGs cut short': [
    2,
    chance => {
      const file = chance.pick(jpegs)
      return jpeg(file.subarray(0, chance.below(file.length)), [200, 422])
    },
  ],
  'JPEG bombs': [0.1, chance => jpeg(chance.pick(jpegBombs), [422])],
  'random bytes as JPEG': [
    1,
    chance => jpeg(Buffer.concat([Uint8Array.of(0xff, 0xd8, 0xff), chance.bytes(chance.below(2000))]), [422]),
  ],
}
