const LONGEST_BAR = 40

/** A line of a chart: its parts, side by side. */
export interface OutputBar {
  readonly text: string
  readonly bar: string
}

/**
 * The outputs of a network (0 .. 1) as a chart: the winner marked, each with its number and a bar.
 * @param winner the index of the one to mark. @param columns that a line may fill; what is too narrow for bars gets none.
 */
export function outputBars(
  outputs: readonly number[],
  winner: number,
  columns: number,
  glyph: string,
): OutputBar[] {
  const digits = String(outputs.length - 1).length
  return outputs.map((output, j) => {
    const text = `${j === winner ? '>' : ' '} ${String(j).padStart(digits)}  ${output.toFixed(4)} `
    const longest = Math.min(LONGEST_BAR, Math.max(0, columns - text.length))
    return { text, bar: glyph.repeat(Math.round(output * longest)) }
  })
}
