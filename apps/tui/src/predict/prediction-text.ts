import { argmax, type Predictor } from '@gradus/core'
import { doubtOf, unsureBetween } from '@gradus/core/predict'
import { digitArt } from '../terminal/pictures/picture.ts'
import { brief } from '../terminal/printable.ts'
import { nameOf } from './pictures/read-images.ts'

/** Abilities of a terminal. */
export interface Canvas {
  readonly columns: number
  readonly unicode: boolean
  /** Characters of bars. */
  readonly bar: string
  readonly paint: (style: 'green' | 'bold' | 'dim', text: string) => string
}

const GAP = 3
/** Columns from which on bars say something. */
const LEAST_BARS = 24

/**
 * A prediction for people: what it is, the image as text and the outputs as bars, side by side where there is
 * room.
 */
export function predictionLines(prediction: Prediction, canvas: Canvas): string[] {
  const { source, pixels, cols, digit, outputs } = prediction
  const { columns, unicode, paint } = canvas
  const doubt = doubtOf(unsureBetween(outputs))
  const answer = `${paint('bold', String(digit))}${doubt && paint('dim', ` (${doubt})`)}`
  const headline = `${nameOfSource(source)}: ${answer}${verdict(prediction)}`
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
  return digit === source.label ? ', correct' : `, misclassified: the label is ${source.label}`
}

function barLines({ outputs, digit }: Prediction, columns: number, { bar, paint }: Canvas): string[] {
  return outputBars(outputs, digit, columns, bar).map((line, j) => {
    if (line.bar === '') return line.text.trimEnd()
    return `${line.text}${paint(j === digit ? 'green' : 'dim', line.bar)}`
  })
}

/**
 * Two blocks of lines, the shorter one in the middle beside the longer. @param width of the left block,
 * padded
 */
function sideBySide(left: readonly string[], width: number, right: readonly string[]): string[] {
  const length = Math.max(left.length, right.length)
  const [leftTop, rightTop] = [left, right].map(block => Math.floor((length - block.length) / 2))
  return Array.from({ length }, (_, i) => {
    const [mine = '', theirs = ''] = [left[i - (leftTop ?? 0)], right[i - (rightTop ?? 0)]]
    return theirs === '' ? mine.trimEnd() : mine.padEnd(width) + theirs
  })
}

const LONGEST_BAR = 40

/** A line of a chart: its parts, side by side. */
interface OutputBar {
  readonly text: string
  readonly bar: string
}

/**
 * The outputs of a network (0 .. 1) as a chart: the winner marked, each with its number and a bar.
 * @param winner the index of the one to mark. @param columns that a line may fill; what is too narrow for
 * bars gets none.
 */
export function outputBars(
  outputs: readonly number[],
  winner: number,
  columns: number,
  glyph: string,
): OutputBar[] {
  const digits = String(outputs.length - 1).length
  return outputs.map((output, j) => {
    const text = `${j === winner ? '>' : ' '} ${String(j).padStart(digits)}  ${output.toFixed(4)} `
    const longest = Math.min(LONGEST_BAR, Math.max(0, columns - text.length))
    return { text, bar: glyph.repeat(Math.round(output * longest)) }
  })
}

/** Source of an image. */
type Source =
  /** `image` counts the images of a file that holds several, from 0. */
  | { readonly file: string; readonly image?: number }
  /** One of the test images, counted from 0, and the digit that it is. */
  | { readonly index: number; readonly label: number }

/** An image to be read. */
export interface Image {
  readonly source: Source
  /** Row by row; 0 is background. */
  readonly pixels: Uint8Array
  /** Pixels in a row, where that is known. */
  readonly cols?: number
}

/** Prediction of a network for an image. */
export interface Prediction extends Image {
  /** The output that fires most; the first one wins. */
  readonly digit: number
  /** One an output neuron, 0 .. 1. */
  readonly outputs: readonly number[]
}

/** Predicts an image of as many bytes as the network has inputs. */
export function predict(predictor: Predictor, image: Image): Prediction {
  const outputs = [...predictor.outputs(image.pixels)]
  return { ...image, digit: argmax(outputs), outputs }
}

/** A prediction for programs. */
export function predictionJson({ source, digit, outputs }: Prediction): object {
  const right = 'label' in source ? { right: digit === source.label } : {}
  return { ...source, digit, ...right, outputs }
}
