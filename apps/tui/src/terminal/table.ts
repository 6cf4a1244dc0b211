import { flushLeft, flushRight, widthOf } from './text.ts'

/**
 * Rows below a header, the first column flush left and all others flush right. Where there are too few
 * columns for that, one row after the other, each value beside its heading.
 */
export function tableLines(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): string[] {
  const all = [header, ...rows]
  const widths = header.map((_, c) => Math.max(...all.map(row => widthOf(row[c] ?? ''))))
  const lines = all.map(row => row.map((cell, c) => pad(cell, widths[c] ?? 0, c)).join('  '))
  return widthOf(lines[0] ?? '') <= columns ? lines : rows.flatMap(row => record(header, row))
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? flushLeft(cell, width) : flushRight(cell, width)
}

function record(header: readonly string[], row: readonly string[]): string[] {
  return row.map((cell, c) => (c === 0 ? `${header[0]} ${cell}` : `  ${header[c]} ${cell}`))
}

/** A column of a table, with its value for each row. */
export interface Column {
  readonly heading: string
  readonly cells: readonly string[]
  /** Columns with the lowest rank are left out first where room is short; columns without a rank stay. */
  readonly rank?: number
}

/** Characters of a cell, at the most. */
const LONGEST = 28

/** A table of these columns, or of those of them that fit. */
export function narrowTable(table: readonly Column[], columns: number): string[] {
  const droppable = table.filter(({ rank }) => rank !== undefined)
  const [first] = droppable.sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
  if (first && widthOfTable(table) > columns) {
    return narrowTable(
      table.filter(column => column !== first),
      columns,
    )
  }
  const rows = (table[0]?.cells ?? []).map((_, row) => table.map(({ cells }) => clipped(cells[row] ?? '')))
  return tableLines(
    table.map(({ heading }) => heading),
    rows,
    columns,
  )
}

function widthOfTable(table: readonly Column[]): number {
  const widths = table.map(({ heading, cells }) =>
    Math.max(...[heading, ...cells].map(cell => widthOf(clipped(cell)))),
  )
  return widths.reduce((sum, width) => sum + width + 2, -2)
}

function clipped(cell: string): string {
  return cell.length > LONGEST ? `${cell.slice(0, LONGEST - 3)}...` : cell
}
