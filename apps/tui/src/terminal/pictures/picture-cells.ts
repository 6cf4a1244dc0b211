import type { Rgb, Theme } from '../theme.ts'

/** Numbers in rows of equal length, one row after the other. */
export interface Grid {
  readonly width: number
  readonly values: ArrayLike<number>
}

/** Cells of one line that share their colours. */
interface Run {
  readonly behind: number
  readonly text: number | undefined
  readonly characters: string
}

/** The means of squares of so many numbers each way; those at the right and the lower edge may be smaller. */
export function averaged({ width, values }: Grid, factor: number): Grid {
  if (factor === 1) return { width, values }
  const [columns, rows] = [Math.ceil(width / factor), Math.ceil(values.length / width / factor)]
  const sums = new Float64Array(columns * rows)
  const counts = new Float64Array(columns * rows)
  for (let i = 0; i < values.length; i++) {
    const cell = Math.floor(Math.floor(i / width) / factor) * columns + Math.floor((i % width) / factor)
    sums[cell] = (sums[cell] ?? 0) + (values[i] ?? 0)
    counts[cell] = (counts[cell] ?? 0) + 1
  }
  return { width: columns, values: sums.map((sum, cell) => sum / (counts[cell] ?? 1)) }
}

/** Two rows of a grid a line: what `cell` makes of the upper and the lower number (`below` where there is none). */
export function inPairs<T>(
  { width, values }: Grid,
  below: number,
  cell: (upper: number, lower: number) => T,
): T[][] {
  return Array.from({ length: Math.ceil(values.length / width / 2) }, (_, line) =>
    Array.from({ length: width }, (_, x) => {
      const upper = 2 * line * width + x
      return cell(values[upper] ?? below, values[upper + width] ?? below)
    }),
  )
}

/**
 * Entries of a palette as text, two rows a line, in half blocks: neighbours of the same two colours in one run, as each takes time to
 * draw. In ASCII a cell has the colour of the upper row: give it the same rows twice.
 */
export function colourLines(entries: Grid, below: number, palette: readonly Rgb[], theme: Theme): string[] {
  const tinted = ({ behind, text, characters }: Run): string =>
    theme.tint(characters, text === undefined ? undefined : palette[text], palette[behind])
  return inPairs(entries, below, (upper, lower) => [upper, lower] as const).map(cells =>
    runsOf(cells, theme.unicode).map(tinted).join(''),
  )
}

/** @param both whether a run may have two colours: that takes half blocks. */
function runsOf(cells: readonly (readonly [upper: number, lower: number])[], both: boolean): Run[] {
  const runs: Run[] = []
  for (const [upper, lower] of cells) {
    const longer = extended(runs.at(-1), upper, lower, both)
    if (longer) runs[runs.length - 1] = longer
    else if (upper === lower) runs.push({ behind: upper, text: undefined, characters: ' ' })
    else runs.push({ behind: lower, text: upper, characters: '▀' })
  }
  return runs
}

/** The run with one cell more, if its colours are the run's, or the run has room for another one. */
function extended(run: Run | undefined, upper: number, lower: number, both: boolean): Run | undefined {
  if (!run) return undefined
  const { behind } = run
  const text = both ? (run.text ?? [upper, lower].find(entry => entry !== behind)) : undefined
  if ([upper, lower].some(entry => entry !== behind && entry !== text)) return undefined
  return { behind, text, characters: run.characters + characterOf(upper !== behind, lower !== behind) }
}

function characterOf(upper: boolean, lower: boolean): string {
  if (upper) return lower ? '█' : '▀'
  return lower ? '▄' : ' '
}
