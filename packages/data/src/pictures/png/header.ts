import { PictureError } from '../picture.ts'

/** The error for a damaged file. @param found the fault: "has no end". */
export function damaged(found: string, expected: string, options?: ErrorOptions): PictureError {
  return new PictureError(`The PNG ${found}: expected ${expected}. Save it again, as PNG.`, options)
}

/** Kinds of pixels: https://www.w3.org/TR/png-3/#6Colour-values. */
type ColourType = 'grey' | 'colour' | 'palette' | 'grey-alpha' | 'colour-alpha'

/** The header of a PNG picture. */
export interface Header {
  /** Pixels in a row, at least 1. */
  readonly width: number
  /** Rows, at least 1. */
  readonly height: number
  readonly colourType: ColourType
  /** Bits a sample: 1, 2, 4, 8 or 16. */
  readonly depth: number
  /** Samples a pixel. */
  readonly channels: number
  readonly interlaced: boolean
}

interface Form {
  readonly colourType: ColourType
  readonly channels: number
  readonly depths: readonly number[]
}

/** By the number of the colour type: https://www.w3.org/TR/png-3/#table111. */
const FORMS = new Map<number, Form>([
  [0, { colourType: 'grey', channels: 1, depths: [1, 2, 4, 8, 16] }],
  [2, { colourType: 'colour', channels: 3, depths: [8, 16] }],
  [3, { colourType: 'palette', channels: 1, depths: [1, 2, 4, 8] }],
  [4, { colourType: 'grey-alpha', channels: 2, depths: [8, 16] }],
  [6, { colourType: 'colour-alpha', channels: 4, depths: [8, 16] }],
])

/**
 * Reads the 13 bytes of an IHDR chunk: https://www.w3.org/TR/png-3/#11IHDR.
 *
 * @throws PictureError if they have a value that PNG does not know, or a side is none
 */
export function parseHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [width, height] = [view.getUint32(0), view.getUint32(4)]
  if (width === 0 || height === 0) throw damaged('has a side without pixels', 'at least 1 a side')
  const depth = view.getUint8(8)
  const form = FORMS.get(view.getUint8(9))
  if (!form?.depths.includes(depth)) {
    throw damaged('has a colour type and bit depth that do not go together', 'a pair that PNG knows')
  }
  const [compression, filter, interlace] = bytes.subarray(10)
  if (compression !== 0 || filter !== 0 || (interlace !== 0 && interlace !== 1)) {
    throw damaged(
      'has an unknown compression, filter or interlace method',
      'method 0, or 1 where it is interlaced',
    )
  }
  const { colourType, channels } = form
  return { width, height, colourType, depth, channels, interlaced: interlace === 1 }
}
