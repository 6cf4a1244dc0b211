import { describe, expect, it } from 'vitest'
import { ACTIVATIONS, activationsOf } from './activation.ts'

describe.each(ACTIVATIONS)('%s', name => {
  const [activation] = activationsOf({ sizes: [1, 1], activation: name, output: name })
  const at = (z: number): number => activation.fn(Float64Array.of(z))[0]

  it('has a derivative that agrees with centred differences, from the activation', () => {
    for (let z = -8; z <= 8; z += 0.37) {
      const quotient = (at(z + 1e-6) - at(z - 1e-6)) / 2e-6
      expect(Math.abs(activation.prime(at(z)) - quotient)).toBeLessThan(1e-9)
    }
  })

  it('is saturated far from 0 and not near it, where the derivative says so too', () => {
    for (let z = -12; z <= 12; z += 0.37) {
      const a = at(z)
      if (activation.isSaturated(a)) expect(activation.prime(a)).toBeLessThan(0.01)
      else expect(activation.prime(a)).toBeGreaterThan(0.009)
    }
    expect([-6, 0.5, 6].map(z => activation.isSaturated(at(z)))).toEqual([true, false, true])
  })

  it('changes the array that it is given', () => {
    const z = Float64Array.of(-1, 0, 2)
    const expected = [-1, 0, 2].map(at)
    expect(activation.fn(z)).toBe(z)
    expect([...z]).toEqual(expected)
  })
})
