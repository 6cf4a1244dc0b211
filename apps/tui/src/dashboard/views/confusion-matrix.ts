import { lineOf, type Span } from '../../terminal/text.ts'
import type { Rgb, Theme } from '../../terminal/theme.ts'

type Counts = readonly (readonly number[])[]

/** Columns of the labels and of the recall. */
const LABEL_COLUMNS = 11
const RECALL_COLUMNS = 8
/** Columns of a cell beside its count, and the size it grows to where there is room. */
const CELL_MARGIN = 2
const WIDEST_CELL = 9
const HIGHEST_CELL = 3
/** Columns from which on a cell of three lines looks balanced. */
const WIDE_CELL = 8
/** Columns for one decimal more, and for the word `never`. */
const ROOMY_CELL = 6
/** The heading, the labels of the answers, and the precision below. */
const FRAME_ROWS = 3
/** Shades of a cell; without colours they stand beside the count. */
const STEPS = 5
const SHADES = { unicode: '  ░▒▓█', ascii: '  :+*#' }

const WHITE: Rgb = [255, 255, 255]
const BLACK: Rgb = [0, 0, 0]
/** Colours from rare to frequent, for correct and misclassified examples. */
const CORRECT: readonly [from: Rgb, to: Rgb] = [
  [30, 44, 62],
  [30, 105, 185],
]
const MISCLASSIFIED: readonly [from: Rgb, to: Rgb] = [
  [46, 36, 26],
  [240, 140, 30],
]

/** Sizes in which the matrix is drawn. */
interface Scale {
  /** Columns and lines of a cell. */
  readonly cell: number
  readonly height: number
  /** The most frequent error. */
  readonly worst: number
}

/** Columns and rows that the matrix takes at least. */
export function matrixNeeds(matrix: Counts): { readonly columns: number; readonly rows: number } {
  return {
    columns: LABEL_COLUMNS + RECALL_COLUMNS + matrix.length * narrowestCell(matrix),
    rows: FRAME_ROWS + matrix.length,
  }
}

/**
 * The matrix: a row per label, a column per prediction, recall to the right, precision below. Correct
 * predictions are shaded by their share of the row, misclassifications by their ratio to the most frequent
 * one. All lines are equally wide.
 */
export function matrixLines(
  matrix: Counts,
  figures: readonly ClassFigures[],
  { columns, rows }: { readonly columns: number; readonly rows: number },
  theme: Theme,
): string[] {
  const scale = scaleOf(matrix, columns, rows)
  const width = LABEL_COLUMNS + RECALL_COLUMNS + matrix.length * scale.cell
  const heading = centred('predicted', matrix.length * scale.cell)
  const labels = figures.map(({ label }): Span => ['key', inCell(String(label), scale.cell)])
  const labelHeading: Span = ['dim', 'label'.padStart(LABEL_COLUMNS - 2).padEnd(LABEL_COLUMNS)]
  return [
    lineOf([' '.repeat(LABEL_COLUMNS), ['dim', heading]], width, theme),
    lineOf([labelHeading, ...labels, ['dim', 'recall'.padStart(RECALL_COLUMNS)]], width, theme),
    ...matrix.flatMap((row, label) => rowLines(row, figures[label], scale, theme)),
    lineOf(precisionSpans(figures, scale.cell), width, theme),
  ]
}

function scaleOf(matrix: Counts, columns: number, rows: number): Scale {
  const room = Math.floor((columns - LABEL_COLUMNS - RECALL_COLUMNS) / matrix.length)
  const cell = Math.max(narrowestCell(matrix), Math.min(WIDEST_CELL, room))
  const highest = cell < WIDE_CELL ? HIGHEST_CELL - 1 : HIGHEST_CELL
  const height = Math.max(1, Math.min(highest, Math.floor((rows - FRAME_ROWS) / matrix.length)))
  const errors = matrix.flatMap((row, label) => row.filter((_, predicted) => predicted !== label))
  return { cell, height, worst: Math.max(1, ...errors) }
}

/** Columns of the widest count or label with its margin. */
function narrowestCell(matrix: Counts): number {
  const numbers = [...matrix.flat(), matrix.length - 1]
  return Math.max(...numbers.map(number => String(number).length)) + CELL_MARGIN
}

/** A row of cells; the figures stand in the middle line. */
function rowLines(
  row: readonly number[],
  figures: ClassFigures | undefined,
  scale: Scale,
  theme: Theme,
): string[] {
  const { label = 0, labelled = 0, recall, predicted = 0 } = figures ?? {}
  const style = predicted === 0 && labelled > 0 ? 'alarm' : 'key'
  const name = lineOf([[style, String(label).padStart(LABEL_COLUMNS - 2)]], LABEL_COLUMNS, theme)
  const share = (recall === undefined ? '-' : (100 * recall).toFixed(1)).padStart(RECALL_COLUMNS)
  const cells = row.map((count, predicted) => {
    const isCorrect = predicted === label
    return { count, isCorrect, share: count / (isCorrect ? Math.max(1, labelled) : scale.worst) }
  })
  const middle = Math.floor((scale.height - 1) / 2)
  return Array.from({ length: scale.height }, (_, line) => {
    const isMiddle = line === middle
    const text = cells.map(cell => cellOf(cell, isMiddle, scale.cell, theme)).join('')
    return isMiddle
      ? `${name}${text}${share}`
      : `${' '.repeat(LABEL_COLUMNS)}${text}${' '.repeat(RECALL_COLUMNS)}`
  })
}

interface Cell {
  readonly count: number
  readonly isCorrect: boolean
  /** 0 .. 1, of what its shade is measured by. */
  readonly share: number
}

function cellOf({ count, isCorrect, share }: Cell, hasCount: boolean, columns: number, theme: Theme): string {
  const { depth, unicode } = theme
  if (!hasCount && (count === 0 || depth < 8)) return ' '.repeat(columns)
  if (count === 0) return theme.paint('dim', inCell(unicode ? '·' : '.', columns))
  // The square root, so that rare errors show beside frequent ones.
  const step = Math.max(1, Math.ceil(Math.sqrt(share) * STEPS))
  const text = inCell(hasCount ? String(count) : '', columns)
  if (depth === 1) return `${text.slice(0, -1)}${(unicode ? SHADES.unicode : SHADES.ascii).charAt(step)}`
  if (depth === 4) return theme.paint(isCorrect ? 'accent' : step > STEPS / 2 ? 'alarm' : 'second', text)
  const behind = mixed(isCorrect ? CORRECT : MISCLASSIFIED, (step - 1) / (STEPS - 1))
  return theme.tint(text, isBright(behind) ? BLACK : WHITE, behind)
}

function precisionSpans(figures: readonly ClassFigures[], cell: number): Span[] {
  const isRoomy = cell >= ROOMY_CELL
  return [
    ['dim', 'precision'.padEnd(LABEL_COLUMNS)],
    ...figures.map(({ precision, labelled }): Span => {
      if (precision !== undefined) return inCell((100 * precision).toFixed(isRoomy ? 1 : 0), cell)
      return labelled === 0 ? inCell('-', cell) : ['alarm', inCell(isRoomy ? 'never' : 'x', cell)]
    }),
  ]
}

/** Flush right but for a column between the cells. */
function inCell(text: string, columns: number): string {
  return `${text.padStart(columns - 1)} `
}

function mixed([from, to]: readonly [Rgb, Rgb], share: number): Rgb {
  const part = (a: number, b: number): number => Math.round(a + (b - a) * share)
  return [part(from[0], to[0]), part(from[1], to[1]), part(from[2], to[2])]
}

/** Whether black can be read on it better than white. */
function isBright([red, green, blue]: Rgb): boolean {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 130
}

function centred(text: string, columns: number): string {
  return `${' '.repeat(Math.max(0, Math.floor((columns - text.length) / 2)))}${text}`
}

/** Figures of one class in a confusion matrix. Shares of nothing are undefined. */
interface ClassFigures {
  readonly label: number
  /** Numbers of examples with this label, and of examples predicted as it. */
  readonly labelled: number
  readonly predicted: number
  readonly correct: number
  /**
   * Precision: share of its predictions that are correct. Recall: share of its examples that are predicted
   * correctly.
   */
  readonly precision: number | undefined
  readonly recall: number | undefined
}

/** Examples of one label that were predicted as another. */
export interface Confusion {
  readonly label: number
  readonly predicted: number
  readonly count: number
  /** Share of the examples with that label. */
  readonly share: number
}

type Matrix = readonly (readonly number[])[]

/** @param matrix row: label, column: predicted class. */
export function classFigures(matrix: Matrix): ClassFigures[] {
  return matrix.map((row, label) => {
    const correct = row[label] ?? 0
    const labelled = row.reduce((sum, count) => sum + count, 0)
    const predicted = matrix.reduce((sum, counts) => sum + (counts[label] ?? 0), 0)
    return {
      ...{ label, labelled, predicted, correct },
      precision: predicted === 0 ? undefined : correct / predicted,
      recall: labelled === 0 ? undefined : correct / labelled,
    }
  })
}

/** Labels that occur but are never predicted. */
export function neverPredicted(figures: readonly ClassFigures[]): number[] {
  return figures
    .filter(({ labelled, predicted }) => labelled > 0 && predicted === 0)
    .map(({ label }) => label)
}

/** All confusions, the most frequent first; of equals the lower label, then the lower prediction. */
export function worstConfusions(matrix: Matrix): Confusion[] {
  const figures = classFigures(matrix)
  return matrix
    .flatMap((row, label) =>
      row.map((count, predicted): Confusion => {
        return { label, predicted, count, share: count / (figures[label]?.labelled ?? 1) }
      }),
    )
    .filter(({ label, predicted, count }) => label !== predicted && count > 0)
    .toSorted((a, b) => b.count - a.count)
}
