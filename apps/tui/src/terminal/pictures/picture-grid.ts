import type { Theme } from '../theme.ts'
import { BLUE, digitArt, ORANGE, type PictureSize, signCharacter } from './picture.ts'

/** Columns between pictures. */
const GAP = 2
/** Number of pictures that is worth more than larger pictures. */
const ENOUGH = 4
/** The most wanted first: lines of text below a picture, and empty lines between pictures. */
const SPACINGS = [
  { captionLines: 2, gap: 1 },
  { captionLines: 1, gap: 1 },
  { captionLines: 1, gap: 0 },
] as const

/** Layout of pictures with captions on the screen. */
export interface PictureGrid {
  /** Each picture shows means of squares of so many pixels each way. */
  readonly factor: number
  readonly captionLines: 1 | 2
  /** Empty lines between pictures. */
  readonly gap: 0 | 1
  readonly across: number
  readonly down: number
  /** Columns of a picture with its caption. */
  readonly width: number
}

interface Room {
  readonly columns: number
  readonly rows: number
}

/**
 * The largest pictures, two rows a line, of which a few have room, else as many as possible.
 * @param size of the pictures, in pixels. @param captionWidth columns of the shortest caption. @param count
 * how many there are.
 * @returns undefined where not even one has room.
 */
export function pictureGrid(
  room: Room,
  size: PictureSize,
  captionWidth: number,
  count: number,
): PictureGrid | undefined {
  let best: PictureGrid | undefined
  for (let factor = 1; factor <= Math.max(size.width, size.height); factor++) {
    const grid = mostOf(SPACINGS.map(spacing => placed(room, size, factor, captionWidth, spacing)))
    if (grid && sizeOf(grid) >= Math.min(ENOUGH, count)) return grid
    if (grid && sizeOf(grid) > (best ? sizeOf(best) : 0)) best = grid
  }
  return best
}

/** Pictures on a page. */
export function sizeOf({ across, down }: PictureGrid): number {
  return across * down
}

/** Cards, all lines of which fill the grid's width, as lines of the screen. */
export function placeCards(cards: readonly (readonly string[])[], { across, gap }: PictureGrid): string[] {
  const lines: string[] = []
  for (let first = 0; first < cards.length; first += across) {
    if (first > 0 && gap > 0) lines.push('')
    const row = cards.slice(first, first + across)
    const height = Math.max(...row.map(card => card.length))
    for (let y = 0; y < height; y++) lines.push(row.map(card => card[y] ?? '').join(' '.repeat(GAP)))
  }
  return lines
}

function placed(
  { columns, rows }: Room,
  size: PictureSize,
  factor: number,
  captionWidth: number,
  { captionLines, gap }: (typeof SPACINGS)[number],
): PictureGrid {
  const width = Math.max(Math.ceil(size.width / factor), captionWidth)
  const height = Math.ceil(Math.ceil(size.height / factor) / 2) + captionLines
  const across = Math.max(0, Math.floor((columns + GAP) / (width + GAP)))
  const down = Math.max(0, Math.floor((rows + gap) / (height + gap)))
  return { factor, captionLines, gap, across, down, width }
}

/** The first of several equals. */
function mostOf(grids: readonly PictureGrid[]): PictureGrid | undefined {
  const most = Math.max(...grids.map(sizeOf))
  return most === 0 ? undefined : grids.find(grid => sizeOf(grid) === most)
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
