import { ShapeError } from '../errors.ts'
import { withMemory } from '../memory.ts'

/**
 * A matrix of float64, row-major: entry (i, j) is data[i * cols + j]. A vector is a matrix of one column.
 * @example
 * ```ts
 * import { Matrix, matmul, transpose } from '@gradus/core'
 *
 * const w = Matrix.fromRows([[1, 2, 3], [4, 5, 6]])
 * console.log(matmul(w, Matrix.column([1, 0, 1])).toRows()) // prints [ [ 4 ], [ 10 ] ]
 * console.log(transpose(w).at(2, 1)) // prints 6
 * ```
 */
export class Matrix {
  /** Number of rows, at least 1. */
  readonly rows: number
  /** Number of columns, at least 1. */
  readonly cols: number
  /** rows * cols entries; writing to it changes the matrix. */
  readonly data: Float64Array

  /**
   * @throws ShapeError if rows or cols is no positive integer, or data has another length than rows * cols;
   * MemoryError.
   */
  constructor(rows: number, cols: number, data: Float64Array = zeros(checkedSize(rows, cols))) {
    if (!(data instanceof Float64Array)) {
      throw new ShapeError(
        `The numbers of a matrix are ${typeof data}: expected a Float64Array. Use Matrix.fromRows for lists.`,
      )
    }
    if (data.length !== checkedSize(rows, cols)) {
      throw new ShapeError(
        `${data.length} numbers do not fill a ${rows} x ${cols} matrix: expected ${rows * cols}. Pass rows * cols numbers, row by row.`,
      )
    }
    this.rows = rows
    this.cols = cols
    this.data = data
  }

  /**
   * The matrix with these rows, all of one length.
   * @throws ShapeError if they are not, or an entry is no number.
   */
  static fromRows(rows: readonly ArrayLike<number>[]): Matrix {
    const cols = rows[0]?.length ?? 0
    const matrix = new Matrix(rows.length, cols)
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]
      if (row?.length !== cols) {
        throw new ShapeError(
          `Row ${i} has ${row?.length ?? 'no'} entries: expected ${cols}, as row 0 has. Give every row the same length.`,
        )
      }
      matrix.data.set(numbers(row), i * cols)
    }
    return matrix
  }

  /**
   * The column vector (n x 1) of these numbers.
   * @throws ShapeError if there are none, or an entry is no number.
   */
  static column(values: ArrayLike<number>): Matrix {
    return new Matrix(values.length, 1, numbers(values))
  }

  /** Entry (i, j), counted from 0. @throws ShapeError outside the matrix. */
  at(i: number, j = 0): number {
    const isInside = Number.isInteger(i) && Number.isInteger(j) && j >= 0 && j < this.cols
    const value = isInside ? this.data[i * this.cols + j] : undefined
    if (value === undefined) {
      throw new ShapeError(
        `(${i}, ${j}) is outside a ${this.rows} x ${this.cols} matrix: expected row 0..${this.rows - 1} and column 0..${this.cols - 1}.`,
      )
    }
    return value
  }

  /** Whether `other` has as many rows and columns. */
  sameShape(other: Matrix): boolean {
    return this.rows === other.rows && this.cols === other.cols
  }

  /** A matrix of its own with the same entries. */
  clone(): Matrix {
    return new Matrix(this.rows, this.cols, copyOf(this.data))
  }

  /** The rows as arrays, for JSON and for a debugger. */
  toRows(): number[][] {
    return Array.from({ length: this.rows }, (_, i) =>
      Array.from(this.data.subarray(i * this.cols, (i + 1) * this.cols)),
    )
  }
}

/** Most entries of a matrix: 8 GiB. */
const MOST_ENTRIES = 2 ** 30

function zeros(length: number): Float64Array {
  return withMemory(8 * length, () => new Float64Array(length))
}

function copyOf(values: Float64Array): Float64Array {
  return withMemory(values.byteLength, () => values.slice())
}

function numbers(values: ArrayLike<number>): Float64Array {
  if (values instanceof Float64Array) return copyOf(values)
  return Float64Array.from(values, value => {
    if (typeof value !== 'number') throw new ShapeError(`An entry is ${String(value)}: expected a number.`)
    return value
  })
}

function checkedSize(rows: number, cols: number): number {
  if (!Number.isSafeInteger(rows) || !Number.isSafeInteger(cols) || rows < 1 || cols < 1) {
    throw new ShapeError(`${rows} x ${cols} is no matrix: expected positive integers for rows and columns.`)
  }
  if (rows * cols > MOST_ENTRIES) {
    throw new ShapeError(`${rows} x ${cols} is too large a matrix: expected at most ${MOST_ENTRIES} entries.`)
  }
  return rows * cols
}
