import type { Prediction } from '../predict/prediction.ts'
import { element } from './notice.ts'

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

/** Below this score the network is not sure. */
const SURE = 0.5

/** What a prediction says in words: short for the eye, whole for a screen reader. */
interface Verdict {
  readonly note: string
  readonly spoken: string
}

export function verdictOf({ digit, scores }: Pick<Prediction, 'digit' | 'scores'>): Verdict {
  const score = scores[digit] ?? 0
  const second = runnerUp(scores, digit)
  const next = scores[second] ?? 0
  const other = score < SURE || next >= SURE ? `, or perhaps ${second}` : ''
  const note = score < SURE ? `Not sure${other}` : `Score ${score.toFixed(3)}${other}`
  const sure = score < SURE ? 'Not sure: ' : ''
  return { note, spoken: `${sure}${digit}${other}. Score ${score.toFixed(3)}.` }
}

/** The digit with the second highest score. */
function runnerUp(scores: ArrayLike<number>, best: number): number {
  const digits = Array.from(scores, (_, digit) => digit).filter(digit => digit !== best)
  return digits.reduce((a, b) => ((scores[b] ?? 0) > (scores[a] ?? 0) ? b : a))
}

/** The ten scores as bars, a row a digit. */
export class ScoresView {
  readonly #rows: readonly { readonly row: HTMLElement; readonly value: HTMLDataElement }[]

  constructor(list: HTMLElement) {
    this.#rows = Array.from({ length: 10 }, (_, digit) => {
      const value = element('data', '')
      const bar = element('span', 'bar')
      bar.setAttribute('aria-hidden', 'true')
      const row = element('li', '', element('span', 'digit', `${digit}`), bar, value)
      list.append(row)
      return { row, value }
    })
    this.show(undefined)
  }

  /** The texts are rounded; the whole numbers stand in the elements' values. */
  show(scores: ArrayLike<number> | undefined, best?: number): void {
    for (const [digit, { row, value }] of this.#rows.entries()) {
      const score = scores?.[digit] ?? 0
      row.style.setProperty('--score', `${score}`)
      row.classList.toggle('best', digit === best)
      value.value = scores ? `${score}` : ''
      value.textContent = scores ? score.toFixed(3) : '–'
    }
  }
}
