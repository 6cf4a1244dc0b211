import { mnistGoldens } from '@gradus/fixtures'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstImages } from '../../test/first-images.ts'
import { expectClose, relativeDistance } from '../../test/goldens.ts'
import { asDense, randomExamples } from '../../test/random-examples.ts'
import { sparseExamples } from '../../test/sparse.ts'
import { evaluateInWrittenOrder, trainInWrittenOrder } from '../../test/written-order.ts'
import { pairOf } from '../examples.ts'
import { Matrix } from '../math/matrix.ts'
import { Network } from '../network.ts'
import { ScalarEngine } from './scalar.ts'

const indices = (n: number): number[] => Array.from({ length: n }, (_, i) => i)

const job = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 5 }),
  seed: fc.nat(),
  length: fc.integer({ min: 1, max: 12 }),
  miniBatchSize: fc.integer({ min: 1, max: 7 }),
  eta: fc.constantFrom(0.1, 3, 100),
  zeroes: fc.constantFrom(0, 0.5, 0.9),
})

describe('the scalar engine', () => {
  it('computes the written order to the bit, for any sizes, mini-batches and both forms of examples', () => {
    fc.assert(
      fc.property(job, ({ sizes, seed, length, miniBatchSize, eta, zeroes }) => {
        const sparse = randomExamples(sizes, length, seed, zeroes)
        const expected = new Network(sizes, { seed })
        let cost = 0
        for (let from = 0; from < length; from += miniBatchSize) {
          cost += trainInWrittenOrder(
            expected,
            sparse,
            indices(length).slice(from, from + miniBatchSize),
            miniBatchSize,
            eta,
          )
        }
        for (const examples of [sparse, asDense(sparse)]) {
          const network = new Network(sizes, { seed })
          const engine = new ScalarEngine(sizes)
          engine.load(network)
          const bound = engine.bind(examples)
          const tally = { cost: 0 }
          bound.train(Uint32Array.from(indices(length)), 0, length, { miniBatchSize, eta }, tally)
          engine.store(network)
          expect(network.biases).toEqual(expected.biases)
          expect(network.weights).toEqual(expected.weights)
          expect(tally.cost).toBeCloseTo(cost, 12)
          const evaluated = { correct: 0, cost: 0, predictions: indices(sizes.at(-1) ?? 0).map(() => 0) }
          bound.evaluate(0, length, evaluated)
          expect(evaluated).toMatchObject(evaluateInWrittenOrder(expected, examples))
        }
      }),
      { seed: 4, numRuns: 300 },
    )
  })

  it('gives the same bits when a mini-batch is cut into slices', () => {
    const examples = firstImages()
    const order = Uint32Array.from(indices(27)).reverse()
    const step = { miniBatchSize: 27, eta: 3 }
    const whole = new ScalarEngine([784, 15, 10])
    const sliced = new ScalarEngine([784, 15, 10])
    const networks = [whole, sliced].map(engine => {
      const network = new Network([784, 15, 10], { seed: 0 })
      engine.load(network)
      const bound = engine.bind(examples)
      const tally = { cost: 0 }
      if (engine === whole) bound.train(order, 0, 27, step, tally)
      else {
        for (const [from, to] of [
          [0, 1],
          [1, 20],
          [20, 27],
        ] as const)
          bound.propagate(order, from, to, from, step, tally)
        for (const [from, to] of [
          [0, 13],
          [13, 27],
        ] as const)
          bound.update(order, from, to, from)
      }
      engine.store(network)
      return network
    })
    expect(networks[1]).toEqual(networks[0])
  })

  it("takes NumPy's first steps on MNIST, within 1e-12 of the norm, and so does the textbook", () => {
    const golden = mnistGoldens.firstSteps
    const examples = firstImages()
    const order = Uint32Array.from(indices(27))
    const textbook = new Network(golden.sizes, { seed: 0 })
    const network = new Network(golden.sizes, { seed: 0 })
    const engine = new ScalarEngine(golden.sizes)
    engine.load(network)
    const bound = engine.bind(examples)
    let from = 0
    for (const step of golden.steps) {
      const to = from + step.examples
      bound.train(order, from, to, golden, { cost: 0 })
      engine.store(network)
      textbook.updateMiniBatch(
        indices(step.examples).map(i => pairOf(examples, from + i)),
        golden.miniBatchSize,
        golden.eta,
      )
      expectClose(network.biases, step.biases)
      expectClose(network.weights, step.weights)
      network.weights.forEach((w, l) => {
        expect(relativeDistance(w, textbook.weights[l] ?? new Matrix(1, 1))).toBeLessThan(1e-12)
      })
      from = to
    }
  })

  it('keeps two engines in one process apart', () => {
    const [one, two] = [new ScalarEngine([3, 2]), new ScalarEngine([3, 2])]
    const [first, second] = [new Network([3, 2], { seed: 1 }), new Network([3, 2], { seed: 2 })]
    one.load(first)
    two.load(second)
    const examples = sparseExamples([1, 2, 3], [1], 3, 2)
    two.bind(examples).train(Uint32Array.of(0), 0, 1, { miniBatchSize: 1, eta: 3 }, { cost: 0 })
    one.store(first)
    expect(first).toEqual(new Network([3, 2], { seed: 1 }))
  })

  it('names the first layer with a number that is not finite', () => {
    const network = new Network([3, 2, 2], { seed: 1 })
    const engine = new ScalarEngine(network.sizes)
    engine.load(network)
    expect(engine.divergedLayer()).toBeUndefined()
    network.weights[1]?.data.fill(Number.NaN, 1, 2)
    engine.load(network)
    expect(engine.divergedLayer()).toBe(2)
    network.biases[0]?.data.fill(Number.POSITIVE_INFINITY)
    engine.load(network)
    expect(engine.divergedLayer()).toBe(1)
  })
})
