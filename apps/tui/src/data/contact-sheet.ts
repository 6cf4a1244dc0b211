import type { SparseExamples } from '@gradus/core'
import { type DataReport, imageSizeOf, meanImages, type ReportedData, samplesOf } from '@gradus/data/report'
import { countOf, formatCount } from '../terminal/format.ts'
import { greyPicture, type PictureSize, resized } from '../terminal/pictures/picture.ts'
import { lineOf, type Span, wrapText } from '../terminal/text.ts'
import type { Theme } from '../terminal/theme.ts'

/** Abilities of what a text is written on. */
export interface Paper {
  readonly columns: number
  readonly theme: Theme
}

/** Images that are shown, and the seed that chooses them. */
export interface Sheet {
  readonly data: ReportedData
  readonly report: DataReport
  readonly seed: number
}

/** Classes that get a line of their own; of more, several stand side by side. */
const MOST_LINES = 16
/** Pictures of a class that are worth more than larger ones: its mean image, and samples. */
const ENOUGH = 5
const FEW = 3
/** Pictures of a class at the most, and classes. */
const MOST = 12
const MOST_CLASSES = 100
/** Pixels of the shorter side, below which nothing is made out. */
const LEGIBLE = 12
/** Columns between pictures, and between classes. */
const GAP = 1
const WIDE_GAP = 3

/** Pictures of one size side by side, below a caption. */
export interface Card {
  readonly caption: readonly Span[]
  /** Bytes of each picture, row by row. */
  readonly images: readonly Uint8Array[]
}

/** The mean image of each class beside some of its training images; no lines for data without images. */
export function sheetLines({ data, report, seed }: Sheet, paper: Paper): string[] {
  const { columns, theme } = paper
  const { train } = data
  const size = imageSizeOf(data)
  if (!size || train.kind === 'dense') return []
  const classes = report.classes.slice(0, MOST_CLASSES)
  const means = meanImages(train)
  const cardsOf = (pictures: number): Card[] => {
    const samples = samplesOf(train, pictures - 1, seed)
    return classes.map(({ class: c, label, examples }) => ({
      caption: [
        ['title', label],
        ['dim', `  ${formatCount(examples.train ?? 0)}`],
      ],
      images: [...means.slice(c, c + 1), ...(samples[c] ?? []).map(i => imageAt(train, i))],
    }))
  }
  const legend = `The mean image of each class, and beside it some of its training images (--sample ${seed + 1} shows others).`
  const more = report.classes.length - classes.length
  return [
    ...wrapText(legend, columns).map(line => theme.paint('dim', line)),
    ...cardLines(classes.length, cardsOf, size, paper),
    ...(more > 0 ? wrapText(`and ${countOf(more, 'more class', 'more classes')}`, columns) : []),
  ].map(line => line.trimEnd())
}

/**
 * Cards one below another, or of many several side by side.
 * @param cardsOf the cards, with so many pictures each at the most
 */
export function cardLines(
  count: number,
  cardsOf: (pictures: number) => readonly Card[],
  size: { readonly rows: number; readonly cols: number },
  { columns, theme }: Paper,
): string[] {
  const isLong = count > MOST_LINES
  const pixels = pixelsOf({ width: size.cols, height: size.rows }, columns, isLong ? FEW : ENOUGH)
  const room = Math.max(1, Math.floor((columns + GAP) / (pixels.width + GAP)))
  const pictures = Math.min(isLong ? FEW : MOST, room)
  const width = Math.min(columns, Math.max(pictures * (pixels.width + GAP) - GAP, isLong ? 0 : columns))
  const across = Math.max(1, Math.floor((columns + WIDE_GAP) / (width + WIDE_GAP)))
  const drawn = cardsOf(pictures).map(({ caption, images }) => {
    const art = images.map(values => greyPicture(resized({ width: size.cols, values }, pixels), theme))
    const rest = ' '.repeat(Math.max(0, width - art.length * (pixels.width + GAP) + GAP))
    const rows = (art[0] ?? []).map((_, y) => art.map(lines => lines[y] ?? '').join(' '.repeat(GAP)))
    return [lineOf(caption, width, theme), ...rows.map(row => `${row}${rest}`)]
  })
  return rowsOfCards(drawn, across).map(line => line.trimEnd())
}

/** Cards of the same height, so many side by side. */
function rowsOfCards(cards: readonly (readonly string[])[], across: number): string[] {
  const lines: string[] = []
  for (let first = 0; first < cards.length; first += across) {
    const row = cards.slice(first, first + across)
    const height = row[0]?.length ?? 0
    for (let y = 0; y < height; y++) lines.push(row.map(card => card[y] ?? '').join(' '.repeat(WIDE_GAP)))
  }
  return lines
}

/** The largest size, up to that of the images, in which so many have room; else the smallest that is legible. */
function pixelsOf({ width, height }: PictureSize, columns: number, enough: number): PictureSize {
  const sizes = Array.from({ length: Math.ceil(height / 2) }, (_, i): PictureSize => {
    const rows = i === 0 ? height : 2 * (Math.ceil(height / 2) - i)
    return { width: Math.max(1, Math.round((width * rows) / height)), height: rows }
  })
  const legible = sizes.filter(size => Math.min(size.width, size.height) >= Math.min(LEGIBLE, width, height))
  const fits = (each: PictureSize, count: number): boolean => count * (each.width + GAP) - GAP <= columns
  return (
    legible.find(each => fits(each, enough)) ??
    legible.findLast(each => fits(each, 1)) ??
    sizes.find(each => fits(each, 1)) ?? { width: 1, height: 1 }
  )
}

/** The bytes of one image. */
function imageAt({ inputSize, offsets, indices, values }: SparseExamples, i: number): Uint8Array {
  const image = new Uint8Array(inputSize)
  for (let e = offsets[i] ?? 0; e < (offsets[i + 1] ?? 0); e++) image[indices[e] ?? 0] = values[e] ?? 0
  return image
}
