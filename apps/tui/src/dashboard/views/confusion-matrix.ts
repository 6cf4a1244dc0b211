import { type ClassFigures, type Confusion, classFigures, confusionMatrix } from '@gradus/core'
import { heatCell } from '../../terminal/charts/heat.ts'
import { flushRight, lineOf, type Span } from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'
import type { ClassNames } from '../class-names.ts'

/** Columns of the labels, with the margin after them, and of the recall. */
const LABEL_COLUMNS = 11
const LABEL_MARGIN = 2
const RECALL_COLUMNS = 8
/** Share of all columns that names of labels may take. */
const LARGEST_LABEL_SHARE = 1 / 4
/** Columns of a cell beside its count, and the size it grows to where there is room. */
const CELL_MARGIN = 2
const WIDEST_CELL = 9
const WIDEST_NAME = 16
const HIGHEST_CELL = 3
/** Columns from which on a cell of three lines looks balanced. */
const WIDE_CELL = 8
/** Columns for one decimal more, and for the word `never`. */
const ROOMY_CELL = 6
/** The heading, the labels of the answers, and the precision below. */
const FRAME_ROWS = 3
/** Sizes in which the matrix is drawn, and the names in it. */
interface Scale {
  /** Columns of the labels. */
  readonly labels: number
  /** Names above the columns: numbers, which then stand in the rows as well, where there is no room for names. */
  readonly headings: readonly string[]
  readonly areNamed: boolean
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

/** Columns that the matrix takes with its names in full. */
export function matrixColumns(confusion: Confusion, names: ClassNames): number {
  const classes = confusion.correct.length
  const name = names.areGiven ? names.width(classes, WIDEST_NAME) + CELL_MARGIN : 0
  const cell = Math.max(narrowestCell(confusion), name)
  return Math.max(LABEL_COLUMNS, name) + RECALL_COLUMNS + classes * cell
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
  names: ClassNames,
): string[] {
  const matrix = confusionMatrix(confusion)
  const figures = classFigures(confusion)
  const scale = scaleOf(confusion, columns, rows, names)
  const width = scale.labels + RECALL_COLUMNS + matrix.length * scale.cell
  const heading = centred('predicted', matrix.length * scale.cell)
  const labels = scale.headings.map((text): Span => ['key', inCell(text, scale.cell)])
  const labelHeading: Span = [
    'dim',
    `${flushRight('label', scale.labels - LABEL_MARGIN)}${' '.repeat(LABEL_MARGIN)}`,
  ]
  const rowNames = rowNamesOf(scale, names)
  return [
    lineOf([' '.repeat(scale.labels), ['dim', heading]], width, theme),
    lineOf([labelHeading, ...labels, ['dim', 'recall'.padStart(RECALL_COLUMNS)]], width, theme),
    ...matrix.flatMap((row, label) => rowLines(row, figures[label], rowNames[label] ?? '', scale, theme)),
    lineOf(precisionSpans(figures, scale), width, theme),
  ]
}

function scaleOf(confusion: Confusion, columns: number, rows: number, names: ClassNames): Scale {
  const classes = confusion.correct.length
  const narrowest = narrowestCell(confusion)
  const labels = labelColumns(classes, columns - RECALL_COLUMNS - classes * narrowest, columns, names)
  const room = Math.floor((columns - labels - RECALL_COLUMNS) / classes)
  const cellOf = (wanted: number): number => Math.max(narrowest, Math.min(wanted, room))
  const roomy = cellOf(Math.max(WIDEST_CELL, names.width(classes, WIDEST_NAME) + CELL_MARGIN))
  const cut = Array.from({ length: classes }, (_, label) => names.of(label, roomy - 1))
  // Cut names that are the same say nothing.
  const areNamed = names.areGiven && new Set(cut).size === classes
  const cell = areNamed ? roomy : cellOf(WIDEST_CELL)
  const highest = cell < WIDE_CELL ? HIGHEST_CELL - 1 : HIGHEST_CELL
  const height = Math.max(1, Math.min(highest, Math.floor((rows - FRAME_ROWS) / classes)))
  const headings = areNamed ? cut : cut.map((_, label) => String(label))
  return { labels, headings, areNamed, cell, height, worst: confusion.confused[0]?.count ?? 1 }
}

/** Columns of the labels: more where names need them, and the cells leave so many. */
function labelColumns(classes: number, left: number, columns: number, names: ClassNames): number {
  if (!names.areGiven) return LABEL_COLUMNS
  const wanted = names.width(classes) + String(classes - 1).length + 1 + LABEL_MARGIN
  return Math.max(LABEL_COLUMNS, Math.min(wanted, left, Math.floor(LARGEST_LABEL_SHARE * columns)))
}

/** The names of the rows, after their numbers where those stand above the columns. */
function rowNamesOf({ labels, headings, areNamed }: Scale, names: ClassNames): string[] {
  const columns = labels - LABEL_MARGIN
  return headings.map((heading, label) => {
    if (areNamed || !names.areGiven) return names.of(label, columns)
    return `${heading} ${names.of(label, columns - heading.length - 1)}`
  })
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
  text: string,
  scale: Scale,
  theme: Theme,
): string[] {
  const { label = 0, examples = 0, recall, predictions = 0 } = figures ?? {}
  const style = predictions === 0 && examples > 0 ? 'alarm' : 'key'
  const name = lineOf([[style, flushRight(text, scale.labels - LABEL_MARGIN)]], scale.labels, theme)
  const share = (recall === undefined ? '-' : (100 * recall).toFixed(1)).padStart(RECALL_COLUMNS)
  const cells = row.map((count, predicted) => {
    const isCorrect = predicted === label
    return { count, isCorrect, share: count / (isCorrect ? Math.max(1, examples) : scale.worst) }
  })
  const middle = Math.floor((scale.height - 1) / 2)
  return Array.from({ length: scale.height }, (_, line) => {
    const isMiddle = line === middle
    const counts = cells.map(cell => cellOf(cell, isMiddle, scale.cell, theme)).join('')
    return isMiddle
      ? `${name}${counts}${share}`
      : `${' '.repeat(scale.labels)}${counts}${' '.repeat(RECALL_COLUMNS)}`
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
  const text = inCell(hasCount ? String(count) : '', columns)
  // The square root, so that rare errors show beside frequent ones.
  return heatCell(text, { share: Math.sqrt(share), ramp: isCorrect ? 'good' : 'bad' }, theme)
}

function precisionSpans(figures: readonly ClassFigures[], { cell, labels }: Scale): Span[] {
  const isRoomy = cell >= ROOMY_CELL
  return [
    ['dim', 'precision'.padEnd(labels)],
    ...figures.map(({ precision, examples }): Span => {
      if (precision !== undefined) return inCell((100 * precision).toFixed(isRoomy ? 1 : 0), cell)
      return examples === 0 ? inCell('-', cell) : ['alarm', inCell(isRoomy ? 'never' : 'x', cell)]
    }),
  ]
}

/** Flush right but for a column between the cells. */
function inCell(text: string, columns: number): string {
  return `${flushRight(text, columns - 1)} `
}

function centred(text: string, columns: number): string {
  return `${' '.repeat(Math.max(0, Math.floor((columns - text.length) / 2)))}${text}`
}
