import { describe, expect, it } from 'vitest'
import { ACTIVATIONS, activationsOf, softmax } from './activation.ts'

describe.each(ACTIVATIONS)('%s', name => {
  const [activation] = activationsOf({ sizes: [1, 1, 1], activation: name, output: 'sigmoid' })
  const at = (z: number): number => activation.fn(Float64Array.of(z))[0]

  it('has a derivative that agrees with centred differences, from the activation', () => {
    for (let z = -8; z <= 8; z += 0.37) {
      const quotient = (at(z + 1e-6) - at(z - 1e-6)) / 2e-6
      expect(Math.abs(activation.prime(at(z)) - quotient)).toBeLessThan(1e-9)
    }
  })

  it('is saturated where the derivative says so, and only there', () => {
    const steepest = activation.prime(at(name === 'relu' ? 1 : 0))
    for (let z = -12; z <= 12; z += 0.37) {
      const share = activation.prime(at(z)) / steepest
      expect(activation.isSaturated(at(z))).toBe(share < 0.0397)
    }
    expect(activation.isSaturated(at(-6))).toBe(true)
    expect(activation.isSaturated(at(0.5))).toBe(false)
    expect(activation.isSaturated(at(6))).toBe(name !== 'relu')
  })

  it('changes the array that it is given', () => {
    const z = Float64Array.of(-1, 0, 2)
    const expected = [-1, 0, 2].map(at)
    expect(activation.fn(z)).toBe(z)
    expect([...z]).toEqual(expected)
  })
})

describe('softmax', () => {
  const of = (...z: number[]): number[] => [...softmax(Float64Array.from(z))]

  it('gives scores above 0 in the proportion of e ** z, which add up to 1', () => {
    const [a, b, c] = of(0, Math.log(2), Math.log(5))
    expect([a, b, c].map(score => Math.abs(score * 8))).toEqual([
      expect.closeTo(1, 14),
      expect.closeTo(2, 14),
      expect.closeTo(5, 14),
    ])
  })

  it('takes the largest off first: scores stay finite, and the same for all shifts', () => {
    expect(of(1000, 999)).toEqual(of(1, 0))
    expect(of(-1000, -1001, -1e6)).toEqual([...of(1, 0), 0])
    expect(of(7)).toEqual([1])
  })

  it('passes NaN on', () => {
    expect(of(0, Number.NaN, 1)).toEqual([Number.NaN, Number.NaN, Number.NaN])
  })
})

it('relu passes NaN on, so that a run that diverges is noticed', () => {
  const [relu] = activationsOf({ sizes: [1, 1, 1], activation: 'relu', output: 'sigmoid' })
  expect([...relu.fn(Float64Array.of(Number.NaN, -1, 0, 2))]).toEqual([Number.NaN, 0, 0, 2])
})
