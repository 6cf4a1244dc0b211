import { printable } from '../terminal/printable.ts'
import { shortened, widthOf } from '../terminal/text.ts'
import type { Theme } from '../terminal/theme.ts'
import type { DashboardState } from './state.ts'

/** Columns of a name in a sentence, of which several are to be read at a glance. */
const SENTENCE_COLUMNS = 24
/** Columns of names from the most to the least, for a text that may have little room. */
const WIDTHS = [Number.POSITIVE_INFINITY, SENTENCE_COLUMNS, 12, 6]

/** Names by which the views call the classes: those that a program gave, else their numbers. */
export class ClassNames {
  readonly #names: readonly string[] | undefined
  readonly #theme: Pick<Theme, 'unicode'>

  constructor(classes: readonly string[] | undefined, theme: Pick<Theme, 'unicode'>) {
    this.#names = classes?.map(printable)
    this.#theme = theme
  }

  /** Whether they are more than numbers. */
  get areGiven(): boolean {
    return this.#names !== undefined
  }

  /** The name of a class, cut where it takes more columns. A number is never cut. */
  of(label: number, columns: number = Number.POSITIVE_INFINITY): string {
    const name = this.#names?.[label]
    return name === undefined ? String(label) : shortened(name, columns, this.#theme)
  }

  /** Columns of the widest of so many names, each of which is cut where it takes more. */
  width(classes: number, columns?: number): number {
    // No number is wider than the last.
    const from = this.areGiven ? 0 : classes - 1
    let width = 0
    for (let label = from; label < classes; label++) width = Math.max(width, widthOf(this.of(label, columns)))
    return width
  }

  /** Versions of a text that has names in it, the longest first. */
  versions<T>(textOf: (name: (label: number) => string) => T): T[] {
    const widths = this.areGiven ? WIDTHS : WIDTHS.slice(0, 1)
    return widths.map(columns => textOf(label => this.of(label, columns)))
  }

  /** The names as sentences on the run's health have them; undefined where there are only numbers. */
  get inSentences(): readonly string[] | undefined {
    return this.#names?.map(name => shortened(name, SENTENCE_COLUMNS, this.#theme))
  }
}

/** Names of the classes of the run that is shown. */
export function classNames(
  { loaded }: Pick<DashboardState, 'loaded'>,
  theme: Pick<Theme, 'unicode'>,
): ClassNames {
  return new ClassNames(loaded?.classes, theme)
}
