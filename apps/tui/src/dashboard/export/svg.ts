import {
  type Color,
  createAnsiSequenceParser,
  createColorPalette,
  type ParseToken,
} from 'ansi-sequence-parser'
import stringWidth from 'string-width'
import { printable } from '../../terminal/printable.ts'

/** Pixels a character: the usual shape of a terminal's. */
const WIDTH = 8.4
const HEIGHT = 17
/** Pixels from the top of a line to its baseline. */
const BASELINE = 13
const MARGIN = 12
const FONT = 'ui-monospace, SFMono-Regular, Menlo, Consolas, &quot;DejaVu Sans Mono&quot;, monospace'
const BACKGROUND = '#16181d'
const FOREGROUND = '#d7dae0'

/** Part of a character's cell: left, top, width and height. */
type Part = readonly [left: number, top: number, width: number, height: number]

/** Blocks are drawn instead of written, so that pictures have no seams. */
const BLOCKS: ReadonlyMap<string, Part> = new Map<string, Part>([
  ['█', [0, 0, 1, 1]],
  ['▀', [0, 0, 1, 1 / 2]],
  ['▐', [1 / 2, 0, 1 / 2, 1]],
  ...[...'▁▂▃▄▅▆▇'].map((block, i): [string, Part] => [block, [0, 1 - (i + 1) / 8, 1, (i + 1) / 8]]),
  ...[...'▏▎▍▌▋▊▉'].map((block, i): [string, Part] => [block, [0, 0, (i + 1) / 8, 1]]),
])

const FIRST_BRAILLE = 0x2800
/** Places of the dots of braille, two a row and four a column, in the order of their bits. */
const DOTS: readonly (readonly [right: number, down: number])[] = [
  ...([
    [0, 0],
    [0, 1],
    [0, 2],
    [1, 0],
    [1, 1],
    [1, 2],
    [0, 3],
    [1, 3],
  ] as const),
]
/** Pixels of a dot's side. */
const DOT = 2.2

const palette = createColorPalette({
  black: '#3b4048',
  red: '#e06c75',
  green: '#98c379',
  yellow: '#e5c07b',
  blue: '#61afef',
  magenta: '#c678dd',
  cyan: '#56b6c2',
  white: '#abb2bf',
  brightBlack: '#7f848e',
  brightRed: '#ef8a92',
  brightGreen: '#b1d69a',
  brightYellow: '#f0d197',
  brightBlue: '#82c3f7',
  brightMagenta: '#d79be8',
  brightCyan: '#7fd0da',
  brightWhite: '#ffffff',
})

export interface Picture {
  readonly columns: number
  readonly rows: number
  /** Alternative text for people who cannot see the picture. */
  readonly title: string
}

/**
 * A terminal's frame (text with the escape codes of colours) as a picture that stands alone: its text can be
 * selected, and nothing is fetched.
 */
export function svgOf(frame: string, { columns, rows, title }: Picture): string {
  const [width, height] = [round(columns * WIDTH + 2 * MARGIN), rows * HEIGHT + 2 * MARGIN]
  const parser = createAnsiSequenceParser()
  const lines = frame.split('\n').map((line, row) => lineOf(parser.parse(line), row))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}"/>`,
    // Browsers pass over xml:space, which other programs read.
    '<style>text{white-space:pre}</style>',
    `<g font-family="${FONT}" font-size="14" fill="${FOREGROUND}" xml:space="preserve" shape-rendering="crispEdges">`,
    ...lines.filter(line => line !== ''),
    '</g>',
    '</svg>\n',
  ].join('\n')
}

/** A run of one style: what is behind it, its blocks, and its text. */
function lineOf(tokens: readonly ParseToken[], row: number): string {
  const parts: string[] = []
  let column = 0
  for (const token of tokens) {
    const wide = stringWidth(token.value)
    const { foreground, background } = coloursOf(token)
    if (background) parts.push(rect(column, row, [0, 0, wide, 1], background))
    parts.push(...blocksOf(token.value, column, row, foreground ?? FOREGROUND))
    parts.push(...brailleOf(token.value, column, row, foreground ?? FOREGROUND))
    const text = token.value.replaceAll(/[█▀▐▁-▏⠀-⣿]/g, ' ').trimEnd()
    if (text !== '') parts.push(textOf(text, column, row, foreground, token))
    column += wide
  }
  return parts.join('')
}

function textOf(
  text: string,
  column: number,
  row: number,
  colour: string | undefined,
  { decorations }: ParseToken,
): string {
  const start = text.length - text.trimStart().length
  const visible = text.slice(start)
  const attributes = [
    `x="${round(MARGIN + (column + start) * WIDTH)}"`,
    `y="${MARGIN + row * HEIGHT + BASELINE}"`,
    `textLength="${round(stringWidth(visible) * WIDTH)}"`,
    ...(colour === undefined ? [] : [`fill="${colour}"`]),
    ...(decorations.has('bold') ? ['font-weight="bold"'] : []),
    ...(decorations.has('dim') ? ['opacity="0.65"'] : []),
    ...(decorations.has('underline') ? ['text-decoration="underline"'] : []),
  ]
  return `<text ${attributes.join(' ')}>${escaped(visible)}</text>`
}

function blocksOf(text: string, column: number, row: number, colour: string): string[] {
  return [...text].flatMap((character, i) => {
    const part = BLOCKS.get(character)
    return part ? [rect(column + i, row, part, colour)] : []
  })
}

/**
 * The dots of a run of braille, in one path: fonts that have none would draw curves with those of another, of
 * other widths.
 */
function brailleOf(text: string, column: number, row: number, colour: string): string[] {
  const dots = [...text].flatMap((character, i) => {
    const bits = (character.codePointAt(0) ?? 0) - FIRST_BRAILLE
    if (bits <= 0 || bits > 0xff) return []
    return DOTS.filter((_, bit) => bits & (1 << bit)).map(([right, down]) => {
      const x = round(MARGIN + (column + i + (right + 0.5) / 2) * WIDTH - DOT / 2)
      const y = round(MARGIN + (row + (down + 0.5) / 4) * HEIGHT - DOT / 2)
      return `M${x} ${y}h${DOT}v${DOT}h-${DOT}z`
    })
  })
  return dots.length === 0 ? [] : [`<path fill="${colour}" d="${dots.join('')}"/>`]
}

function rect(column: number, row: number, [left, top, width, height]: Part, colour: string): string {
  const place = `x="${round(MARGIN + (column + left) * WIDTH)}" y="${round(MARGIN + (row + top) * HEIGHT)}"`
  return `<rect ${place} width="${round(width * WIDTH)}" height="${round(height * HEIGHT)}" fill="${colour}"/>`
}

function coloursOf({ foreground, background, decorations }: ParseToken) {
  const colours = { foreground: hexOf(foreground), background: hexOf(background) }
  if (!decorations.has('reverse')) return colours
  return { foreground: colours.background ?? BACKGROUND, background: colours.foreground ?? FOREGROUND }
}

function hexOf(colour: Color | null): string | undefined {
  return colour ? palette.value(colour) : undefined
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  // Characters that are not printable cannot stand in XML either.
  return printable(text).replaceAll(/[&<>"]/g, character => entities[character] ?? character)
}

function round(pixels: number): number {
  return Math.round(100 * pixels) / 100
}
