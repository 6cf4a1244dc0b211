import { describe, expect, it } from 'vitest'
import { ShapeError } from '../errors.ts'
import { Matrix } from './matrix.ts'

describe('Matrix', () => {
  it('is row-major, and 0 to begin with', () => {
    const matrix = new Matrix(2, 3, Float64Array.of(1, 2, 3, 4, 5, 6))
    expect([matrix.at(0, 2), matrix.at(1, 0)]).toEqual([3, 4])
    expect(matrix.toRows()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(new Matrix(2, 2).toRows()).toEqual([
      [0, 0],
      [0, 0],
    ])
  })

  it('is made from rows and from a column', () => {
    expect(
      Matrix.fromRows([
        [1, 2],
        [3, 4],
      ]).toRows(),
    ).toEqual([
      [1, 2],
      [3, 4],
    ])
    expect(Matrix.column([1, 2]).toRows()).toEqual([[1], [2]])
  })

  it('is cloned with numbers of its own', () => {
    const matrix = Matrix.column([1])
    const clone = matrix.clone()
    clone.data[0] = 2
    expect(matrix.at(0)).toBe(1)
  })

  it('refuses what JavaScript would take for numbers', () => {
    const column = (values: unknown): unknown => Reflect.apply(Matrix.column, Matrix, [values])
    expect(() => column(['1'])).toThrow('An entry is 1: expected a number')
    expect(() => column([1, null])).toThrow(ShapeError)
    expect(() => Reflect.construct(Matrix, [2, 1, [1, 2]])).toThrow(
      'The numbers of a matrix are object: expected a Float64Array',
    )
    const rows = [[1], [2], [3]]
    delete rows[1]
    expect(() => Matrix.fromRows(rows)).toThrow('Row 1 has no entries: expected 1')
  })

  it.each([
    [() => new Matrix(2 ** 20, 2 ** 20), '1048576 x 1048576 is too large a matrix'],
    [() => new Matrix(0, 1), '0 x 1 is no matrix: expected positive integers'],
    [() => new Matrix(1.5, 1), '1.5 x 1 is no matrix'],
    [() => new Matrix(Number.NaN, 1), 'NaN x 1 is no matrix'],
    [() => new Matrix(2, 2, new Float64Array(3)), '3 numbers do not fill a 2 x 2 matrix: expected 4'],
    [() => Matrix.fromRows([]), '0 x 0 is no matrix'],
    [() => Matrix.fromRows([[1, 2], [3]]), 'Row 1 has 1 entries: expected 2'],
    [() => Matrix.column([]), '0 x 1 is no matrix'],
    [() => new Matrix(2, 2).at(2, 0), '(2, 0) is outside a 2 x 2 matrix'],
    [() => new Matrix(2, 2).at(0, 2), '(0, 2) is outside'],
    [() => new Matrix(2, 2).at(0, -1), '(0, -1) is outside'],
    [() => new Matrix(2, 2).at(0, 0.5), '(0, 0.5) is outside'],
    [() => new Matrix(2, 2).at(0.5, 0), '(0.5, 0) is outside'],
  ])('refuses a wrong shape (%#)', (make, message) => {
    expect(make).toThrow(ShapeError)
    expect(make).toThrow(message)
  })
})
