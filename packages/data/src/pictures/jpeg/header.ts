import { checkSides, type DecodeLimits, PictureError } from '../picture.ts'

/** The error for a damaged file. @param found the fault: "has no end". */
export function damaged(found: string, expected: string): PictureError {
  return new PictureError(`The JPEG ${found}: expected ${expected}. Save it again, as JPEG or PNG.`)
}

/** The samples of one colour, of a part of the picture's size. */
export interface Component {
  readonly id: number
  /** Samples along a row, and along a column, for as many of the picture's as the frame has at the most: 1 .. 4. */
  readonly across: number
  readonly down: number
  /** Number of its quantisation table. */
  readonly quantisation: number
  /** Sides in samples. */
  readonly width: number
  readonly height: number
  /** Blocks of 8 x 8 samples a row, and rows of them, with those that only fill up the last MCUs. */
  readonly columns: number
  readonly rows: number
}

/** The header of a picture. */
export interface Frame {
  readonly width: number
  readonly height: number
  readonly isProgressive: boolean
  readonly components: readonly Component[]
  /** The largest factors of the components. */
  readonly across: number
  readonly down: number
  /** Minimum coded units a row, and rows of them: the blocks of all components that cover one area. */
  readonly mcuColumns: number
  readonly mcuRows: number
}

/** Kinds of frames, by their markers, that have Huffman codes: https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1. */
const SEQUENTIAL = [0xc0, 0xc1]
const PROGRESSIVE = 0xc2

/**
 * Reads a frame header (B.2.2).
 * @throws PictureError for a damaged one, a kind that is hardly used, or a side above the limit
 */
export function parseFrame(marker: number, content: Uint8Array, limits: DecodeLimits): Frame {
  const [depth = 0, heightHigh = 0, heightLow = 0, widthHigh = 0, widthLow = 0, count = 0] = content
  const isProgressive = marker === PROGRESSIVE
  if ((!isProgressive && !SEQUENTIAL.includes(marker)) || depth !== 8) {
    throw damaged(
      'is of a kind that is hardly used',
      '8 bits a colour, baseline or progressive, with Huffman codes',
    )
  }
  if (content.length !== 6 + 3 * count) throw damaged('has a header of another length', '3 bytes a colour')
  if (count !== 1 && count !== 3 && count !== 4) throw damaged('has another number of colours', '1, 3 or 4')
  const [width, height] = [256 * widthHigh + widthLow, 256 * heightHigh + heightLow]
  if (width === 0 || height === 0) throw damaged('has a side without pixels', 'at least 1 a side')
  checkSides('JPEG', width, height, limits)
  const factors = Array.from({ length: count }, (_, i) => {
    const [id = 0, both = 0, quantisation = 0] = content.subarray(6 + 3 * i)
    return { id, across: both >> 4, down: both & 15, quantisation }
  })
  const [across, down] = [
    Math.max(...factors.map(each => each.across)),
    Math.max(...factors.map(each => each.down)),
  ]
  const isFit = (part: number, whole: number) => part >= 1 && whole <= 4 && whole % part === 0
  if (!factors.every(each => isFit(each.across, across) && isFit(each.down, down))) {
    throw damaged('has colours in sizes that do not fit', 'factors of 1 .. 4 that divide the largest')
  }
  if (new Set(factors.map(({ id }) => id)).size < count)
    throw damaged('has two colours of one name', 'different ones')
  const [mcuColumns, mcuRows] = [Math.ceil(width / (8 * across)), Math.ceil(height / (8 * down))]
  const components = factors.map(factor => ({
    ...factor,
    width: Math.ceil((width * factor.across) / across),
    height: Math.ceil((height * factor.down) / down),
    columns: mcuColumns * factor.across,
    rows: mcuRows * factor.down,
  }))
  return { width, height, isProgressive, components, across, down, mcuColumns, mcuRows }
}

/** Bytes at the most of the samples of a picture: those of 8192 x 8192 pixels in three colours, and the grey ones. */
const MOST_BYTES = 2 ** 28

/**
 * Tells the bytes that decoding takes: a sample a byte, and for a progressive picture two more, until all of its scans
 * are read. @throws PictureError for more than MOST_BYTES
 */
export function checkMemory(
  { width, height, components, isProgressive }: Frame,
  { allot }: DecodeLimits,
): void {
  const samples = components.reduce((sum, { columns, rows }) => sum + 64 * columns * rows, 0)
  const bytes = samples * (isProgressive ? 3 : 1) + width * height
  if (bytes > MOST_BYTES + 2 ** 20) {
    throw new PictureError(
      `The JPEG takes ${bytes} bytes of memory: expected at most ${MOST_BYTES}. Scale it down, or save it as a baseline JPEG.`,
    )
  }
  allot(bytes)
}
