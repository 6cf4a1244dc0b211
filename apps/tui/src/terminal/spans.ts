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
  const ellipsis = theme.unicode ? '…' : '~'
  if (columns < 2) return ellipsis.repeat(Math.max(0, columns))
  return `${cut(spans, columns - 1, theme)}${ellipsis}`
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
