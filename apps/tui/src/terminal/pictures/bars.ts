import type { Theme } from '../theme.ts'
import { BLUE, ORANGE, signCharacter } from './picture.ts'

/** Heights within a line, in eighths. */
const EIGHTHS = ' ▁▂▃▄▅▆▇█'
const SHADES = ' .-=+*#%@'
/** Columns of a bar with the blank beside it, where there is room, and lines of its height. */
const WIDEST = 4
const TALLEST = 6

interface Room {
  readonly columns: number
  readonly rows: number
}

/** Numbers as bars. */
interface Bars {
  readonly lines: string[]
  /** Each bar shows the mean of so many numbers, of which the last may have fewer. */
  readonly group: number
}

/**
 * Numbers as bars in several lines, as wide and high as there is room for; where they are too many, a bar for
 * the mean of a few. Of either sign: in the colour of the sign, or as characters where there are no colours.
 * @param scale number of a full bar. @param isSigned whether numbers may be below 0
 */
export function barLines(
  values: ArrayLike<number>,
  { columns, rows }: Room,
  { scale, isSigned }: { readonly scale: number; readonly isSigned: boolean },
  theme: Theme,
): Bars {
  if (columns < 1 || rows < 1 || values.length === 0) return { lines: [], group: 1 }
  const group = Math.ceil(values.length / (columns * rows))
  const means = meansOf(values, group)
  const widths = Array.from({ length: WIDEST }, (_, i) => WIDEST - i).filter(each => each <= columns)
  const fits = (each: number): boolean => Math.ceil(means.length / Math.floor(columns / each)) <= rows
  const width = widths.find(fits) ?? 1
  const across = Math.floor(columns / width)
  const down = Math.ceil(means.length / across)
  const isByCharacter = isSigned && theme.depth === 1
  const height = isByCharacter ? 1 : Math.min(TALLEST, Math.floor(rows / down))
  const lines = Array.from({ length: down * height }, (_, y) => {
    const row = means.slice(Math.floor(y / height) * across, (Math.floor(y / height) + 1) * across)
    const above = height - 1 - (y % height)
    const cells = row.map(value => {
      const cell = isByCharacter
        ? signCharacter(value, scale)
        : levelOf(Math.abs(value) / scale, height, above, theme)
      return width === 1 ? cell : `${cell.repeat(width - 1)} `
    })
    return `${coloured(row, cells, isSigned, theme)}${' '.repeat(columns - width * row.length)}`
  })
  return { lines, group }
}

/** The means of so many neighbours each. */
export function meansOf(values: ArrayLike<number>, group: number): number[] {
  return Array.from({ length: Math.ceil(values.length / group) }, (_, i) => {
    const part = Array.from(values).slice(i * group, (i + 1) * group)
    return part.reduce((sum, value) => sum + value, 0) / part.length
  })
}

/**
 * The part of a bar in one line: no bar is quite as high as its lines, so that those below stay apart, and none so
 * low that its place is not seen.
 */
function levelOf(share: number, height: number, above: number, { unicode }: Theme): string {
  const eighths = Number.isFinite(share) ? Math.round(Math.min(1, share) * (8 * height - 1)) : 0
  const level = Math.max(above === 0 ? 1 : 0, Math.min(8, eighths - 8 * above))
  return (unicode ? EIGHTHS : SHADES).charAt(level)
}

/** Neighbours of one sign in one run, as each takes time to draw. */
function coloured(
  values: readonly number[],
  cells: readonly string[],
  isSigned: boolean,
  theme: Theme,
): string {
  if (!isSigned) return theme.paint('accent', cells.join(''))
  let line = ''
  for (let from = 0; from < cells.length; ) {
    const isNegative = (values[from] ?? 0) < 0
    let to = from + 1
    while (to < cells.length && (values[to] ?? 0) < 0 === isNegative) to++
    line += theme.tint(cells.slice(from, to).join(''), isNegative ? BLUE : ORANGE)
    from = to
  }
  return line
}
