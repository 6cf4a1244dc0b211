/**
 * Rows below a header, the first column flush left and all others flush right. Where there are too few columns for that, one row
 * after the other, each value beside its heading.
 */
export function tableLines(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): string[] {
  const all = [header, ...rows]
  const widths = header.map((_, c) => Math.max(...all.map(row => row[c]?.length ?? 0)))
  const lines = all.map(row => row.map((cell, c) => pad(cell, widths[c] ?? 0, c)).join('  '))
  return (lines[0]?.length ?? 0) <= columns ? lines : rows.flatMap(row => record(header, row))
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}

function record(header: readonly string[], row: readonly string[]): string[] {
  return row.map((cell, c) => (c === 0 ? `${header[0]} ${cell}` : `  ${header[c]} ${cell}`))
}
