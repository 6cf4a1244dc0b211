import { type ClassFigures, type Confusion, classFigures, confusionMatrix } from '@gradus/core'
import { lineOf, type Span } from '../../terminal/text.ts'
import type { Rgb, Theme } from '../../terminal/theme.ts'

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
export function matrixNeeds(confusion: Confusion): { readonly columns: number; readonly rows: number } {
  const classes = confusion.correct.length
  return {
    columns: LABEL_COLUMNS + RECALL_COLUMNS + classes * narrowestCell(confusion),
    rows: FRAME_ROWS + classes,
  }
}

/**
 * The matrix: a row per label, a column per prediction, recall to the right, precision below. Correct
 * predictions are shaded by their share of the row, misclassifications by their ratio to the most frequent
 * one. All lines are equally wide.
 */
export function matrixLines(
  confusion: Confusion,
  { columns, rows }: { readonly columns: number; readonly rows: number },
  theme: Theme,
): string[] {
  const matrix = confusionMatrix(confusion)
  const figures = classFigures(confusion)
  const scale = scaleOf(confusion, columns, rows)
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

function scaleOf(confusion: Confusion, columns: number, rows: number): Scale {
  const classes = confusion.correct.length
  const room = Math.floor((columns - LABEL_COLUMNS - RECALL_COLUMNS) / classes)
  const cell = Math.max(narrowestCell(confusion), Math.min(WIDEST_CELL, room))
  const highest = cell < WIDE_CELL ? HIGHEST_CELL - 1 : HIGHEST_CELL
  const height = Math.max(1, Math.min(highest, Math.floor((rows - FRAME_ROWS) / classes)))
  return { cell, height, worst: confusion.confused[0]?.count ?? 1 }
}

/** Columns of the widest count or label with its margin. */
function narrowestCell({ correct, confused }: Confusion): number {
  const numbers = [...correct, confused[0]?.count ?? 0, correct.length - 1]
  return Math.max(...numbers.map(number => String(number).length)) + CELL_MARGIN
}

/** A row of cells; the figures stand in the middle line. */
function rowLines(
  row: readonly number[],
  figures: ClassFigures | undefined,
  scale: Scale,
  theme: Theme,
): string[] {
  const { label = 0, examples = 0, recall, predictions = 0 } = figures ?? {}
  const style = predictions === 0 && examples > 0 ? 'alarm' : 'key'
  const name = lineOf([[style, String(label).padStart(LABEL_COLUMNS - 2)]], LABEL_COLUMNS, theme)
  const share = (recall === undefined ? '-' : (100 * recall).toFixed(1)).padStart(RECALL_COLUMNS)
  const cells = row.map((count, predicted) => {
    const isCorrect = predicted === label
    return { count, isCorrect, share: count / (isCorrect ? Math.max(1, examples) : scale.worst) }
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
    ...figures.map(({ precision, examples }): Span => {
      if (precision !== undefined) return inCell((100 * precision).toFixed(isRoomy ? 1 : 0), cell)
      return examples === 0 ? inCell('-', cell) : ['alarm', inCell(isRoomy ? 'never' : 'x', cell)]
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
