import { describe, expect, it } from 'vitest'
import { activationsOf } from './activation.ts'
import { COSTS, costNamed, costOfOutput } from './cost.ts'
import { Matrix } from './math/matrix.ts'
import { map } from './math/operations.ts'

describe.each(COSTS)('%s', name => {
  const cost = costNamed(name)
  const [activation] = activationsOf({ sizes: [3, 3], activation: 'sigmoid', output: cost.output })
  const y = Matrix.column([0, 0.75, 0.25])
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

  it('is 0 where one class is wanted and predicted, and least where the output is as wanted', () => {
    const one = Matrix.column([0, 1, 0])
    expect(cost.fn(one, one) + 0).toBe(0)
    expect(cost.fn(Matrix.column([0, 0.7, 0.3]), y)).toBeGreaterThan(cost.fn(y, y))
  })

  it('is finite where an output has the opposite of what is wanted', () => {
    expect(cost.fn(Matrix.column([1, 0, 0]), Matrix.column([0, 1, 0]))).toBeLessThan(1500)
  })

  it('passes NaN on, so that a run that diverges is noticed', () => {
    expect(cost.fn(Matrix.column([0, Number.NaN, 1]), y)).toBeNaN()
  })
})

it('the quadratic cost is half the squared distance', () => {
  expect(costNamed('quadratic').fn(Matrix.column([3, 4]), Matrix.column([0, 0]))).toBe(12.5)
})

it('the cross-entropy of an output is -ln a where 1 is wanted, and -ln (1 - a) where 0 is', () => {
  const [a, y] = [Matrix.column([0.25, 0.125]), Matrix.column([1, 0])]
  expect(costNamed('cross-entropy').fn(a, y)).toBeCloseTo(Math.log(4) - Math.log(0.875), 14)
  expect(costNamed('log-likelihood').fn(a, y)).toBeCloseTo(Math.log(4), 14)
})

it('each output has a cost that suits it by default', () => {
  expect(costOfOutput('sigmoid')).toBe('quadratic')
  expect(costOfOutput('softmax')).toBe('log-likelihood')
})
