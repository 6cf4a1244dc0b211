import type { FoundInk } from '@gradus/data'
import { inPairs } from '../terminal/pictures/picture.ts'
import { wrapText } from '../terminal/text.ts'

/** A picture as `--show` explains it: its ink, or why none was looked for. */
export type ShownPicture = FoundInk | 'resized' | 'raw'

/** Abilities of a terminal. */
interface Screen {
  readonly columns: number
  readonly unicode: boolean
  readonly paint: (style: 'green' | 'yellow' | 'dim', text: string) => string
}

/** Columns of a drawing, and its rows of which a line has two, at the most. */
const MOST_SIDE = 56
/** Share of a cell from which on ink is drawn: a stroke of one pixel in 300 keeps its place. */
const LEAST_INK = 1 / 12

const [GROUND, INK, DROPPED] = [0, 1, 2]

/** Lines that tell what of a picture is its ink (blocks), and what was dropped (x). */
export function foundLines(picture: ShownPicture, screen: Screen): string[] {
  const { columns } = screen
  const told = wrapText(sentenceOf(picture), columns)
  const gets = wrapText('The network gets:', columns)
  return typeof picture === 'string' ? told : [...told, ...drawing(picture, screen), ...gets]
}

function sentenceOf(picture: ShownPicture): string {
  if (picture === 'raw') return 'No ink is looked for: the network gets the image as it is.'
  if (picture === 'resized') return 'No ink is looked for: the network gets the whole picture, resized.'
  const { width, height, polarity, marks } = picture
  const ink = polarity === 'dark-on-light' ? 'dark ink on light' : 'light ink on dark'
  const dropped = marks.includes(DROPPED) ? 'what is marked x was dropped' : 'nothing was dropped'
  return `Found in ${width} x ${height} pixels: ${ink}; ${dropped}.`
}

/** Text of one look. */
interface Run {
  readonly mark: number
  readonly characters: string
}

function drawing({ width, height, marks }: FoundInk, { columns, unicode, paint }: Screen): string[] {
  const scale = Math.min(1, Math.min(columns, MOST_SIDE) / width, MOST_SIDE / height)
  const cols = Math.max(1, Math.floor(width * scale))
  const rows = Math.max(1, Math.round(height * scale))
  const values = Array.from({ length: cols * rows }, (_, i) => {
    const [x, y] = [i % cols, Math.floor(i / cols)]
    return markOf(marks, width, rangeOf(x, width, cols), rangeOf(y, height, rows))
  })
  const cell = (upper: number, lower: number): Run => cellOf(upper, lower, unicode)
  return inPairs({ width: cols, values }, GROUND, cell).map(cells =>
    joined(cells)
      .map(({ mark, characters }) => {
        if (mark === GROUND) return paint('dim', characters)
        return paint(mark === INK ? 'green' : 'yellow', characters)
      })
      .join(''),
  )
}

/** Pixels along one axis that a part of a drawing stands for. */
type Range = readonly [from: number, to: number]

function rangeOf(part: number, length: number, parts: number): Range {
  const from = Math.floor((part * length) / parts)
  return [from, Math.max(from + 1, Math.floor(((part + 1) * length) / parts))]
}

/** The mark of a part of a picture: ink that covers some of it, else anything that was dropped. */
function markOf(marks: Uint8Array, width: number, [left, right]: Range, [top, bottom]: Range): number {
  let [inked, dropped] = [0, 0]
  for (let y = top; y < bottom; y++) {
    for (const mark of marks.subarray(y * width + left, y * width + right)) {
      if (mark === INK) inked++
      else if (mark === DROPPED) dropped++
    }
  }
  if (inked >= LEAST_INK * (right - left) * (bottom - top)) return INK
  return dropped > 0 ? DROPPED : GROUND
}

/** Two marks, one above the other, as a character: what was dropped only where there is no ink. */
function cellOf(upper: number, lower: number, unicode: boolean): Run {
  if (upper === INK || lower === INK) {
    const halves = upper !== lower ? (upper === INK ? '▀' : '▄') : '█'
    return { mark: INK, characters: unicode ? halves : '#' }
  }
  const isDropped = upper === DROPPED || lower === DROPPED
  return isDropped ? { mark: DROPPED, characters: 'x' } : { mark: GROUND, characters: '.' }
}

/** Neighbours of one look in one run. */
function joined(cells: readonly Run[]): Run[] {
  const runs: Run[] = []
  for (const { mark, characters } of cells) {
    const last = runs.at(-1)
    if (last?.mark === mark) runs[runs.length - 1] = { mark, characters: last.characters + characters }
    else runs.push({ mark, characters })
  }
  return runs
}

/** The ink that was found, for programs: its pixels and the dropped ones, and the box around it. */
export function foundJson({ width, height, marks, polarity }: FoundInk): object {
  let [ink, dropped, left, right, top, bottom] = [0, 0, width, 0, height, 0]
  for (const [i, mark] of marks.entries()) {
    if (mark === DROPPED) dropped++
    if (mark !== INK) continue
    const [x, y] = [i % width, Math.floor(i / width)]
    ink++
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = y
  }
  const box = { left, top, width: right - left + 1, height: bottom - top + 1 }
  return { width, height, polarity, ink, dropped, box }
}
