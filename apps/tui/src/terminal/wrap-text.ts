import { clip, widthOf } from './spans.ts'

/** A text in lines of at most so many columns, broken between words, and within those that are longer than a line. */
export function wrapText(text: string, columns: number): string[] {
  if (columns < 1) return []
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer) <= columns) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = piecesOf(word, columns)
    lines.push(...pieces.slice(0, -1))
    line = pieces.at(-1) ?? ''
  }
  return [...lines, line]
}

function piecesOf(word: string, columns: number): string[] {
  const pieces: string[] = []
  let rest = word
  while (widthOf(rest) > columns) {
    // A character that is wider than a line is left out.
    const piece = clip(rest, columns)
    if (piece === '') return pieces
    pieces.push(piece)
    rest = rest.slice(piece.length)
  }
  return [...pieces, rest]
}

/** Pieces of text side by side, in as few lines as that takes. A piece that is longer than a line is left to be cut. */
export function packed(pieces: readonly string[], separator: string, columns: number): string[] {
  const lines: string[] = []
  for (const piece of pieces) {
    const last = lines.at(-1)
    const longer = `${last}${separator}${piece}`
    if (last !== undefined && widthOf(longer) <= columns) lines[lines.length - 1] = longer
    else lines.push(piece)
  }
  return lines
}
