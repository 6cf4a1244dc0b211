import { PredictionError } from '../predict/prediction-error.ts'

export interface NoticeElements {
  /** Around the others. It is framed while there is something to say. */
  readonly box: HTMLElement
  readonly text: HTMLElement
  readonly button: HTMLButtonElement
}

/** Says what went wrong and what to do, with a button to try again. */
export class Notice {
  readonly #box: HTMLElement
  readonly #text: HTMLElement
  readonly #button: HTMLButtonElement

  constructor({ box, text, button }: NoticeElements, retry: () => void) {
    this.#box = box
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
    this.#box.classList.add('warning')
  }

  hide(): void {
    this.#text.textContent = ''
    this.#button.hidden = true
    this.#box.classList.remove('warning')
  }
}
