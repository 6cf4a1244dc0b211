import { mnistGoldens, networkGoldens } from '@gradus/fixtures'
import { describe, expect, it } from 'vitest'
import { asDense, firstImages, sparseExamples } from '../../test/examples.ts'
import { expectClose, relativeDistance, seedOf } from '../../test/goldens.ts'
import { pairOf } from '../examples.ts'
import { Matrix } from '../math/matrix.ts'
import { Network } from '../network.ts'
import type { BoundExamples, EpochStep, Tally } from './engine.ts'
import { ReferenceEngine } from './reference.ts'

const indices = (n: number): number[] => Array.from({ length: n }, (_, i) => i)

type Train = (engine: ReferenceEngine, bound: BoundExamples) => BoundExamples['train']

/** Trains by fused updates, or by general ones, which the engine can do for plain gradient descent, too. */
const TRAIN: Readonly<Record<string, Train>> = {
  fused: (_, bound) => bound.train.bind(bound),
  general:
    (engine, bound) => (order: Uint32Array, from: number, to: number, step: EpochStep, tally: Tally) => {
      for (let start = from; start < to; start += step.miniBatchSize) {
        const end = Math.min(start + step.miniBatchSize, to)
        bound.propagate(order, start, end, 0, 1, tally)
        engine.clearGradient()
        bound.sumGradient(order, start, end, 0)
        engine.descend(step)
      }
    },
}

describe('the reference engine', () => {
  it.each(networkGoldens.writtenOrder)(
    "computes the written order with NumPy's bits: $precision, $sizes, $update",
    async ({ sizes, seed, precision, update, bytes, labels, miniBatchSize, eta, costs, sha256 }) => {
      const sparse = sparseExamples(bytes.flat(), [...labels], bytes[0].length, sizes[sizes.length - 1])
      for (const examples of [sparse, asDense(sparse)]) {
        const network = new Network(sizes, { seed: seedOf(seed) })
        const engine = new ReferenceEngine(
          network,
          miniBatchSize,
          precision === 'float64' ? 'float64' : 'float32',
        )
        engine.load(network)
        const train = TRAIN[update](engine, engine.bind(examples))
        const order = Uint32Array.from(indices(labels.length))
        for (const cost of costs) {
          const tally = { cost: 0 }
          train(order, 0, order.length, { miniBatchSize, eta, epoch: 0 }, tally)
          expect(tally.cost).toBe(cost)
        }
        engine.store(network)
        expect(await network.sha256()).toBe(sha256)
      }
    },
  )

  it('gives the same bits when a mini-batch is cut into slices', () => {
    const examples = firstImages()
    const order = Uint32Array.from(indices(27)).reverse()
    const step = { miniBatchSize: 27, eta: 3, epoch: 0 }
    const shape = new Network([784, 15, 10], { seed: 0 })
    const whole = new ReferenceEngine(shape, 27, 'float64')
    const sliced = new ReferenceEngine(shape, 27, 'float64')
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
          bound.propagate(order, from, to, from, -3 / 27, tally)
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

  it.each(['fused', 'general'])(
    "takes NumPy's first steps on MNIST, within 1e-12 of the norm, as the textbook does: %s",
    update => {
      const golden = mnistGoldens.firstSteps
      const examples = firstImages()
      const order = Uint32Array.from(indices(27))
      const textbook = new Network(golden.sizes, { seed: 0 })
      const network = new Network(golden.sizes, { seed: 0 })
      const engine = new ReferenceEngine(network, golden.miniBatchSize, 'float64')
      engine.load(network)
      const train = TRAIN[update](engine, engine.bind(examples))
      let from = 0
      for (const step of golden.steps) {
        const to = from + step.examples
        train(order, from, to, { ...golden, epoch: 0 }, { cost: 0 })
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
    },
  )

  it('keeps two engines in one process apart', () => {
    const [first, second] = [new Network([3, 2], { seed: 1 }), new Network([3, 2], { seed: 2 })]
    const [one, two] = [first, second].map(network => new ReferenceEngine(network, 1, 'float64'))
    one.load(first)
    two.load(second)
    const examples = sparseExamples([1, 2, 3], [1], 3, 2)
    two.bind(examples).train(Uint32Array.of(0), 0, 1, { miniBatchSize: 1, eta: 3, epoch: 0 }, { cost: 0 })
    one.store(first)
    expect(first).toEqual(new Network([3, 2], { seed: 1 }))
  })

  it('names the first layer with a number that is not finite', () => {
    const network = new Network([3, 2, 2], { seed: 1 })
    const engine = new ReferenceEngine(network, 1, 'float64')
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
