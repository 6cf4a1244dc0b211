import { PredictionError } from '../predict/prediction-error.ts'

/** Says what went wrong and what to do, with a button to try again. */
export class Notice {
  readonly #text: HTMLElement
  readonly #button: HTMLButtonElement

  constructor(text: HTMLElement, button: HTMLButtonElement, retry: () => void) {
    this.#text = text
    this.#button = button
    button.addEventListener('click', retry)
  }

  show(error: unknown): void {
    const known = error instanceof PredictionError
    const message = known ? error.message : 'The drawing cannot be read here.'
    const remedy = known ? error.remedy : 'Reload the page.'
    this.#text.textContent = `${message} ${remedy}`
    this.#button.hidden = false
  }

  hide(): void {
    this.#text.textContent = ''
    this.#button.hidden = true
  }
}
