import { describe, expect, it } from 'vitest'
import { sparseExamples } from '../../../test/examples.ts'
import { ACTIVATIONS } from '../../activation.ts'
import { ConfusionTally } from '../../confusion.ts'
import { COSTS, costNamed } from '../../cost.ts'
import { Matrix } from '../../math/matrix.ts'
import { Network } from '../../network.ts'
import { denseExamples } from '../../pairs.ts'
import { createEngine } from '../choice.ts'

const precisions = [
  ['float64', [709.78, 710, 744.44, 745.14, 746, 0.625, 354.89], 760],
  ['float32', [87.34, 88.73, 89, 103.28, 103.98, 104, 0.625, 44.4], 110],
] as const

describe('the SIMD engine', () => {
  it.each(
    precisions.flatMap(([precision, ends, last]) =>
      ACTIVATIONS.map(activation => ({ activation, precision, ends, last })),
    ),
  )(
    'computes every $activation as the reference one does, where powers of e end too: $precision',
    ({ activation, precision, ends, last }) => {
      const around = ends.flatMap(end => [-1, 0, 1].map(step => end * (1 + step * 2 ** -20)))
      const range = Array.from({ length: 4001 }, (_, i) => (i * last) / 4000)
      const positive = [0, 5e-324, 1e-300, 1e-9, 1e6, 1e30, Number.POSITIVE_INFINITY, ...around, ...range]
      // A bias can't be infinite, but what is summed can: 16 times the largest number.
      const largest = precision === 'float64' ? Number.MAX_VALUE : 3.4028234663852886e38
      const z = positive
        .flatMap(value => [value, -value])
        .map(value => Math.max(-largest, Math.min(value, largest)))
      const weights = new Matrix(
        z.length,
        1,
        Float64Array.from(z, value => (Math.abs(value) === largest ? value : 0)),
      )
      const network = new Network([1, z.length, 1], {
        activation,
        biases: [new Matrix(z.length, 1, Float64Array.from(z)), new Matrix(1, 1)],
        weights: [weights, new Matrix(1, z.length)],
      })
      const [simd, reference] = (['simd', 'reference'] as const).map(name => {
        const engine = createEngine(name, precision, network, 1)
        engine.load(network)
        const bound = engine.bind(denseExamples([[[16], [0]]]))
        bound.propagate(Uint32Array.of(0), 0, 1, 0, 1, { cost: 0 })
        return Float64Array.from(bound.slots(0).activations.subarray(0, z.length))
      })
      expect(simd).toEqual(reference)
      expect(simd).toContain(activation === 'relu' ? Number.POSITIVE_INFINITY : 1)
      expect(simd).toContain(activation === 'tanh' ? -1 : 0)
    },
  )

  it.each(['float64', 'float32'] as const)(
    'computes softmax and costs as the reference one does, of any outputs: %s',
    precision => {
      // Outputs of 0.5 and 0.25, those that are rounded to 0 or to 1, and logarithms near powers of two.
      const edges = [0, -0, 1e-9, -1e-7, 2e-7, 1.0986122886681098, 17, 36.8, 40, 90, 104, 710, 746, 1e30]
      const z = edges.flatMap(value => [value, -value])
      for (let shift = 0; shift < z.length; shift++) {
        for (const cost of COSTS) {
          const row = z.map((_, j) => z[(j * (shift + 1) + shift) % z.length]).slice(0, 1 + shift)
          const network = new Network([1, row.length], {
            cost,
            output: costNamed(cost).output,
            biases: [new Matrix(row.length, 1, Float64Array.from(row))],
            weights: [new Matrix(row.length, 1)],
          })
          const wanted = [
            row.map((_, j) => Number(j === 0)),
            row.map((_, j) => (j % 5) / 4),
            row.map(() => 0),
          ]
          const examples = [
            sparseExamples([0, 0], [0, shift], 1, row.length),
            denseExamples(wanted.map(y => [[0], y])),
          ]
          const [simd, reference] = (['simd', 'reference'] as const).map(name => {
            const engine = createEngine(name, precision, network, 1)
            engine.load(network)
            const costs = examples.map(some => {
              const tally = { cost: 0, confusion: new ConfusionTally(row.length) }
              engine.bind(some).evaluate(0, some.length, tally)
              return tally.cost
            })
            return { costs, outputs: engine.outputs(Uint8Array.of(0), new Float64Array(row.length)) }
          })
          expect(simd).toEqual(reference)
          expect(simd.costs.every(Number.isFinite)).toBe(true)
        }
      }
    },
  )
})
