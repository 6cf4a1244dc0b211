const LONGEST = 200

/** A text that may come from anywhere, for a terminal: without control characters, and cut where it is very long. */
export function printable(text: string): string {
  const line = text.slice(0, LONGEST).replaceAll(/\p{Cc}/gu, '\u{FFFD}')
  return text.length > LONGEST ? `${line}...` : line
}
