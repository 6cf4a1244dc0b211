import type { LoadedData } from '@gradus/data/node'
import type { ClassCount, ColumnReport, DataFinding, DataReport } from '@gradus/data/report'
import { countOf, formatCount, formatNumber, splitCounts } from '../terminal/format.ts'
import { printable, shortPath } from '../terminal/printable.ts'
import { narrowTable } from '../terminal/table.ts'
import { flushLeft, flushRight, shortened, widthOf, wrapText } from '../terminal/text.ts'
import type { Style, Theme } from '../terminal/theme.ts'
import type { Paper } from './contact-sheet.ts'

/** Columns of the headings. */
const HEADING = 11
/** Columns of a class's name where there is least room, and of a bar at the most, beside a long name, and at the least. */
const SHORTEST_NAME = 12
const LONGEST_BAR = 40
const USUAL_BAR = 20
const SHORTEST_BAR = 4
/** Columns of numbers that are listed, and categories. */
const MOST_COLUMNS = 60
const MOST_CATEGORIES = 12
const LONGEST_NAME = 24

const PARTS = { train: 'training', validation: 'validation', test: 'test' } as const

const SOURCES: Readonly<Record<LoadedData['source'], string>> = {
  idx: 'IDX files',
  pictures: 'folder of pictures',
  table: 'table',
  arrays: 'arrays',
}

/** The contents of the data: their parts, inputs, classes and columns. */
export function factLines(data: LoadedData, report: DataReport, paper: Paper): string[] {
  const { columns: room, theme } = paper
  const { path, source, notes } = data
  const { parts, classes, columns } = report
  const counts = Object.fromEntries(parts.map(({ part, examples }) => [part, examples]))
  const where = path === undefined ? 'MNIST, or what GRADUS_DATA names' : shortPath(path)
  const facts: readonly (readonly [heading: string, text: string])[] = [
    ['Data', `${where} (${SOURCES[source]})`],
    ['Parts', splitCounts({ train: data.train.length, ...counts })],
    ['Inputs', inputsText(report)],
    ...constantText(report).map(text => ['Constant', text] as const),
    ...formText(data).map(text => ['Form', text] as const),
    ...notes.map(note => ['Note', note] as const),
  ]
  return [
    ...facts.flatMap(([heading, text]) => headed(heading, 'title', text, paper)),
    '',
    ...classLines(classes, report, paper),
    ...(columns ? ['', ...columnLines(columns, room, theme)] : []),
  ]
}

/** A heading, and a text beside it. */
function headed(heading: string, style: Style, text: string, { columns, theme }: Paper): string[] {
  const lines = wrapText(printable(text), Math.max(20, columns - HEADING))
  return lines.map((line, i) => {
    return i === 0
      ? `${theme.paint(style, heading)}${' '.repeat(Math.max(1, HEADING - heading.length))}${line}`
      : `${' '.repeat(HEADING)}${line}`
  })
}

function inputsText({ kind, size, inputs, columns }: DataReport): string {
  const { count, smallest, largest, mean } = inputs
  const range = `from ${formatNumber(smallest)} to ${formatNumber(largest)}, on average ${formatNumber(mean)}`
  if (size) return `${formatCount(count)}: images of ${size.rows} x ${size.cols} pixels, ${range}`
  if (kind === 'rows') return `${formatCount(count)}, of ${countOf(columns?.length ?? 0, 'column')}`
  return `${formatCount(count)} numbers, ${range}`
}

function constantText({ kind, inputs }: DataReport): string[] {
  const { constant, count, varying } = inputs
  if (constant === 0) return []
  const what = `${formatCount(constant)} of ${formatCount(count)} inputs are the same in all training ${kind}`
  if (!varying) return [what]
  const { top, bottom, left, right } = varying
  return [`${what}; those that differ are within rows ${top} .. ${bottom} and columns ${left} .. ${right}`]
}

/** The way in which the pictures became images. */
function formText({ preprocessing, source }: LoadedData): string[] {
  if (preprocessing?.kind !== 'image') return []
  const { form = 'normalised', transposed } = preprocessing
  const ways = {
    normalised: "normalised: the ink is found, and has MNIST's form",
    resized: 'resized: all of the picture, in this size',
  }
  const told = source === 'pictures' || preprocessing.form !== undefined
  return [...(told ? [ways[form]] : []), ...(transposed ? ['transposed: read column by column'] : [])]
}

/** A line a class: its examples in each part, and a bar of those to train on. */
function classLines(
  classes: readonly ClassCount[],
  { parts }: DataReport,
  { columns, theme }: Paper,
): string[] {
  const most = Math.max(...classes.map(({ examples }) => examples.train ?? 0))
  const counts = parts.map(({ part }) => {
    const cells = classes.map(({ examples }) => formatCount(examples[part] ?? 0))
    return { heading: PARTS[part], cells, width: Math.max(...[PARTS[part], ...cells].map(widthOf)) }
  })
  const taken = counts.reduce((sum, { width }) => sum + width + 2, 0)
  const wanted = Math.max(...['class', ...classes.map(({ label }) => printable(label))].map(widthOf))
  const name = Math.min(wanted, Math.max(SHORTEST_NAME, columns - taken - USUAL_BAR - 2))
  const bar = Math.min(LONGEST_BAR, columns - name - taken - 2)
  const row = (first: string, cells: readonly string[]): string =>
    [flushLeft(first, name), ...cells.map((cell, i) => flushRight(cell, counts[i]?.width ?? 0))].join('  ')
  const heading = row(
    'class',
    counts.map(each => each.heading),
  )
  return [
    theme.paint('dim', heading),
    ...classes.map(({ label, examples }, c) => {
      const shown = shortened(printable(label), name, theme)
      const line = row(
        shown,
        counts.map(({ cells }) => cells[c] ?? ''),
      )
      if (bar < SHORTEST_BAR) return line
      return `${line}  ${theme.paint('accent', barOf((examples.train ?? 0) / Math.max(1, most), bar, theme))}`
    }),
  ]
}

/** Eighths of a character, the first of none. */
const EIGHTHS = ['', ...'▏▎▍▌▋▊▉']

function barOf(share: number, columns: number, { unicode }: Theme): string {
  const length = share * columns
  if (!unicode) return '#'.repeat(share > 0 ? Math.max(1, Math.round(length)) : 0)
  const eighths = share > 0 ? Math.max(1, Math.round(8 * length)) : 0
  return `${'█'.repeat(Math.floor(eighths / 8))}${EIGHTHS[eighths % 8] ?? ''}`
}

/** The columns of a table: those of numbers, and those of categories. */
function columnLines(columns: readonly ColumnReport[], room: number, theme: Theme): string[] {
  const nameOf = ({ name }: ColumnReport): string => shortened(printable(name), LONGEST_NAME, theme)
  const numbers = columns.filter(({ categories }) => categories === undefined)
  const shown = numbers.slice(0, MOST_COLUMNS)
  const cellsOf = (figure: (column: ColumnReport) => number | undefined): string[] =>
    shown.map(column => formatNumber(figure(column) ?? 0))
  const table = narrowTable(
    [
      { heading: 'column', cells: shown.map(nameOf) },
      { heading: 'mean', cells: cellsOf(({ mean }) => mean) },
      { heading: 'spread', cells: cellsOf(({ spread }) => spread) },
      { heading: 'smallest', cells: cellsOf(({ smallest }) => smallest) },
      { heading: 'largest', cells: cellsOf(({ largest }) => largest) },
    ],
    room,
  )
  const more = numbers.length - shown.length
  const categories = columns.flatMap(column => {
    const all = column.categories
    if (!all) return []
    const told = all
      .slice(0, MOST_CATEGORIES)
      .map(({ value, examples }) => `${value} ${formatCount(examples)}`)
    const left = all.length - told.length
    const text = `${nameOf(column)}: ${told.join(', ')}${left > 0 ? ` and ${left} more` : ''}`
    return wrapText(printable(text), room)
  })
  return [
    ...(shown.length > 0 ? [theme.paint('dim', table[0] ?? ''), ...table.slice(1)] : []),
    ...(more > 0 ? [theme.paint('dim', `and ${countOf(more, 'more column')} (--json has all)`)] : []),
    ...(categories.length > 0
      ? [
          ...(shown.length > 0 ? [''] : []),
          theme.paint('dim', 'categories, and training examples of each'),
          ...categories,
        ]
      : []),
  ]
}

const STYLES: Readonly<Record<DataFinding['severity'], Style>> = {
  alarm: 'alarm',
  warning: 'warning',
  note: 'dim',
}

/** The findings, a paragraph each, the worst first. */
export function findingLines(findings: readonly DataFinding[], paper: Paper): string[] {
  if (findings.length === 0)
    return headed('Findings', 'title', 'none: nothing stands against training on these data.', paper)
  return findings.flatMap(({ severity, sentence }) => {
    const heading = `${severity.charAt(0).toUpperCase()}${severity.slice(1)}`
    return headed(heading, STYLES[severity], sentence, paper)
  })
}
