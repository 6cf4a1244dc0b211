import { element } from './element.ts'

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
