import { describe, expect, it } from 'vitest'
import { ACTIVATIONS, activationsOf } from './activation.ts'
import { COSTS, costNamed } from './cost.ts'
import { Matrix } from './math/matrix.ts'
import { map } from './math/operations.ts'

const pairs = COSTS.flatMap(cost => ACTIVATIONS.map(output => ({ cost, output })))

describe.each(pairs)('$cost on $output', ({ cost: name, output }) => {
  const cost = costNamed(name)
  const [activation] = activationsOf({ sizes: [3, 3], activation: output, output })
  const y = Matrix.column([0, 1, 0.25])
  const outputs = (z: readonly number[]): Matrix => Matrix.column(activation.fn(Float64Array.from(z)))

  it('has a delta that agrees with centred differences of the cost by z', () => {
    const z = [0.3, -1.2, 2]
    const delta = cost.delta(outputs(z), y, map(outputs(z), activation.prime))
    for (const j of z.keys()) {
      const [above, below] = [1e-6, -1e-6].map(step =>
        cost.fn(outputs(z.map((value, k) => (k === j ? value + step : value))), y),
      )
      expect(Math.abs(delta.at(j) - (above - below) / 2e-6)).toBeLessThan(1e-9)
    }
  })

  it('is 0 where the output is as wanted, and more elsewhere', () => {
    expect(cost.fn(y, y)).toBe(0)
    expect(cost.fn(Matrix.column([0, 1, 0.5]), y)).toBeGreaterThan(0)
  })
})

it('the quadratic cost is half the squared distance', () => {
  expect(costNamed('quadratic').fn(Matrix.column([3, 4]), Matrix.column([0, 0]))).toBe(12.5)
})
