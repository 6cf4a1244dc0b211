import stringWidth from 'string-width'
import { printable } from './printable.ts'
import type { Style, Theme } from './theme.ts'

/** A piece of a line: text without escape sequences, and the style that it is shown in, if any. */
export type Span = string | readonly [style: Style, text: string]

const ASCII = /^[\u0020-\u007E]*$/

/** Columns that a text takes. */
export function widthOf(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text)
}

export function spansWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + widthOf(textOf(span)), 0)
}

/** A printable line of exactly so many columns: cut off, with a sign of it, or filled up with blanks. */
export function lineOf(given: readonly Span[], columns: number, theme: Theme): string {
  const spans = given.map(printableSpan)
  const width = spansWidth(spans)
  if (width <= columns) return `${join(spans, theme)}${' '.repeat(columns - width)}`
  const ellipsis = ellipsisOf(theme)
  if (columns < 2) return ellipsis.repeat(Math.max(0, columns))
  return `${cut(spans, columns - 1, theme)}${ellipsis}`
}

function ellipsisOf({ unicode }: Pick<Theme, 'unicode'>): string {
  return unicode ? '…' : '~'
}

/** A text of at most so many columns, of which there is at least one: cut off, with a sign of it. */
export function shortened(text: string, columns: number, theme: Pick<Theme, 'unicode'>): string {
  return widthOf(text) <= columns ? text : `${clip(text, columns - 1)}${ellipsisOf(theme)}`
}

/** The text with blanks after it, or before it, that fill so many columns. */
export function flushLeft(text: string, columns: number): string {
  return `${text}${blanksFor(text, columns)}`
}

export function flushRight(text: string, columns: number): string {
  return `${blanksFor(text, columns)}${text}`
}

function blanksFor(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - widthOf(text)))
}

function printableSpan(span: Span): Span {
  return typeof span === 'string' ? printable(span) : [span[0], printable(span[1])]
}

/** The text alone, cut off where it takes more columns. */
export function clip(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  let width = 0
  let clipped = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += widthOf(segment)
    if (width > columns) break
    clipped += segment
  }
  return clipped
}

function join(spans: readonly Span[], theme: Theme): string {
  return spans.map(span => (typeof span === 'string' ? span : theme.paint(...span))).join('')
}

function cut(spans: readonly Span[], columns: number, theme: Theme): string {
  let rest = columns
  let line = ''
  for (const span of spans) {
    const text = clip(textOf(span), rest)
    const width = widthOf(text)
    rest -= width
    line += typeof span === 'string' ? text : theme.paint(span[0], text)
    if (text.length < textOf(span).length) break
  }
  return `${line}${' '.repeat(rest)}`
}

function textOf(span: Span): string {
  return typeof span === 'string' ? span : span[1]
}

/**
 * A text in lines of at most so many columns, broken between words, and within those that are longer than a
 * line.
 */
export function wrapText(text: string, columns: number): string[] {
  if (columns < 1) return []
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer) <= columns) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = piecesOf(word, columns)
    lines.push(...pieces.slice(0, -1))
    line = pieces.at(-1) ?? ''
  }
  return [...lines, line]
}

function piecesOf(word: string, columns: number): string[] {
  const pieces: string[] = []
  let rest = word
  while (widthOf(rest) > columns) {
    // A character that is wider than a line is left out.
    const piece = clip(rest, columns)
    if (piece === '') return pieces
    pieces.push(piece)
    rest = rest.slice(piece.length)
  }
  return [...pieces, rest]
}

/**
 * Pieces of text side by side, in as few lines as that takes. A piece that is longer than a line is left to
 * be cut.
 */
export function packed(pieces: readonly string[], separator: string, columns: number): string[] {
  const lines: string[] = []
  for (const piece of pieces) {
    const last = lines.at(-1)
    const longer = `${last}${separator}${piece}`
    if (last !== undefined && widthOf(longer) <= columns) lines[lines.length - 1] = longer
    else lines.push(piece)
  }
  return lines
}

/** Page, from 0, of a number that may be any whole number: after the last page comes the first. */
export function pageAt(page: number, pages: number): number {
  return pages < 1 ? 0 : ((page % pages) + pages) % pages
}

/** The items of one page, and which page that is. */
interface Page<T> {
  readonly items: readonly T[]
  /** The place of the first of them among all. */
  readonly first: number
  /** `page 2 of 5`, or nothing where there is only one. */
  readonly label: string
}

/** @param page any whole number: after the last page comes the first. */
export function pageOf<T>(all: readonly T[], size: number, page: number): Page<T> {
  const pages = Math.ceil(all.length / Math.max(1, size))
  const at = pageAt(page, pages)
  const first = at * size
  return {
    items: all.slice(first, first + size),
    first,
    label: pages > 1 ? `page ${at + 1} of ${pages}` : '',
  }
}

/** Lines that belong together. */
export interface Block {
  /** Said again on each page, where one page is not enough. */
  readonly head: readonly string[]
  readonly lines: readonly string[]
}

/** Blocks on pages of so many rows: each on one page if it is not longer than that. */
export function pagesOf(blocks: readonly Block[], rows: number): string[][] {
  const pages: string[][] = [[]]
  for (const { head, lines } of blocks) {
    let rest = lines
    while (rest.length > 0) {
      const free = rows - (pages.at(-1)?.length ?? 0) - head.length
      const isWhole = rest.length <= free
      const isLong = rest.length > rows - head.length
      if (free <= 0 || !(isWhole || isLong)) {
        pages.push([])
        continue
      }
      pages.at(-1)?.push(...head, ...rest.slice(0, free))
      rest = rest.slice(free)
    }
  }
  return pages
}

/**
 * The first of these lines for which there is room, filled up with blanks; of the last one as much as there
 * is room for.
 */
export function firstThatFits(lines: readonly (readonly Span[])[], columns: number, theme: Theme): string {
  const line = lines.find(spans => spansWidth(spans) <= columns) ?? lines.at(-1) ?? []
  return lineOf(line, columns, theme)
}

/** The picture's lines, which are `side` wide, as wide as the card, and the caption below. */
export function cardOf(
  picture: readonly string[],
  side: number,
  caption: readonly string[],
  columns: number,
): string[] {
  const blanks = ' '.repeat(Math.max(0, columns - side))
  return [...picture.map(line => `${line}${blanks}`), ...caption]
}
