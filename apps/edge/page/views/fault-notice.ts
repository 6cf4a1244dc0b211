import { element } from './element.ts'

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
