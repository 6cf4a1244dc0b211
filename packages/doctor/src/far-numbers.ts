import type { DenseExamples } from '@gradus/core'

/** Rows, evenly chosen, by which the usual numbers of a column are told. */
const SAMPLE = 2000
/** Widths of the middle half of a column from its median beyond which a number is far from the others. */
const FAR = 20

/** The usual numbers of a column. */
interface Usual {
  readonly median: number
  /** Largest distance from it of a number that is not far. */
  readonly reach: number
}

/** The numbers of a table that are far from the others of their columns. */
export class FarNumbers {
  readonly #usual: readonly Usual[]

  /** @param train rows that tell which numbers are usual: so many columns each */
  constructor({ x, inputSize, length }: DenseExamples) {
    const count = Math.min(SAMPLE, length)
    const rows = Array.from({ length: count }, (_, i) => Math.floor((i * length) / count))
    this.#usual = Array.from({ length: inputSize }, (_, column) => {
      const numbers = Float64Array.from(rows, row => x[row * inputSize + column]).sort()
      const at = (share: number): number => numbers[Math.floor(share * (count - 1))]
      // A column that hardly ever differs has no usual distance.
      const reach = FAR * (at(3 / 4) - at(1 / 4)) || Number.POSITIVE_INFINITY
      return { median: at(1 / 2), reach }
    })
  }

  /** Numbers that are far from the others. */
  in({ x, inputSize }: DenseExamples): number[] {
    return [...x].filter((value, i) => this.#isFar(value, i % inputSize))
  }

  /** Puts the medians of their columns in the place of far numbers. */
  mended(examples: DenseExamples): DenseExamples {
    const { x, inputSize } = examples
    const near = x.map((value, i) => {
      const column = i % inputSize
      return this.#isFar(value, column) ? this.#usual[column].median : value
    })
    return { ...examples, x: near }
  }

  #isFar(value: number, column: number): boolean {
    const { median, reach } = this.#usual[column]
    return Math.abs(value - median) > reach
  }
}
