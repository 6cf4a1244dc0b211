import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ShapeError } from '../errors.ts'
import { Matrix } from './matrix.ts'
import { add, argmax, hadamard, matmul, outer, scale, subtract, transpose } from './operations.ts'

const a = Matrix.fromRows([
  [1, 2, 3],
  [4, 5, 6],
])
const b = Matrix.fromRows([
  [7, 8],
  [9, 10],
  [11, 12],
])

const matrices = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([rows, cols]) =>
    fc
      .array(fc.integer({ min: -1000, max: 1000 }), { minLength: rows * cols, maxLength: rows * cols })
      .map(values => new Matrix(rows, cols, Float64Array.from(values))),
  )

describe('matrix operations', () => {
  it('agree with a calculation by hand', () => {
    expect(matmul(a, b).toRows()).toEqual([
      [58, 64],
      [139, 154],
    ])
    expect(transpose(a).toRows()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ])
    expect(add(a, a).toRows()).toEqual([
      [2, 4, 6],
      [8, 10, 12],
    ])
    expect(subtract(a, scale(a, 2)).toRows()).toEqual([
      [-1, -2, -3],
      [-4, -5, -6],
    ])
    expect(hadamard(a, a).toRows()).toEqual([
      [1, 4, 9],
      [16, 25, 36],
    ])
    expect(outer(Matrix.column([1, 2]), Matrix.column([3, 4, 5])).toRows()).toEqual([
      [3, 4, 5],
      [6, 8, 10],
    ])
  })

  it('keep the laws of algebra (on integers, where sums are exact)', () => {
    fc.assert(
      fc.property(matrices, m => {
        expect(transpose(transpose(m))).toEqual(m)
        expect(transpose(matmul(m, transpose(m)))).toEqual(matmul(m, transpose(m)))
        expect(subtract(add(m, m), m)).toEqual(m)
      }),
      { seed: 3, numRuns: 100 },
    )
  })

  it('finds the first of the largest entries', () => {
    expect([argmax([1, 3, 3]), argmax([5]), argmax([-2, -1, -1])]).toEqual([1, 0, 1])
    expect(() => argmax([])).toThrow('There is no largest of 0 numbers')
  })

  it.each([
    [() => matmul(a, a), 'matmul of 2 x 3 by 2 x 3: expected as many columns (3) as rows (2)'],
    [() => add(a, b), 'add of 2 x 3 and 3 x 2: expected two matrices of one shape'],
    [() => subtract(a, b), 'subtract of 2 x 3 and 3 x 2'],
    [() => hadamard(a, b), 'hadamard of 2 x 3 and 3 x 2'],
    [() => outer(a, b), 'outer of 2 x 3 and 3 x 2: expected two columns'],
  ])('refuse shapes that do not go together (%#)', (operation, message) => {
    expect(operation).toThrow(ShapeError)
    expect(operation).toThrow(message)
  })
})
