import type { ModelFacts } from '../predict/model-facts.ts'
import type { Prediction } from '../predict/prediction.ts'
import { find } from './elements.ts'
import { HiddenView } from './hidden-view.ts'
import { Notice } from './notice.ts'
import { PredictionView, ScoresView } from './prediction-view.ts'

/** All that the page says of a prediction, or of its failure, whatever was asked. */
export class Answer {
  readonly #prediction: PredictionView
  readonly #scores: ScoresView
  /** Between the input and the scores. */
  readonly #hidden = new HiddenView(find('decided-figure', HTMLElement))
  readonly #notice = new Notice({
    box: find('notice-box', HTMLElement),
    text: find('notice', HTMLElement),
    button: find('retry', HTMLButtonElement),
  })

  constructor({ sizes, classes }: ModelFacts) {
    const outputs = sizes[sizes.length - 1] ?? 0
    const [answer, note, spoken] = [
      find('answer', HTMLElement),
      find('note', HTMLElement),
      find('spoken', HTMLElement),
    ]
    this.#prediction = new PredictionView({ answer, note, spoken }, classes)
    const [list, title] = [find('scores', HTMLElement), find('scores-title', HTMLElement)]
    this.#scores = new ScoresView(list, title, classes, outputs)
    this.#hidden.shape(sizes.slice(1, -1))
  }

  /**
   * Shows a prediction in the place of the last one, and of a failure.
   * @param isFinal whether the input rests. @param remarks on the input
   */
  show(prediction: Prediction, isFinal: boolean, remarks?: readonly string[]): void {
    this.#notice.remark(remarks)
    this.#prediction.show(prediction, isFinal)
    this.#scores.show(prediction.scores, prediction.best)
    this.#hidden.show(prediction.hidden)
  }

  /** @param note the reason why there is no prediction */
  showNothing(note: string): void {
    this.#notice.remark()
    this.#prediction.showNone(note)
    this.#scores.show(undefined)
    this.#hidden.show(undefined)
  }

  /** Shows a failure beside the prediction, if there is one. @param retry to try again, where that may help */
  fail(error: unknown, retry?: () => void): void {
    this.#notice.show(error, retry)
  }

  /** Makes screen readers speak a few words at once. */
  say(text: string): void {
    this.#prediction.say(text)
  }

  /** Paints the pictures again, in the current colours. */
  repaint(): void {
    this.#hidden.repaint()
  }
}
