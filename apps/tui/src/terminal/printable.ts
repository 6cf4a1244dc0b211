/** What a terminal obeys, or cannot show: controls, breaks of lines, turns of the direction of writing, and what is no character. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu
const ESCAPE = '\u001B'
/** A colour of ours: select graphic rendition. */
const COLOUR = new RegExp(`(${ESCAPE}\\[[\\d;]*m)`)
const LONGEST = 200

/** A text that may come from anywhere, as one line that a terminal shows and does not obey. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, '\u{FFFD}')
}

/** The same for a line that has our colours. What comes from elsewhere has to be printable before it gets there. */
export function printablePainted(line: string): string {
  const pieces = line.split(COLOUR)
  return pieces.map((piece, i) => (i % 2 === 0 ? printable(piece) : piece)).join('')
}

/** A printable text, cut where it is very long. */
export function brief(text: string): string {
  return text.length > LONGEST ? `${printable(text.slice(0, LONGEST))}...` : printable(text)
}

/** A value as JSON on one line, which a terminal does not obey either: parsed, it is the same to the character. */
export function printableJson(value: object): string {
  return JSON.stringify(value).replaceAll(UNPRINTABLE, character => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
