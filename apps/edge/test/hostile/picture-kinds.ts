import { deflateSync } from 'node:zlib'
import { edited, withRightChecksums } from '@gradus/testing/mutations'
import { bytes16, type Chunk, chunksOf, forms, pictureOf, pngFile, rawOf } from '@gradus/testing/png-files'
import type { Chance } from './chance.ts'
import type { Kinds } from './request.ts'
import { type HostileRequest, predict, TEXT_MARKER } from './request.ts'

const PNG = 'image/png'

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
      return png(file.subarray(0, chance.below(file.length)), [422])
    },
  ],
  'PNGs that are too large': [0.1, () => png(tooLarge, [413])],
  'PNG bombs': [0.1, chance => png(chance.pick(bombs), [422])],
  'random bytes as PNG': [2, chance => png(chance.bytes(chance.below(2000)), [422])],
}
