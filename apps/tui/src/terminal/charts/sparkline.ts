import type { Theme } from '../theme.ts'

/** None fills its cell: lines below each other stay apart. */
const BLOCKS = '▁▂▃▄▅▆▇'
const ASCII = '_.:-=+#'

/**
 * A small chart of shares (0 .. 1) in one line: a character a value, or for several values that stand in one
 * column the last of them. A share that is not finite leaves a blank.
 * @param count number of values of a chart that fills all columns
 */
export function sparkline(
  shares: readonly number[],
  { columns, count }: { readonly columns: number; readonly count: number },
  { unicode }: Pick<Theme, 'unicode'>,
): string {
  const glyphs = unicode ? BLOCKS : ASCII
  const width = Math.min(columns, count)
  const characters: string[] = []
  for (const [i, share] of shares.entries()) {
    const column = Math.floor((i * width) / count)
    if (column >= width) break
    const level = Math.min(glyphs.length - 1, Math.max(0, Math.floor(share * glyphs.length)))
    characters[column] = Number.isFinite(share) ? glyphs.charAt(level) : ' '
  }
  return characters.join('')
}
