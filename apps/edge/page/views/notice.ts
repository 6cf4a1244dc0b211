import { PredictionError } from '../predict/prediction.ts'

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

/** A new element with a class and contents. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...contents: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.append(...contents)
  return made
}

/** The page's element of this id. @throws Error if there is none of that kind: the page and its program do not fit */
export function find<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id)
  if (found instanceof kind) return found
  throw new Error(`#${id} is no ${kind.name} of this page. Build the page again.`)
}

/** The longest message of a program that is shown. */
const LONGEST = 200

/** Says once, in words for a person, that the page's own program failed. */
export class FaultNotice {
  readonly #place: HTMLElement

  /** @param place an empty alert */
  constructor(place: HTMLElement) {
    this.#place = place
  }

  /** Shows the first error of this page that nobody catches. */
  watch(): void {
    addEventListener('error', ({ error, filename }) => {
      if (isOurs(error, filename, location.origin)) this.#show(error)
    })
    addEventListener('unhandledrejection', ({ reason }) => this.#show(reason))
  }

  #show(error: unknown): void {
    if (this.#place.childElementCount > 0) return
    const reload = element('button', '', 'Reload the page')
    reload.type = 'button'
    reload.addEventListener('click', () => location.reload())
    this.#place.append(element('p', '', faultOf(error)), reload)
    this.#place.classList.add('warning')
  }
}

/**
 * Whether an error is this page's own. Browsers report the errors of extensions too, and some remarks of theirs without an error,
 * such as that sizes are observed only at the next frame.
 */
export function isOurs(error: unknown, filename: string, origin: string): boolean {
  const isRemark = error === undefined || error === null
  return !isRemark && (filename === '' || filename.startsWith(origin))
}

/** An error in words for a person; the program's own come last, for whoever keeps the page. */
export function faultOf(error: unknown): string {
  const said = String(error)
  const message = said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said
  return (
    'Something went wrong in this page. Reload it. If that does not help, open it in a newer browser, ' +
    `or tell its keeper what failed: ${message}`
  )
}
