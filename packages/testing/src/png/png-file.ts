import { crc32, deflateSync } from 'node:zlib'

/** A chunk's type and content. */
export type Chunk = readonly [type: string, content: Uint8Array]

/** The form in which a picture is stored. */
export interface PngForm {
  /** The number in the header: 0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha. */
  readonly colourType: number
  readonly depth: number
  readonly interlaced?: boolean
  readonly palette?: readonly number[]
  readonly transparency?: readonly number[]
}

/** A picture and its form. */
export interface PngPicture extends PngForm {
  readonly width: number
  readonly height: number
  /** The samples of pixel (x, y). */
  readonly at: (x: number, y: number) => readonly number[]
}

/** The bytes of a sample, high byte first. */
export const bytes16 = (...values: readonly number[]): number[] => values.flatMap(v => [v >> 8, v & 0xff])

/** A PNG file of these chunks, with right checksums. */
export function pngFile(chunks: readonly Chunk[]): Uint8Array {
  const parts = chunks.flatMap(([type, content]) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
    return [uint32(content.length), body, uint32(crc32(body))]
  })
  return Uint8Array.from(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]))
}

/** The chunks of a picture. */
export function chunksOf(picture: PngPicture): Chunk[] {
  const { width, height, depth, colourType, interlaced = false, palette, transparency } = picture
  const header = [...uint32(width), ...uint32(height), depth, colourType, 0, 0, Number(interlaced)]
  return [
    ['IHDR', Uint8Array.from(header)],
    ...(palette ? [['PLTE', Uint8Array.from(palette)] as const] : []),
    ...(transparency ? [['tRNS', Uint8Array.from(transparency)] as const] : []),
    ['IDAT', deflateSync(rawOf(picture))],
    ['IEND', new Uint8Array(0)],
  ]
}

/** The pass of each pixel of 8 x 8, as https://www.w3.org/TR/png-3/#8Interlace draws it. */
const ADAM7 = ['16462646', '77777777', '56565656', '77777777', '36463646', '77777777', '56565656', '77777777']

/** The bytes before compression: the rows of each pass, with all five filters in turn. */
export function rawOf({ width, height, depth, interlaced = false, at }: PngPicture): Uint8Array {
  const passOf = (x: number, y: number): string => (interlaced ? (ADAM7[y % 8]?.[x % 8] ?? '') : '1')
  const raw: number[] = []
  for (const pass of interlaced ? '1234567' : '1') {
    let above: readonly number[] = []
    for (let y = 0; y < height; y++) {
      const columns = Array.from({ length: width }, (_, x) => x).filter(x => passOf(x, y) === pass)
      if (columns.length === 0) continue
      const row = packed(
        columns.flatMap(x => at(x, y)),
        depth,
      )
      const step = Math.ceil((at(0, 0).length * depth) / 8)
      const filter = raw.length % 5
      raw.push(filter, ...filtered(filter, row, above, step))
      above = row
    }
  }
  return Uint8Array.from(raw)
}

function packed(samples: readonly number[], depth: number): number[] {
  const bits = samples.map(sample => sample.toString(2).padStart(depth, '0')).join('')
  return (bits.match(/.{1,8}/g) ?? []).map(byte => Number.parseInt(byte.padEnd(8, '0'), 2))
}

/**
 * https://www.w3.org/TR/png-3/#9Filter-types: a is the byte of the pixel before, b that above, c that above
 * the one before.
 */
function filtered(filter: number, row: readonly number[], above: readonly number[], step: number): number[] {
  return row.map((x, i) => {
    const [a, b, c] = [row[i - step] ?? 0, above[i] ?? 0, above[i - step] ?? 0]
    const nearest = [a, b, c].toSorted((p, q) => Math.abs(a + b - c - p) - Math.abs(a + b - c - q))
    const predicted = [0, a, b, Math.floor((a + b) / 2), nearest[0] ?? 0][filter] ?? 0
    return (x - predicted) & 0xff
  })
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
