import { digitArt } from '../digit-art.ts'
import type { Theme } from '../theme.ts'
import { BLUE, ORANGE, signCharacter } from './picture.ts'

/** None is as high as its line, so that strips below one another stay apart. */
const HEIGHTS = ' ▁▂▃▄▅▆▇'
/** Columns of a number, where there is room. */
const WIDEST_BAR = 4

/** Numbers of 0 .. 255 as one line of bars, or of shades in ASCII: a few columns a number, or the mean of several a column. */
export function greyStrip(values: ArrayLike<number>, columns: number, theme: Theme): string {
  const means = fitted(values, columns)
  if (theme.unicode) return means.map(value => heightOf(value / 255)).join('')
  const row = means.map(Math.round)
  return digitArt(Uint8Array.from([...row, ...row]), row.length, false).join('')
}

/** Numbers of either sign as one line: bars by their size in the colour of their sign, or characters for both. */
export function signedStrip(values: ArrayLike<number>, scale: number, columns: number, theme: Theme): string {
  const means = fitted(values, columns)
  if (theme.depth === 1) return means.map(value => signCharacter(value, scale)).join('')
  let line = ''
  for (let from = 0; from < means.length; ) {
    const isNegative = isBelow(means[from])
    let to = from
    let run = ''
    for (; to < means.length && isBelow(means[to]) === isNegative; to++)
      run += bar(means[to] ?? 0, scale, theme)
    line += theme.tint(run, isNegative ? BLUE : ORANGE)
    from = to
  }
  return line
}

function isBelow(value: number | undefined): boolean {
  return value !== undefined && value < 0
}

function bar(value: number, scale: number, { unicode }: Theme): string {
  if (!unicode) return signCharacter(value, scale)
  return scale === 0 ? ' ' : heightOf(Math.abs(value) / scale)
}

function heightOf(share: number): string {
  return HEIGHTS.charAt(Math.round(Math.min(1, share) * (HEIGHTS.length - 1)))
}

/** As many numbers as columns: each several times, or means of neighbours where there are more. */
function fitted(values: ArrayLike<number>, columns: number): number[] {
  const width = Math.min(WIDEST_BAR, Math.floor(columns / values.length))
  if (width >= 1) return Array.from(values).flatMap(value => Array.from({ length: width }, () => value))
  const place = (i: number): number => Math.floor((i * values.length) / columns)
  return Array.from({ length: columns }, (_, i) => {
    let sum = 0
    for (let k = place(i); k < place(i + 1); k++) sum += values[k] ?? 0
    return sum / (place(i + 1) - place(i))
  })
}
