import { PredictionError } from '../predict/prediction.ts'
import { element } from './elements.ts'

export interface NoticeElements {
  /** The box around the others. It has a frame while the notice shows a message. */
  readonly box: HTMLElement
  readonly text: HTMLElement
  readonly button: HTMLButtonElement
}

/** A failure and its remedy, with a button to try again where that may help; or remarks on a picture. */
export class Notice {
  readonly #box: HTMLElement
  readonly #text: HTMLElement
  readonly #button: HTMLButtonElement
  #retry = (): void => {}

  constructor({ box, text, button }: NoticeElements) {
    this.#box = box
    this.#text = text
    this.#button = button
    button.addEventListener('click', () => this.#retry())
  }

  /** @param retry is called by the button; there is none without it */
  show(error: unknown, retry?: () => void): void {
    const known = error instanceof PredictionError
    const message = known ? error.message : 'The page cannot predict this.'
    const remedy = known ? error.remedy : 'Reload the page.'
    this.#write(`${message} ${remedy}`)
    if (!retry) return
    this.#button.hidden = false
    this.#retry = retry
  }

  /** Shows remarks; none hide the notice. */
  remark(remarks: readonly string[] = []): void {
    this.#write(remarks.join(' '))
  }

  #write(text: string): void {
    // A screen reader says again what is written again.
    if (this.#text.textContent !== text) this.#text.textContent = text
    this.#button.hidden = true
    this.#box.classList.toggle('warning', text !== '')
  }
}

/** Upper bound on the characters shown of a program's message. */
const LONGEST = 200

/** The first failure of the page's own program, in words for a person. */
export class FaultNotice {
  readonly #alert: HTMLElement

  /** @param alert an empty element with the role alert */
  constructor(alert: HTMLElement) {
    this.#alert = alert
  }

  /** Shows the first error of this page that nobody catches. */
  watch(): void {
    addEventListener('error', ({ error, filename }) => {
      if (isOurs(error, filename, location.origin)) this.#show(error)
    })
    addEventListener('unhandledrejection', ({ reason }) => this.#show(reason))
  }

  #show(error: unknown): void {
    if (this.#alert.childElementCount > 0) return
    const reload = element('button', '', 'Reload the page')
    reload.type = 'button'
    reload.addEventListener('click', () => location.reload())
    this.#alert.append(element('p', '', faultOf(error)), reload)
    this.#alert.classList.add('warning')
  }
}

/**
 * Whether an error is this page's own. Browsers also report the errors of extensions, and remarks without an
 * error, such as that sizes are observed only at the next frame.
 */
export function isOurs(error: unknown, filename: string, origin: string): boolean {
  const isRemark = error === undefined || error === null
  return !isRemark && (filename === '' || filename.startsWith(origin))
}

/** An error in words for a person; the program's own message comes last, for the page's keeper. */
export function faultOf(error: unknown): string {
  const said = String(error)
  const message = said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said
  return (
    'Something went wrong in this page. Reload it. If that does not help, open it in a newer browser, ' +
    `or tell its keeper what failed: ${message}`
  )
}
