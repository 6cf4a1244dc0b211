import { doubtOf, unsureBetween } from '@gradus/core/predict'
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
    const { digit, note, spoken } = wordingOf(prediction)
    this.#write(digit, note)
    if (isFinal) this.#speak(spoken)
  }

  /** @param note the reason why there is no prediction */
  showNone(note: string): void {
    this.#write('', note)
    this.#speak('')
  }

  #write(digit: string, note: string): void {
    this.#elements.digit.textContent = digit
    this.#elements.digit.classList.toggle('unsure', digit === '?')
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

/** A prediction in words: short for the eye, whole for a screen reader. */
interface Wording {
  /** `?` where the network is unsure. */
  readonly digit: string
  readonly note: string
  readonly spoken: string
}

export function wordingOf({ digit, scores }: Pick<Prediction, 'digit' | 'scores'>): Wording {
  const doubt = doubtOf(unsureBetween(scores))
  if (doubt) {
    const note = `U${doubt.slice(1)}`
    return { digit: '?', note, spoken: `${note}.` }
  }
  const note = `Score ${(scores[digit] ?? 0).toFixed(3)}`
  return { digit: `${digit}`, note, spoken: `${digit}. ${note}.` }
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

  /**
   * Shows rounded scores; the elements' values hold all their digits. The best one is marked where the
   * network is sure, else those between which it is not.
   */
  show(scores: ArrayLike<number> | undefined, best?: number): void {
    const between = scores ? unsureBetween(scores) : []
    for (const [digit, { row, value }] of this.#rows.entries()) {
      const score = scores?.[digit] ?? 0
      row.style.setProperty('--score', `${score}`)
      row.classList.toggle('best', digit === best && between.length === 0)
      row.classList.toggle('likely', between.includes(digit))
      value.value = scores ? `${score}` : ''
      value.textContent = scores ? score.toFixed(3) : '–'
    }
  }
}
