import type { Prediction } from '../predict/prediction.ts'
import { verdictOf } from './verdict.ts'

/** Milliseconds without another answer before one is spoken. */
const CALM = 700

export interface AnswerElements {
  readonly digit: HTMLElement
  readonly note: HTMLElement
  /** What a screen reader speaks. */
  readonly spoken: HTMLElement
}

/** The digit that was read, to see at once and to hear once the drawing rests. */
export class AnswerView {
  readonly #elements: AnswerElements
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(elements: AnswerElements) {
    this.#elements = elements
  }

  /** @param isFinal whether the pen is up: what is still being drawn is not spoken */
  show(prediction: Prediction, isFinal: boolean): void {
    const { note, spoken } = verdictOf(prediction)
    this.#write(`${prediction.digit}`, note)
    if (isFinal) this.#speak(spoken)
  }

  /** @param note why there is no answer */
  showNone(note: string): void {
    this.#write('', note)
    this.#speak('')
  }

  #write(digit: string, note: string): void {
    this.#elements.digit.textContent = digit
    this.#elements.note.textContent = note
  }

  /** Has a few words spoken at once. */
  say(text: string): void {
    this.#elements.spoken.textContent = text
  }

  #speak(text: string): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.say(text), CALM)
  }
}
