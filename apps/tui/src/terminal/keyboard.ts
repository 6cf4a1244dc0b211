import { PassThrough } from 'node:stream'

/** Control characters, and what stands for them here: characters that no byte is. */
const [ESCAPE, BELL, INTERRUPT] = ['\u001B', '\u0007', '\u0003']
const PASTE_BEGINS = '␛[200~'

/**
 * Milliseconds after which what has begun like a sequence is none, and after which a paste has lost its end.
 */
const PATIENCE = 50
const PATIENCE_OF_PASTES = 1000
/** Keys that a person presses while the program is busy with a frame, at the most. */
const MOST_AT_ONCE = 4
/** Milliseconds between two pieces of a paste, at the most. */
const GAP = 100

/**
 * A report of the mouse of the oldest kind (X10), or in UTF-8 (mode 1005): three values, which may be any
 * byte or character.
 */
const X10 =
  /^␛\[M(?:[\u00C2-\u00DF][\u0080-\u00BF]|[^␛\u00C2-\u00DF]|[\u00C2-\u00DF](?![\u0080-\u00BF]|$)){3}/
const X10_BEGUN = /^␛\[M[^␛]*$/
const X10_BROKEN = /^␛\[M[^␛]*/
/** A report of the mouse in numbers (modes 1006 and 1015), or of the focus. */
const REPORT = /^␛\[(?:<[\d;]*[Mm]|\d+;\d+;\d+M|[IO])/
/** The beginning of an answer to what another program has asked the terminal. */
const ANSWER_BEGINS = /^␛[\]P_^X]/
const KEY = /^␛{1,2}(?:\[\[?[0-?]*[ -/]*[@-~]|O[\d;]*[@-~]|[^␛[O\]P_^X])/
/** No key, but what text from another terminal has. */
const COLOUR = /^␛\[[\d;:]*m$/
const BEGUN = /^␛{1,2}(?:\[\[?[0-?]*[ -/]*|O[\d;]*)?$/
/** Characters of a key at the most. */
const LONGEST_KEY = 64

/**
 * Input to pass over, which may be long: its end, and the characters that may be the beginning of its end.
 */
interface Passage {
  readonly end: RegExp
  readonly held: RegExp
  readonly patience: number
}

const PASTE: Passage = { end: /␛\[201~/, held: /␛(?:\[(?:2(?:01?)?)?)?$/, patience: PATIENCE_OF_PASTES }
/** Another sequence breaks it off. */
const ANSWER: Passage = { end: /␇|␛\\|(?=␛[^\\])/, held: /␛$/, patience: PATIENCE }
/** Characters of an answer that is told, at the most. */
const LONGEST_ANSWER = 100
/** A key of more characters than any has. */
const LONG_KEY: Passage = { end: /[@-~]|(?=[^ -~])/, held: /$/, patience: PATIENCE }

/**
 * Tells what a person types from what else comes from a terminal: pastes, reports of the mouse and the focus
 * that another program has asked for and left on, and answers. Texts are bytes, one a character. A terminal
 * that does not mark pastes (mode 2004) sends one as many different keys at once, perhaps in pieces.
 */
export class Typing {
  #pending = ''
  #passage: Passage | undefined
  /** The part of the answer at hand that has come. */
  #answer = ''
  readonly #onAnswer: (answer: string) => void
  /** When the last piece of a paste without marks came. */
  #burst = Number.NEGATIVE_INFINITY

  /** @param onAnswer is told answers of the terminal, without the sequences around them */
  constructor(onAnswer: (answer: string) => void = () => undefined) {
    this.#onAnswer = onAnswer
  }

  /** Milliseconds after which to `settle`, unless more has come; undefined where nothing is awaited. */
  get patience(): number | undefined {
    if (this.#passage) return this.#passage.patience
    return this.#pending === '' ? undefined : PATIENCE
  }

  /** Takes what came at a time (ms). @returns what was typed of it */
  take(bytes: string, now: number): string {
    const keys: string[] = []
    let rest = this.#pending + bytes.replaceAll(ESCAPE, '␛').replaceAll(BELL, '␇')
    this.#pending = ''
    while (rest !== '') {
      if (this.#passage) rest = this.#pass(this.#passage, rest)
      else if (rest.startsWith('␛')) {
        const [length, isKey] = this.#sequence(rest)
        if (isKey) keys.push(rest.slice(0, length))
        rest = rest.slice(length)
      } else {
        const end = rest.indexOf('␛')
        const text = end < 0 ? rest : rest.slice(0, end)
        for (const key of text) keys.push(key)
        rest = rest.slice(text.length)
      }
    }
    if (this.#isBurst(keys, now)) return keys.every(key => key === INTERRUPT) ? keys.join('') : ''
    return keys.join('').replaceAll('␛', ESCAPE).replaceAll('␇', BELL)
  }

  /** Ends a sequence that stays incomplete. @returns its typed part: the escape key, if that is all */
  settle(): string {
    const pending = this.#passage ? '' : this.#pending
    this.#pending = ''
    this.#passage = undefined
    return /^␛+$/.test(pending) ? ESCAPE : ''
  }

  /** Rest after the end of the passage. */
  #pass(passage: Passage, text: string): string {
    const ending = passage.end.exec(text)
    const held = ending ? '' : (passage.held.exec(text)?.[0] ?? '')
    const passed = text.slice(0, ending ? ending.index : text.length - held.length)
    if (passage === ANSWER) this.#answer = `${this.#answer}${passed}`.slice(0, LONGEST_ANSWER)
    this.#pending = held
    if (!ending) return ''
    this.#passage = undefined
    if (passage === ANSWER) this.#onAnswer(this.#answer)
    return text.slice(ending.index + ending[0].length)
  }

  /** Characters of the sequence that a text starts with, and whether it is a key. */
  #sequence(text: string): readonly [length: number, isKey: boolean] {
    if (text.startsWith(PASTE_BEGINS)) {
      this.#passage = PASTE
      return [PASTE_BEGINS.length, false]
    }
    const answer = ANSWER_BEGINS.exec(text)
    if (answer) {
      this.#passage = ANSWER
      this.#answer = ''
    }
    const unasked = answer ?? X10.exec(text) ?? REPORT.exec(text)
    if (unasked) return [unasked[0].length, false]
    if (X10_BEGUN.test(text) || BEGUN.test(text)) {
      if (text.length > LONGEST_KEY) {
        this.#passage = LONG_KEY
        return [text.length, false]
      }
      this.#pending = text
      return [text.length, false]
    }
    const broken = X10_BROKEN.exec(text)
    if (broken) return [broken[0].length, false]
    return [KEY.exec(text)?.[0].length ?? 1, true]
  }

  /** Whether these keys are (more of) a paste without marks, which may have sequences among its letters. */
  #isBurst(keys: readonly string[], now: number): boolean {
    if (keys.length === 0) return false
    const different = keys.filter((key, i) => key !== keys[i - 1])
    const isPaste =
      keys.some(key => COLOUR.test(key)) ||
      (different.length > MOST_AT_ONCE && keys.some(key => key.length === 1))
    const isBurst = isPaste || now - this.#burst < GAP
    if (isBurst) this.#burst = now
    return isBurst
  }
}

/** Milliseconds that a terminal has for its answer, which the program that comes next would take for keys. */
const LONGEST_ANSWERING = 1000

/** The keys of a terminal, as Ink reads them, without what nobody has typed. */
export class Keyboard extends PassThrough {
  /** Same property as the terminal's: Ink asks for it. */
  readonly isTTY = true
  readonly #terminal: NodeJS.ReadStream
  readonly #typing: Typing
  readonly #onGone: () => void
  readonly #onData = (chunk: Buffer): void => this.#take(chunk.toString('latin1'))
  readonly #query: () => void
  /** When the terminal was asked, and what to do once it has answered. */
  #asked: number | undefined
  #isAnswered = false
  #onAnswered: (() => void) | undefined
  #isGone = false
  #timer: NodeJS.Timeout | undefined

  /**
   * @param onGone is called when the terminal is gone: no key will ever come. @param query asks the terminal
   * something, once it does not show what it answers @param onAnswer is told its answers
   */
  constructor(
    terminal: NodeJS.ReadStream,
    onGone: () => void,
    query?: () => void,
    onAnswer: (answer: string) => void = () => undefined,
  ) {
    super()
    this.#terminal = terminal
    this.#query = query ?? (() => this.#answered())
    this.#typing = new Typing(answer => {
      onAnswer(answer)
      this.#answered()
    })
    this.#onGone = () => {
      this.#isGone = true
      onGone()
    }
    terminal.on('data', this.#onData)
    terminal.once('end', this.#onGone)
    // The terminal may have been closed while the program stood still, and raw mode is asked for when it
    // goes on.
    terminal.on('error', this.#onGone)
    terminal.pause()
  }

  /** Hears keys as long as they come at once: at other times they are for others. */
  setRawMode(isRaw: boolean): this {
    this.#terminal.setRawMode(isRaw)
    if (isRaw) this.#terminal.resume()
    else this.#terminal.pause()
    if (isRaw && this.#asked === undefined) {
      this.#asked = performance.now()
      this.#query()
    }
    return this
  }

  /** Fulfilled when no answer can come any more, or none is to be expected. */
  async settled(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#onAnswered = resolve
    const left = (this.#asked ?? Number.NEGATIVE_INFINITY) + LONGEST_ANSWERING - performance.now()
    if (this.#isAnswered || this.#isGone || left <= 0) return
    const timer = setTimeout(resolve, left)
    await promise
    clearTimeout(timer)
  }

  #answered(): void {
    this.#isAnswered = true
    this.#onAnswered?.()
  }

  ref(): this {
    this.#terminal.ref()
    return this
  }

  unref(): this {
    this.#terminal.unref()
    return this
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    clearTimeout(this.#timer)
    const terminal = this.#terminal
    terminal.off('data', this.#onData).off('end', this.#onGone)
    // A terminal whose input has ended would keep the program waiting for more of it.
    if (this.#isGone) terminal.destroy()
    else terminal.pause().off('error', this.#onGone)
    super._destroy(error, callback)
  }

  #take(bytes: string): void {
    clearTimeout(this.#timer)
    this.#type(this.#typing.take(bytes, performance.now()))
    const { patience } = this.#typing
    if (patience !== undefined) this.#timer = setTimeout(() => this.#type(this.#typing.settle()), patience)
  }

  #type(keys: string): void {
    if (keys !== '') this.write(Buffer.from(keys, 'latin1'))
  }
}
