import { digitArt } from '../terminal/digit-art.ts'
import { outputBars } from '../terminal/output-bars.ts'
import { brief } from '../terminal/printable.ts'
import { nameOf } from './pictures/read-file.ts'
import type { Prediction, Source } from './predict.ts'

/** What a terminal can show. */
export interface Canvas {
  readonly columns: number
  readonly unicode: boolean
  /** What bars are made of. */
  readonly bar: string
  readonly paint: (style: 'green' | 'bold' | 'dim', text: string) => string
}

const GAP = 3
/** Columns from which on bars say something. */
const LEAST_BARS = 24

/** A prediction for people: what it is, the image as text and the outputs as bars, side by side where there is room. */
export function predictionLines(prediction: Prediction, canvas: Canvas): string[] {
  const { source, pixels, cols, digit } = prediction
  const { columns, unicode, paint } = canvas
  const headline = `${nameOfSource(source)}: ${paint('bold', String(digit))}${verdict(prediction)}`
  const width = cols ?? Math.sqrt(pixels.length)
  const isShown = Number.isInteger(width) && width <= columns
  const art = isShown ? digitArt(pixels, width, unicode) : []
  const room = columns - width - GAP
  if (!isShown || room < LEAST_BARS) {
    return [headline, ...art.map(line => line.trimEnd()), ...barLines(prediction, columns, canvas)]
  }
  return [headline, ...sideBySide(art, width + GAP, barLines(prediction, room, canvas))]
}

function nameOfSource(source: Source): string {
  if ('index' in source) return `test image ${source.index}`
  const file = brief(nameOf(source.file))
  return source.image === undefined ? file : `${file}, image ${source.image}`
}

function verdict({ source, digit }: Prediction): string {
  if (!('label' in source)) return ''
  return digit === source.label ? ', right' : `, wrong: it is a ${source.label}`
}

function barLines({ outputs, digit }: Prediction, columns: number, { bar, paint }: Canvas): string[] {
  return outputBars(outputs, digit, columns, bar).map((line, j) => {
    if (line.bar === '') return line.text.trimEnd()
    return `${line.text}${paint(j === digit ? 'green' : 'dim', line.bar)}`
  })
}

/** Two blocks of lines, the shorter one in the middle beside the longer. @param width of the left block, padded */
function sideBySide(left: readonly string[], width: number, right: readonly string[]): string[] {
  const length = Math.max(left.length, right.length)
  const [leftTop, rightTop] = [left, right].map(block => Math.floor((length - block.length) / 2))
  return Array.from({ length }, (_, i) => {
    const [mine = '', theirs = ''] = [left[i - (leftTop ?? 0)], right[i - (rightTop ?? 0)]]
    return theirs === '' ? mine.trimEnd() : mine.padEnd(width) + theirs
  })
}
