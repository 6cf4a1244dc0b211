import type { Column, Table } from '@gradus/core/predict'
import { RowError, rowInput } from '@gradus/data'
import type { Question } from '../predict/prediction.ts'
import { element } from './elements.ts'

/** The content of a form: a question, or the reason why there is none. */
export type FormContent = { readonly question: Question } | { readonly note: string }

interface Field {
  readonly name: string
  readonly input: HTMLInputElement | HTMLSelectElement
  readonly error: HTMLElement
}

/** A form for a row of the model's table: a field a column. */
export class TableForm {
  readonly #table: Table
  readonly #fields: readonly Field[]

  /** @param changed is called after every change */
  constructor(form: HTMLFormElement, table: Table, changed: () => void) {
    this.#table = table
    const means = meansOf(table)
    this.#fields = table.columns.map((column, i) => {
      const input = column.values ? selectOf(column.values, table.fill) : numberInput(means[i] ?? 0)
      const [label, error] = [element('label', '', column.name), element('p', 'error')]
      input.id = `field-${i}`
      label.htmlFor = input.id
      error.id = `error-${i}`
      input.setAttribute('aria-describedby', error.id)
      form.append(element('div', 'field', label, input, error))
      return { name: column.name, input, error }
    })
    form.addEventListener('input', changed)
    form.addEventListener('submit', event => event.preventDefault())
  }

  /** The row as it is filled in now. Its errors are shown beside their fields. */
  content(): FormContent {
    const badNumbers = this.#fields.filter(({ input }) => input.validity.badInput)
    this.#showErrors(new Map(badNumbers.map(({ name }) => [name, 'Expected a number.'])))
    if (badNumbers.length > 0) return { note: 'No prediction' }
    const row = Object.fromEntries(
      this.#fields.flatMap(({ name, input }) =>
        input.value === '' ? [] : [[name, filledIn(input)] as const],
      ),
    )
    const content = contentOf(this.#table, row)
    if ('error' in content) this.#showErrors(new Map([[content.error.column, content.text]]))
    return content
  }

  #showErrors(errors: ReadonlyMap<string | undefined, string>): void {
    for (const { name, input, error } of this.#fields) {
      const text = errors.get(name) ?? ''
      if (error.textContent !== text) error.textContent = text
      input.setAttribute('aria-invalid', `${text !== ''}`)
    }
  }
}

type Row = Readonly<Record<string, string | number>>

/** Names of fields that a note lists at the most. */
const MOST_LISTED = 3

/** The question that a row asks; or the reason why it asks none, with the error of a column if there is one. */
export function contentOf(
  table: Table,
  row: Row,
): FormContent | { note: string; error: RowError; text: string } {
  const filled = new Set(Object.keys(row))
  const missing = table.columns.map(({ name }) => name).filter(name => !filled.has(name))
  if (missing.length === table.columns.length) return { note: 'Nothing filled in yet' }
  if (missing.length > 0 && !table.fill) {
    const more = missing.length > MOST_LISTED ? ` and ${missing.length - MOST_LISTED} more` : ''
    return { note: `Still to fill in: ${missing.slice(0, MOST_LISTED).join(', ')}${more}` }
  }
  try {
    return { question: { input: rowInput(table, row), row } }
  } catch (error) {
    if (!(error instanceof RowError)) throw error
    return { note: 'No prediction', error, text: `Expected ${error.expected}.` }
  }
}

/** The mean of each column of numbers. */
function meansOf({ columns, means }: Table): number[] {
  let k = 0
  return columns.map(({ values }) => {
    const mean = means[k] ?? 0
    k += values ? values.length : 1
    return mean
  })
}

function numberInput(mean: number): HTMLInputElement {
  const input = element('input', '')
  input.type = 'number'
  input.step = 'any'
  input.inputMode = 'decimal'
  input.autocomplete = 'off'
  input.placeholder = `${Number(mean.toPrecision(3))}`
  return input
}

function selectOf(values: NonNullable<Column['values']>, fill: boolean | undefined): HTMLSelectElement {
  const select = element('select', '')
  select.append(new Option(fill ? 'missing' : '–', ''))
  for (const value of values) select.append(new Option(value, value))
  return select
}

/** The value of a field that is filled in. */
function filledIn(input: HTMLInputElement | HTMLSelectElement): string | number {
  return input instanceof HTMLInputElement ? input.valueAsNumber : input.value
}
