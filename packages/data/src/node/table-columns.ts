import { numberIn } from '../tables/row.ts'

/** Different texts of a column that are told apart: as many as there may be classes. */
export const MOST_TEXTS = 256

/** Texts that stand for a missing value, in small letters. */
const MISSING = new Set(['', 'na', 'nan', '?', 'null'])

/** Whether the text stands for a missing value. */
export function isMissing(text: string): boolean {
  return text.length <= 4 && MISSING.has(text.toLowerCase())
}

/** A value in the file, and the line that it is on. */
interface Place {
  readonly text: string
  readonly line: number
}

/**
 * Values of a column: each a number, a text, or missing. Bytes stay bytes until another value comes, and a text
 * is kept once.
 */
export class TableColumn {
  /** Its name in the header. */
  readonly name: string
  /** Rows. */
  length = 0
  /** Rows with a text. */
  textRows = 0
  /** Rows without a value. */
  missingRows = 0
  /** The first value that is a text. */
  firstText: Place | undefined
  /** The first value that is missing. */
  firstMissing: Place | undefined
  /** The different texts by their first places: all of them, unless there are more than MOST_TEXTS. */
  readonly texts: Place[] = []
  readonly #codes = new Map<string, number>()
  #numbers: Uint8Array | Float64Array = new Uint8Array(64)
  /** The text of each row, as its place in `texts` counted from 1; 0 for a number or a missing value. */
  #textOf: Uint16Array | undefined

  constructor(name: string) {
    this.name = name
  }

  /** Whether every value is a whole number of 0 .. 255. */
  get isBytes(): boolean {
    return this.#numbers instanceof Uint8Array
  }

  /** Whether there are more different texts than are told apart. */
  get isFull(): boolean {
    return this.texts.length > MOST_TEXTS
  }

  /** Takes the value of the next row. @param field the text in the file, with any blanks around it */
  add(field: string, line: number): void {
    const byte = byteIn(field)
    if (byte >= 0) {
      this.#push(byte)
      return
    }
    const text = field.trim()
    const number = isMissing(text) ? undefined : numberIn(text)
    if (number === undefined) this.#addText(text, line)
    this.#push(number ?? Number.NaN)
  }

  /** The number in row i; NaN where it is a text or missing. */
  numberAt(i: number): number {
    return this.#numbers[i]
  }

  /** The text in row i, that of its number where it is one; undefined where it is missing. */
  textAt(i: number): string | undefined {
    const code = this.#textOf?.[i] ?? 0
    if (code > 0) return this.texts[code - 1].text
    const number = this.#numbers[i]
    return Number.isNaN(number) ? undefined : String(number)
  }

  #push(number: number): void {
    const isByte = number >= 0 && number <= 255 && Number.isInteger(number)
    if (this.#numbers instanceof Uint8Array && !isByte) this.#numbers = new Float64Array(this.#numbers)
    if (this.length === this.#numbers.length) {
      const room = 2 * this.length
      const numbers = this.#numbers instanceof Uint8Array ? new Uint8Array(room) : new Float64Array(room)
      numbers.set(this.#numbers)
      this.#numbers = numbers
    }
    this.#numbers[this.length] = number
    this.length++
  }

  #addText(text: string, line: number): void {
    const place = { text, line }
    if (isMissing(text)) {
      this.missingRows++
      this.firstMissing ??= place
      return
    }
    this.textRows++
    this.firstText ??= place
    if (this.isFull) return
    if (!this.#codes.has(text)) {
      this.texts.push(place)
      this.#codes.set(text, this.texts.length)
    }
    if (this.#textOf === undefined || this.length >= this.#textOf.length) {
      const textOf = new Uint16Array(2 * (this.length + 1))
      textOf.set(this.#textOf ?? [])
      this.#textOf = textOf
    }
    this.#textOf[this.length] = this.#codes.get(text) ?? 0
  }
}

/** The byte that a text of digits says; -1 for any other text. */
function byteIn(text: string): number {
  const { length } = text
  if (length === 0 || length > 3) return -1
  let byte = 0
  for (let i = 0; i < length; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return -1
    byte = 10 * byte + digit
  }
  return byte <= 255 ? byte : -1
}
