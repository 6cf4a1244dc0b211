import { argmax, type Predictor } from '@gradus/core'
import { doubtOf, unsureBetween } from '@gradus/core/predict'
import { areDigits, isSure, labelOf, SURE_SCORE } from '@gradus/data'
import { ClassNames } from '../dashboard/class-names.ts'
import { digitArt } from '../terminal/pictures/picture.ts'
import { brief } from '../terminal/printable.ts'
import { flushLeft, flushRight, widthOf, wrapText } from '../terminal/text.ts'
import { foundJson, foundLines, type ShownPicture } from './found-text.ts'
import { nameOf } from './pictures/read-images.ts'

/** Abilities of a terminal. */
export interface Canvas {
  readonly columns: number
  readonly unicode: boolean
  /** Characters of bars. */
  readonly bar: string
  /** Names of the classes; undefined where they are numbers. */
  readonly classes?: readonly string[] | undefined
  /** Number of the best classes that are shown, the best first; all in their order without it. */
  readonly top?: number | undefined
  readonly paint: (style: 'green' | 'yellow' | 'bold' | 'dim', text: string) => string
}

const GAP = 3
/** Columns from which on bars say something. */
const LEAST_BARS = 24
/** Classes with names that are shown where nobody says how many. */
const MOST_SHOWN = 10

/**
 * A prediction for people: what it is, the image as text and the outputs as bars, side by side where there is
 * room.
 */
export function predictionLines(prediction: Prediction, canvas: Canvas): string[] {
  const { pixels, cols } = prediction
  const { columns, unicode } = canvas
  const warnings =
    prediction.warnings?.flatMap(({ message }) => wrapText(`Warning: ${message}`, columns)) ?? []
  const found = prediction.picture === undefined ? [] : foundLines(prediction.picture, canvas)
  const headline = [...headlineOf(prediction, canvas), ...warnings, ...found]
  const width = cols ?? Math.sqrt(pixels.length)
  const isShown = pixels instanceof Uint8Array && Number.isInteger(width) && width <= columns
  const art = isShown ? digitArt(pixels, width, unicode) : []
  const room = columns - width - GAP
  if (!isShown || room < LEAST_BARS) {
    return [...headline, ...art.map(line => line.trimEnd()), ...barLines(prediction, columns, canvas)]
  }
  return [...headline, ...sideBySide(art, width + GAP, barLines(prediction, room, canvas))]
}

/** Its source, the class in bold, how sure that is, and whether it is correct; broken between words. */
function headlineOf({ source, class: answer, outputs }: Prediction, canvas: Canvas): string[] {
  const { columns, paint, classes } = canvas
  const names = new ClassNames(classes, canvas)
  const doubt =
    doubtOf(unsureBetween(outputs).map(label => names.of(label))) ||
    (isUnsure(outputs, answer) ? 'unsure' : '')
  const score = names.areGiven ? ` ${(outputs[answer] ?? 0).toFixed(2)}` : ''
  const parts: readonly (readonly [text: string, style?: 'bold' | 'dim'])[] = [
    [`${nameOfSource(source)}: `],
    [names.of(answer), 'bold'],
    [score],
    [doubt && ` (${doubt})`, 'dim'],
    [source.label === undefined ? '' : verdictOn(answer, source.label, names)],
  ]
  const whole = parts.map(([text]) => text).join('')
  let end = 0
  return wrapText(whole, columns).map(line => {
    const start = whole.indexOf(line, end)
    end = start + line.length
    let from = 0
    return parts
      .map(([text, style]) => {
        const piece = text.slice(Math.max(0, start - from), Math.max(0, end - from))
        from += text.length
        return style && piece !== '' ? paint(style, piece) : piece
      })
      .join('')
  })
}

function nameOfSource(source: Source): string {
  if ('index' in source) return `test ${source.noun ?? 'image'} ${source.index}`
  const file = brief(nameOf(source.file))
  return source.image === undefined ? file : `${file}, ${source.noun ?? 'image'} ${source.image}`
}

function verdictOn(answer: number, label: number, names: ClassNames): string {
  return answer === label ? ', correct' : `, misclassified: the label is ${names.of(label)}`
}

function barLines(prediction: Prediction, columns: number, canvas: Canvas): string[] {
  const { outputs, class: answer } = prediction
  const { bar, paint, classes } = canvas
  const top = canvas.top ?? (classes && outputs.length > MOST_SHOWN ? MOST_SHOWN : undefined)
  const names = new ClassNames(classes, canvas)
  const shown = top === undefined ? [...outputs.keys()] : bestOf(outputs).slice(0, top)
  return outputBars(outputs, shown, answer, columns, { glyph: bar, names }).map((line, row) => {
    if (line.bar === '') return line.text.trimEnd()
    return `${line.text}${paint(shown[row] === answer ? 'green' : 'dim', line.bar)}`
  })
}

/** The classes, that of the highest output first; of equals the first. */
function bestOf(outputs: readonly number[]): number[] {
  return [...outputs.keys()].sort((a, b) => (outputs[b] ?? 0) - (outputs[a] ?? 0))
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
/** Columns of a score, and those that a name has at the least. */
const SCORE = 11
const LEAST_NAME = 6

/** A line of a chart: its parts, side by side. */
interface OutputBar {
  readonly text: string
  readonly bar: string
}

/**
 * The outputs of a network (0 .. 1) as a chart: the winner marked, each with its name and a bar.
 * @param shown the indices of those that get a line. @param winner the index of the one to mark. @param columns
 * that a line may fill; what is too narrow for bars gets none.
 */
export function outputBars(
  outputs: readonly number[],
  shown: readonly number[],
  winner: number,
  columns: number,
  { glyph, names }: { readonly glyph: string; readonly names: ClassNames },
): OutputBar[] {
  const longest = Math.max(LEAST_NAME, columns - SCORE - LEAST_BARS / 2)
  const digits = String(outputs.length - 1).length
  const width = names.areGiven ? Math.max(...shown.map(j => widthOf(names.of(j, longest)))) : digits
  return shown.map(j => {
    const output = outputs[j] ?? 0
    const name = names.areGiven ? flushLeft(names.of(j, longest), width) : flushRight(String(j), width)
    const text = `${j === winner ? '>' : ' '} ${name}  ${output.toFixed(4)} `
    const room = Math.min(LONGEST_BAR, Math.max(0, columns - widthOf(text)))
    return { text, bar: glyph.repeat(Math.round(output * room)) }
  })
}

/** Source of the input. */
type Source = (
  | {
      readonly file: string
      /** Its number in a file that holds several, counted from 0. */
      readonly image?: number
      /** The class that it is, where the file tells. */
      readonly label?: number
    }
  /** One of the test examples, counted from 0, and the class that it is. */
  | { readonly index: number; readonly label: number }
) & {
  /** Word for an input, where it is no image. */
  readonly noun?: 'row' | 'example'
}

/** A reason to doubt an answer. */
export interface Warning {
  readonly code: 'SEVERAL_SHAPES' | 'UNSURE'
  /** The reason and the remedy, in sentences. */
  readonly message: string
}

/** The warning of a picture with more than one thing to predict, in the words of the predictor. */
export const SEVERAL_SHAPES: Warning = {
  code: 'SEVERAL_SHAPES',
  message: 'The picture has several separate shapes of like size: expected one. Send each by itself.',
}

/** The warning of an answer that may well be wrong, in the words of the predictor. */
const UNSURE: Warning = {
  code: 'UNSURE',
  message: `The network is unsure: expected one score of at least ${SURE_SCORE} that stands out. Check the answer.`,
}

/** Whether the best score is low, or near another one. */
function isUnsure(outputs: readonly number[], answer: number): boolean {
  return !isSure(outputs[answer] ?? 0) || unsureBetween(outputs).length > 0
}

/** An input to be read. */
export interface Image {
  readonly source: Source
  /** Bytes of an image, row by row, 0 its background; or numbers. */
  readonly pixels: Uint8Array | Float64Array
  /** Pixels in a row, where that is known. */
  readonly cols?: number
  readonly warnings?: readonly Warning[]
  /** The picture that it was made of, where that is to be shown. */
  readonly picture?: ShownPicture | undefined
}

/** Prediction of a network for an input. */
export interface Prediction extends Image {
  /** The output that fires most; the first one wins. */
  readonly class: number
  /** One an output neuron, 0 .. 1. */
  readonly outputs: readonly number[]
}

/** Predicts an input of as many bytes or numbers as the network has inputs. */
export function predict(predictor: Predictor, image: Image): Prediction {
  const outputs = [...predictor.outputs(image.pixels)]
  return { ...image, class: argmax(outputs), outputs }
}

/**
 * A prediction for programs. Of a test example `truth` is its class; where the classes have no names, `digit` is
 * the predicted one and `label` the true one, as ever.
 */
export function predictionJson(
  { source: { noun: _, ...source }, class: answer, outputs, warnings: remarks = [], picture }: Prediction,
  names: readonly string[] | undefined,
  top?: number,
): object {
  const isUnnamed = names === undefined || areDigits(names, outputs.length)
  const answered = { class: answer, label: labelOf(names, answer), score: outputs[answer] }
  const best = bestOf(outputs).slice(0, top)
  const warnings = isUnsure(outputs, answer) ? [...remarks, UNSURE] : remarks
  return {
    ...source,
    ...answered,
    ...(source.label !== undefined && {
      ...(isUnnamed && { label: source.label }),
      truth: { class: source.label, label: labelOf(names, source.label) },
      right: answer === source.label,
    }),
    ...(isUnnamed && { digit: answer }),
    ...(top !== undefined && {
      top: best.map(k => ({ class: k, label: labelOf(names, k), score: outputs[k] })),
    }),
    outputs,
    ...(typeof picture === 'object' && { found: foundJson(picture) }),
    ...(warnings.length > 0 && { warnings }),
  }
}
