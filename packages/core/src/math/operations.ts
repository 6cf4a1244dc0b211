import { ShapeError } from '../errors.ts'
import { Matrix } from './matrix.ts'

/**
 * The matrix product a b, (n x m) (m x p) -> (n x p). Every entry is summed from 0 in the order of the
 * columns of `a`. @throws ShapeError unless a has as many columns as b has rows.
 */
export function matmul(a: Matrix, b: Matrix): Matrix {
  if (a.cols !== b.rows) {
    throw new ShapeError(
      `matmul of ${shape(a)} by ${shape(b)}: expected as many columns (${a.cols}) as rows (${b.rows}). Transpose one of them?`,
    )
  }
  const product = new Matrix(a.rows, b.cols)
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.cols; k++) {
      const factor = a.data[i * a.cols + k]
      for (let j = 0; j < b.cols; j++) {
        product.data[i * b.cols + j] += factor * b.data[k * b.cols + j]
      }
    }
  }
  return product
}

/** Rows become columns, (n x m) -> (m x n). */
export function transpose(a: Matrix): Matrix {
  const transposed = new Matrix(a.cols, a.rows)
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) transposed.data[j * a.rows + i] = a.data[i * a.cols + j]
  }
  return transposed
}

/** a + b, entry by entry. @throws ShapeError unless the shapes are the same. */
export function add(a: Matrix, b: Matrix): Matrix {
  return combine('add', a, b, (x, y) => x + y)
}

/** a - b, entry by entry. @throws ShapeError unless the shapes are the same. */
export function subtract(a: Matrix, b: Matrix): Matrix {
  return combine('subtract', a, b, (x, y) => x - y)
}

/** The Hadamard product: a times b, entry by entry. @throws ShapeError unless the shapes are the same. */
export function hadamard(a: Matrix, b: Matrix): Matrix {
  return combine('hadamard', a, b, (x, y) => x * y)
}

/**
 * The outer product of two columns, a transpose(b): (n x 1), (m x 1) -> (n x m).
 * @throws ShapeError for other shapes.
 */
export function outer(a: Matrix, b: Matrix): Matrix {
  if (a.cols !== 1 || b.cols !== 1) {
    throw new ShapeError(
      `outer of ${shape(a)} and ${shape(b)}: expected two columns (n x 1). Use matmul for matrices.`,
    )
  }
  return matmul(a, transpose(b))
}

/** Every entry times a number. */
export function scale(a: Matrix, factor: number): Matrix {
  return map(a, x => x * factor)
}

/** A function of every entry. */
export function map(a: Matrix, f: (x: number) => number): Matrix {
  return new Matrix(a.rows, a.cols, a.data.map(f))
}

/**
 * The index of the largest entry; the first one wins. With a range, of the entries from .. to, counted from
 * `from`.
 * @throws ShapeError if there is none.
 */
export function argmax(values: ArrayLike<number>, from = 0, to = values.length): number {
  if (to <= from) throw new ShapeError('There is no largest of 0 numbers: expected at least one.')
  let best = from
  for (let i = from + 1; i < to; i++) {
    if (values[i] > values[best]) best = i
  }
  return best - from
}

function combine(name: string, a: Matrix, b: Matrix, f: (x: number, y: number) => number): Matrix {
  if (!a.sameShape(b)) {
    throw new ShapeError(`${name} of ${shape(a)} and ${shape(b)}: expected two matrices of one shape.`)
  }
  return new Matrix(
    a.rows,
    a.cols,
    a.data.map((x, i) => f(x, b.data[i])),
  )
}

function shape(a: Matrix): string {
  return `${a.rows} x ${a.cols}`
}

/** Whether no number is NaN or infinite. */
export function isAllFinite(values: Float64Array | Float32Array): boolean {
  // 0 times a finite number is 0, and NaN otherwise: quicker than a question for each.
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] * 0
  return sum === 0
}

/** x ** n by repeated products, which every machine rounds alike. */
export function powerOf(x: number, n: number): number {
  let power = 1
  for (let i = 0; i < n; i++) power *= x
  return power
}
