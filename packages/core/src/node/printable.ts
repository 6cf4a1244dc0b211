/**
 * Characters that a terminal obeys or cannot show: controls, line breaks, marks of the writing direction, and
 * code points that are no characters.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\uFFFE\uFFFF]/gu

/** A text that may come from anywhere, as one line that a terminal shows and does not obey. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, '\u{FFFD}')
}

/** A value as JSON on one line, which a terminal does not obey either: parsed, it is the same to the character. */
export function printableJson(value: object): string {
  return JSON.stringify(value).replaceAll(UNPRINTABLE, character => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
