import { doubtOf, unsureBetween } from '@gradus/core/predict'
import { isSure, labelOf } from '@gradus/data'
import type { ModelFacts } from '../predict/model-facts.ts'
import type { Prediction } from '../predict/prediction.ts'
import { element } from './elements.ts'

/** Names of the classes, or none where they are numbers. */
type Names = ModelFacts['classes']

/** Milliseconds without another prediction before one is spoken. */
const SPEECH_DELAY = 700

export interface PredictionElements {
  readonly answer: HTMLElement
  readonly note: HTMLElement
  /** The text for screen readers. */
  readonly spoken: HTMLElement
}

/** The predicted class: shown at once, spoken once the drawing rests. */
export class PredictionView {
  readonly #elements: PredictionElements
  readonly #names: Names
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(elements: PredictionElements, names: Names) {
    this.#elements = elements
    this.#names = names
  }

  /** @param isFinal whether the pen is up: an unfinished drawing is not spoken */
  show(prediction: Prediction, isFinal: boolean): void {
    const { answer, note, spoken, isUnsure } = wordingOf(prediction, this.#names)
    this.#write(answer, note, isUnsure)
    if (isFinal) this.#speak(spoken)
  }

  /** @param note the reason why there is no prediction */
  showNone(note: string): void {
    this.#write('', note, false)
    this.#speak('')
  }

  #write(answer: string, note: string, isUnsure: boolean): void {
    this.#elements.answer.textContent = answer
    this.#elements.answer.classList.toggle('unsure', isUnsure)
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
  /** `?` where the network is torn between several. */
  readonly answer: string
  readonly note: string
  readonly spoken: string
  readonly isUnsure: boolean
}

export function wordingOf({ best, scores }: Pick<Prediction, 'best' | 'scores'>, names: Names): Wording {
  const doubt = doubtOf(unsureBetween(scores).map(k => labelOf(names, k)))
  if (doubt) {
    const note = `U${doubt.slice(1)}`
    return { answer: '?', note, spoken: `${note}.`, isUnsure: true }
  }
  const score = scores[best] ?? 0
  const isUnsure = !isSure(score)
  const [answer, note] = [labelOf(names, best), `Score ${score.toFixed(3)}${isUnsure ? ', unsure' : ''}`]
  return { answer, note, spoken: `${answer}. ${note}.`, isUnsure }
}

/** Width of the longest name, in digits: letters of East Asia are twice as wide. */
export function longestOf(names: Names, outputs: number): number {
  const widths = Array.from({ length: outputs }, (_, k) =>
    Array.from(labelOf(names, k)).reduce((width, letter) => width + (letter > '\u2e7f' ? 2 : 1), 0),
  )
  return widths.reduce((longest, width) => Math.max(longest, width), 1)
}

/** Scores that are shown at the most. */
const MOST_SHOWN = 10

/** The classes whose scores are shown: all in their order, or the best ten, the highest score first. */
export function shownClasses(scores: ArrayLike<number>): number[] {
  const all = Array.from(scores, (_, k) => k)
  if (all.length <= MOST_SHOWN) return all
  return all.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0)).slice(0, MOST_SHOWN)
}

interface ScoreRow {
  readonly row: HTMLElement
  readonly name: HTMLElement
  readonly value: HTMLDataElement
}

/** The scores as bars, a row a class: of many classes the best ten. */
export class ScoresView {
  readonly #rows: readonly ScoreRow[]
  readonly #names: Names
  readonly #outputs: number

  /** @param title the list's heading. @param outputs the number of classes */
  constructor(list: HTMLElement, title: HTMLElement, names: Names, outputs: number) {
    this.#names = names
    this.#outputs = outputs
    list.style.setProperty('--longest', `${longestOf(names, outputs)}ch`)
    if (outputs > MOST_SHOWN) {
      title.textContent = `The ${MOST_SHOWN} best of ${outputs} classes`
      title.classList.remove('unseen')
    }
    this.#rows = shownClasses(Array(outputs).fill(0)).map(() => {
      const [name, bar, value] = [element('span', 'name'), element('span', 'bar'), element('data', '')]
      bar.setAttribute('aria-hidden', 'true')
      const row = element('li', '', name, bar, value)
      list.append(row)
      return { row, name, value }
    })
    this.show(undefined)
  }

  /**
   * Shows rounded scores; the elements' values hold all their digits. The best one is marked where the
   * network is sure, else those between which it is not.
   */
  show(scores: ArrayLike<number> | undefined, best?: number): void {
    const between = scores ? unsureBetween(scores) : []
    const shown = shownClasses(scores ?? Array(this.#outputs).fill(0))
    for (const [place, { row, name, value }] of this.#rows.entries()) {
      const k = shown[place] ?? 0
      const score = scores?.[k] ?? 0
      // Before there are scores nobody is among the best.
      name.textContent = scores || this.#outputs <= MOST_SHOWN ? labelOf(this.#names, k) : '–'
      name.title = name.textContent
      row.style.setProperty('--score', `${score}`)
      row.classList.toggle('best', k === best && between.length === 0)
      row.classList.toggle('likely', between.includes(k))
      value.value = scores ? `${score}` : ''
      value.textContent = scores ? score.toFixed(3) : '–'
    }
  }
}
