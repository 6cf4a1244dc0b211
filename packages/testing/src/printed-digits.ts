import { readFileSync } from 'node:fs'

/** A part of the fonts: for training, for choosing between models, and for the last figure, which decides nothing. */
export type PrintedPart = 'training' | 'validation' | 'final'

/** A printed digit, dark on white: 40 x 40 grey values of 0 .. 255, row by row. */
export interface PrintedDigit {
  /** The face of the font, such as "Lato-Bold". */
  readonly font: string
  readonly label: number
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

interface GreySheet {
  readonly width: number
  readonly data: Uint8Array
}

const sheets: {
  /** Side of a digit's picture, in pixels. */
  readonly cell: number
  /** A row a face. */
  readonly parts: Readonly<Record<PrintedPart, readonly { readonly font: string }[]>>
} = JSON.parse(readFileSync(new URL('printed/sheets.json', import.meta.url), 'utf8'))

/**
 * All digits of a part, face by face, from 0 to 9. printed/sheets.py made them, and tells their fonts and licences.
 * @param decode gives the grey values of a PNG file
 */
export function printedDigits(part: PrintedPart, decode: (file: Uint8Array) => GreySheet): PrintedDigit[] {
  const { width, data } = decode(readFileSync(new URL(`printed/${part}.png`, import.meta.url)))
  const { cell, parts } = sheets
  return parts[part].flatMap(({ font }, face) =>
    Array.from({ length: 10 }, (_, label) => {
      const digit = new Uint8Array(cell * cell)
      for (let y = 0; y < cell; y++) {
        const start = (face * cell + y) * width + label * cell
        digit.set(data.subarray(start, start + cell), y * cell)
      }
      return { font, label, width: cell, height: cell, data: digit }
    }),
  )
}
