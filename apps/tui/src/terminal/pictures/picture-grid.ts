import type { Theme } from '../theme.ts'
import { BLUE, digitArt, ORANGE, type PictureSize, signCharacter } from './picture.ts'

/** The most wanted first: lines of text below a picture, and empty lines and columns between pictures. */
const SPACINGS = ([2, 1] as const).flatMap(captionLines =>
  ([1, 0] as const).flatMap(gap => ([2, 1] as const).map(between => ({ captionLines, gap, between }))),
)

/** Layout of pictures with captions on the screen. */
export interface PictureGrid {
  /** Each picture is shown in so many pixels, two rows a line. */
  readonly pixels: PictureSize
  readonly captionLines: 1 | 2
  /** Empty lines between pictures. */
  readonly gap: 0 | 1
  /** Empty columns between pictures. */
  readonly between: 1 | 2
  readonly across: number
  readonly down: number
  /** Columns of a picture with its caption. */
  readonly width: number
}

interface Room {
  readonly columns: number
  readonly rows: number
}

/** Wishes of a view for its pictures. */
export interface PictureWishes {
  /** Number of pictures. */
  readonly count: number
  /** Number on a page that is worth more than larger pictures. */
  readonly enough: number
  /** Pixels of the shorter side, below which nothing is made out; pictures that are smaller stay as they are. */
  readonly legible: number
  /** Columns of the shortest caption. */
  readonly captionWidth: number
  /** Lines that a caption takes; by default two where there is room, else one. */
  readonly captionLines?: 1 | 2
}

/**
 * The layout that fills the room best with pictures of which enough are seen at once, else the one that shows
 * the most. @param size of the pictures, in pixels. @returns undefined where not even one has room.
 */
export function pictureGrid(room: Room, size: PictureSize, wishes: PictureWishes): PictureGrid | undefined {
  const { count, enough, legible, captionLines } = wishes
  const side = Math.min(legible, size.width, size.height)
  const spacings = SPACINGS.filter(each => captionLines === undefined || each.captionLines === captionLines)
  const grids = sizesOf(size)
    .flatMap(pixels => spacings.map(spacing => placed(room, pixels, wishes.captionWidth, spacing)))
    .filter(grid => sizeOf(grid) > 0)
  const clear = grids.filter(({ pixels }) => Math.min(pixels.width, pixels.height) >= side)
  const wide = clear.filter(grid => sizeOf(grid) >= Math.min(enough, count))
  const area = (grid: PictureGrid): number => {
    return Math.min(count, sizeOf(grid)) * grid.pixels.width * grid.pixels.height
  }
  return mostBy(wide.length > 0 ? wide : mostBy(clear, sizeOf), area)[0] ?? grids[0]
}

/** The size itself, and smaller ones of its shape, whose rows fill whole lines. */
function sizesOf({ width, height }: PictureSize): PictureSize[] {
  const lines = Math.ceil(height / 2)
  return Array.from({ length: lines }, (_, i) => {
    const rows = i === 0 ? height : 2 * (lines - i)
    return { width: Math.max(1, Math.round((width * rows) / height)), height: rows }
  })
}

/** Pictures on a page. */
export function sizeOf({ across, down }: PictureGrid): number {
  return across * down
}

/** Cards, all lines of which fill the grid's width, as lines of the screen. */
export function placeCards(
  cards: readonly (readonly string[])[],
  { across, gap, between }: PictureGrid,
): string[] {
  const lines: string[] = []
  for (let first = 0; first < cards.length; first += across) {
    if (first > 0 && gap > 0) lines.push('')
    const row = cards.slice(first, first + across)
    const height = Math.max(...row.map(card => card.length))
    for (let y = 0; y < height; y++) lines.push(row.map(card => card[y] ?? '').join(' '.repeat(between)))
  }
  return lines
}

function placed(
  { columns, rows }: Room,
  pixels: PictureSize,
  captionWidth: number,
  { captionLines, gap, between }: (typeof SPACINGS)[number],
): PictureGrid {
  const width = Math.max(pixels.width, captionWidth)
  const height = Math.ceil(pixels.height / 2) + captionLines
  const across = Math.max(0, Math.floor((columns + between) / (width + between)))
  const down = Math.max(0, Math.floor((rows + gap) / (height + gap)))
  return { pixels, captionLines, gap, between, across, down, width }
}

/** Those with the largest figure. */
function mostBy<T>(items: readonly T[], figureOf: (item: T) => number): T[] {
  const figures = items.map(figureOf)
  const most = Math.max(...figures)
  return items.filter((_, i) => figures[i] === most)
}

/** None is as high as its line, so that strips below one another stay apart. */
const HEIGHTS = ' ▁▂▃▄▅▆▇'
/** Columns of a number, where there is room. */
const WIDEST_BAR = 4

/**
 * Numbers of 0 .. 255 as one line of bars, or of shades in ASCII: a few columns a number, or the mean of
 * several a column.
 */
export function greyStrip(values: ArrayLike<number>, columns: number, theme: Theme): string {
  const means = fitted(values, columns)
  if (theme.unicode) return means.map(value => heightOf(value / 255)).join('')
  const row = means.map(Math.round)
  return digitArt(Uint8Array.from([...row, ...row]), row.length, false).join('')
}

/**
 * Numbers of either sign as one line: bars by their size in the colour of their sign, or characters for both.
 */
export function signedStrip(values: ArrayLike<number>, scale: number, columns: number, theme: Theme): string {
  const means = fitted(values, columns)
  if (theme.depth === 1) return means.map(value => signCharacter(value, scale)).join('')
  let line = ''
  for (let from = 0; from < means.length; ) {
    const isNegative = isBelow(means[from])
    let to = from
    let run = ''
    for (; to < means.length && isBelow(means[to]) === isNegative; to++)
      run += bar(means[to] ?? 0, scale, theme)
    line += theme.tint(run, isNegative ? BLUE : ORANGE)
    from = to
  }
  return line
}

function isBelow(value: number | undefined): boolean {
  return value !== undefined && value < 0
}

function bar(value: number, scale: number, { unicode }: Theme): string {
  if (!unicode) return signCharacter(value, scale)
  return scale === 0 ? ' ' : heightOf(Math.abs(value) / scale)
}

function heightOf(share: number): string {
  return HEIGHTS.charAt(Math.round(Math.min(1, share) * (HEIGHTS.length - 1)))
}

/** Resamples numbers to the columns: repeats each, or takes means of neighbours where there are more. */
function fitted(values: ArrayLike<number>, columns: number): number[] {
  const width = Math.min(WIDEST_BAR, Math.floor(columns / values.length))
  if (width >= 1) return Array.from(values).flatMap(value => Array.from({ length: width }, () => value))
  const place = (i: number): number => Math.floor((i * values.length) / columns)
  return Array.from({ length: columns }, (_, i) => {
    let sum = 0
    for (let k = place(i); k < place(i + 1); k++) sum += values[k] ?? 0
    return sum / (place(i + 1) - place(i))
  })
}
