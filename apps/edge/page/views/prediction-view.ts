import type { Prediction } from '../predict/prediction.ts'
import { element } from './elements.ts'

/** Milliseconds without another prediction before one is spoken. */
const SPEECH_DELAY = 700

export interface PredictionElements {
  readonly digit: HTMLElement
  readonly note: HTMLElement
  /** The text for screen readers. */
  readonly spoken: HTMLElement
}

/** The predicted digit: shown at once, spoken once the drawing rests. */
export class PredictionView {
  readonly #elements: PredictionElements
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(elements: PredictionElements) {
    this.#elements = elements
  }

  /** @param isFinal whether the pen is up: an unfinished drawing is not spoken */
  show(prediction: Prediction, isFinal: boolean): void {
    const { note, spoken } = wordingOf(prediction)
    this.#write(`${prediction.digit}`, note)
    if (isFinal) this.#speak(spoken)
  }

  /** @param note the reason why there is no prediction */
  showNone(note: string): void {
    this.#write('', note)
    this.#speak('')
  }

  #write(digit: string, note: string): void {
    this.#elements.digit.textContent = digit
    this.#elements.note.textContent = note
  }

  /** Makes screen readers speak a few words at once. */
  say(text: string): void {
    this.#elements.spoken.textContent = text
  }

  #speak(text: string): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.say(text), SPEECH_DELAY)
  }
}

/** Below this score the network is not sure. */
const SURE = 0.5

/** A prediction in words: short for the eye, whole for a screen reader. */
interface Wording {
  readonly note: string
  readonly spoken: string
}

export function wordingOf({ digit, scores }: Pick<Prediction, 'digit' | 'scores'>): Wording {
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

/** The ten scores as bars, one row for each digit. */
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

  /** Shows rounded scores; the elements' values hold all their digits. */
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
