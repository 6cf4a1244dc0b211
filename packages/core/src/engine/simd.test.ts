import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asDense, firstImages, randomExamples } from '../../test/examples.ts'
import { ConfusionTally } from '../confusion.ts'
import { rowsOf } from '../examples.ts'
import { Matrix } from '../math/matrix.ts'
import { Network } from '../network.ts'
import { denseExamples } from '../pairs.ts'
import { createEngine } from './choice.ts'
import type { EngineName, Precision } from './engine.ts'

interface Job {
  readonly sizes: readonly number[]
  readonly seed: number
  readonly length: number
  readonly miniBatchSize: number
  readonly eta: number
  readonly zeroes: number
  readonly precision: Precision
  readonly isDense: boolean
}

const jobs: fc.Arbitrary<Job> = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 5 }),
  seed: fc.nat(1000),
  length: fc.integer({ min: 1, max: 60 }),
  miniBatchSize: fc.constantFrom(1, 2, 7, 10, 16, 17, 64),
  eta: fc.constantFrom(0.1, 3, 100),
  zeroes: fc.constantFrom(0, 0.5, 0.9, 1),
  precision: fc.constantFrom('float64', 'float32'),
  isDense: fc.boolean(),
})

const descending = (length: number): Uint32Array => Uint32Array.from({ length }, (_, i) => length - 1 - i)

/**
 * All that an engine makes of a job: weights after an epoch, the order, costs, what it evaluates to, and the
 * outputs.
 */
function run(name: EngineName, job: Job) {
  const { sizes, seed, length, miniBatchSize, eta, zeroes, precision, isDense } = job
  const sparse = randomExamples(sizes, length, seed, zeroes)
  const network = new Network(sizes, { seed })
  const engine = createEngine(name, precision, network, Math.min(miniBatchSize, length))
  engine.load(network)
  const examples = isDense ? asDense(sparse) : sparse
  const bound = engine.bind(examples)
  const tally = { cost: 0 }
  const order = descending(length)
  const next = network.rng.shuffleFrom(order, length - 1, length, engine.shuffler)
  bound.train(order, 0, length, { miniBatchSize, eta, epoch: 0 }, tally)
  engine.store(network)
  const evaluated = { cost: 0, confusion: new ConfusionTally(sizes.at(-1) ?? 0) }
  bound.evaluate(0, length, evaluated)
  return {
    network,
    next,
    order,
    state: network.rng.state,
    tally,
    evaluated: { cost: evaluated.cost, ...evaluated.confusion.confusion },
    outputs: engine.outputs(rowsOf(examples, 0, length), new Float64Array(length * examples.outputSize)),
  }
}

describe('the SIMD engine', () => {
  it('gives the bits of the reference one, for any sizes, mini-batches, precisions, and forms of examples', () => {
    fc.assert(
      fc.property(jobs, some => {
        expect(run('simd', some)).toEqual(run('reference', some))
      }),
      { seed: 11, numRuns: 600 },
    )
  })

  const shapes = [[], [1], [3], [17], [100], [30, 17], [17, 3, 30], [100, 30, 17, 3]]

  it.each(shapes)(
    'gives the SHA-256 of the reference one on images, with hidden layers of %j',
    async (...hidden) => {
      const sizes = [784, ...hidden.filter(Number.isInteger), 10]
      for (const precision of ['float64', 'float32'] as const) {
        for (const miniBatchSize of [1, 7, 10, 64]) {
          const hashes = (['simd', 'reference'] as const).flatMap(name =>
            [firstImages(), asDense(firstImages())].map(examples => {
              const network = new Network(sizes, { seed: 3 })
              const engine = createEngine(name, precision, network, miniBatchSize)
              engine.load(network)
              const step = { miniBatchSize, eta: 3, epoch: 0 }
              engine.bind(examples).train(descending(examples.length), 0, examples.length, step, { cost: 0 })
              engine.store(network)
              return network.sha256()
            }),
          )
          expect(new Set(await Promise.all(hashes)).size).toBe(1)
        }
      }
    },
  )

  it.each<[string, Partial<Job>]>([
    ['more classes than a byte counts', { sizes: [20, 7, 300] }],
    ['more inputs than 16 bits count', { sizes: [70_001, 5, 3], isDense: true, length: 4 }],
    ['mini-batches that are larger than the data', { miniBatchSize: 1000 }],
  ])('gives the bits of the reference one for %s', (_, more) => {
    const usual: Job = {
      ...{ sizes: [20, 7, 4], seed: 2, length: 30, miniBatchSize: 10, eta: 3 },
      ...{ zeroes: 0.5, precision: 'float64', isDense: false },
    }
    const some = { ...usual, ...more }
    expect(run('simd', some)).toEqual(run('reference', some))
  })

  it('reads examples whose entries do not begin at 0', () => {
    const all = randomExamples([20, 7, 4], 40, 3, 0.5)
    const part = {
      ...all,
      length: 15,
      offsets: all.offsets.subarray(20, 36),
      labels: all.labels.subarray(20, 35),
    }
    const outputs = (['simd', 'reference'] as const).map(name => {
      const network = new Network([20, 7, 4], { seed: 3 })
      const engine = createEngine(name, 'float64', network, 5)
      engine.load(network)
      const bound = engine.bind(part)
      const [trained, tally] = [new Network(network.sizes, { seed: 3 }), { cost: 0 }]
      bound.train(descending(15), 0, 15, { miniBatchSize: 5, eta: 3, epoch: 0 }, tally)
      engine.store(trained)
      const order = descending(15).map(i => i + 20)
      const [again, same] = [new Network(network.sizes, { seed: 3 }), { cost: 0 }]
      engine.load(network)
      engine.bind(all).train(order, 0, 15, { miniBatchSize: 5, eta: 3, epoch: 0 }, same)
      engine.store(again)
      expect({ again, same }).toEqual({ again: trained, same: tally })
      return { trained, tally }
    })
    expect(outputs[0]).toEqual(outputs[1])
  })

  it.each(['float64', 'float32'] as const)(
    'multiplies large matrices in blocks with the bits of the reference one: %s',
    async precision => {
      // More rows and longer sums than a block has, and no whole number of blocks.
      const large = { sizes: [6, 263, 523, 5], length: 135, miniBatchSize: 135, seed: 5, eta: 3, zeroes: 0.5 }
      const [simd, reference] = (['simd', 'reference'] as const).map(async name => {
        const { network, tally, evaluated } = run(name, {
          ...large,
          precision,
          isDense: false,
        })
        return { hash: await network.sha256(), tally, evaluated }
      })
      expect(await simd).toEqual(await reference)
    },
  )

  it('gives the same bits when a mini-batch is cut into slices', () => {
    const examples = firstImages()
    const order = descending(27)
    const networks = [[27], [1, 20, 27], [16, 17, 27]].map(ends => {
      const network = new Network([784, 30, 10], { seed: 0 })
      const engine = createEngine('simd', 'float64', network, 27)
      engine.load(network)
      const bound = engine.bind(examples)
      const slices = ends.map((end, i) => [ends[i - 1] ?? 0, end] as const)
      for (const [from, to] of slices) bound.propagate(order, from, to, from, -3 / 27, { cost: 0 })
      for (const [from, to] of slices) bound.update(order, from, to, from)
      engine.store(network)
      return network
    })
    expect(networks[1]).toEqual(networks[0])
    expect(networks[2]).toEqual(networks[0])
  })

  it.each([
    ['float64', [709.78, 710, 744.44, 745.14, 746], 760],
    ['float32', [87.34, 88.73, 89, 103.28, 103.98, 104], 110],
  ] as const)(
    'computes every sigmoid as the reference one does, where e ** -z ends too: %s',
    (precision, ends, last) => {
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
      const network = new Network([1, z.length], {
        seed: 0,
        biases: [new Matrix(z.length, 1, Float64Array.from(z))],
        weights: [weights],
      })
      const [simd, reference] = (['simd', 'reference'] as const).map(name => {
        const engine = createEngine(name, precision, network, 1)
        engine.load(network)
        return engine.outputs(Float64Array.of(16), new Float64Array(z.length))
      })
      expect(simd).toEqual(reference)
      expect(simd).toContain(0)
      expect(simd).toContain(1)
    },
  )

  it('keeps two engines in one process apart, also when one grows', () => {
    const [first, second] = [new Network([3, 2], { seed: 1 }), new Network([3, 2], { seed: 2 })]
    const few = randomExamples([3, 2], 5, 7, 0.2)
    const [one, two] = [first, second].map(network => {
      const engine = createEngine('simd', 'float64', network, 1)
      engine.load(network)
      return engine
    })
    const images = firstImages()
    // Each time the memory grows by pages.
    for (let i = 0; i < 50; i++) two?.bind(images)
    two?.bind(few).train(descending(5), 0, 5, { miniBatchSize: 1, eta: 3, epoch: 0 }, { cost: 0 })
    one?.store(first)
    two?.store(second)
    expect(first).toEqual(new Network([3, 2], { seed: 1 }))
    const alone = new Network([3, 2], { seed: 2 })
    const engine = createEngine('simd', 'float64', alone, 1)
    engine.load(alone)
    engine.bind(few).train(descending(5), 0, 5, { miniBatchSize: 1, eta: 3, epoch: 0 }, { cost: 0 })
    engine.store(alone)
    expect(second).toEqual(alone)
  })

  it.each(['float64', 'float32'] as const)('leaves the padding of an output layer alone: %s', precision => {
    // Neurons that are right get no delta. One of the padding that got one would overflow by this input and eta.
    const network = new Network([1, 3], { biases: [new Matrix(3, 1)], weights: [new Matrix(3, 1)] })
    const engine = createEngine('simd', precision, network, 1)
    engine.load(network)
    const right = [0.5, 0.5, 0.5]
    const bound = engine.bind(denseExamples([[[1e9], right]]))
    bound.train(
      Uint32Array.of(0),
      0,
      1,
      { epoch: 0, miniBatchSize: 1, eta: precision === 'float64' ? 1e308 : 3e38 },
      { cost: 0 },
    )
    expect(engine.divergedLayer()).toBeUndefined()
    expect(engine.outputs(Float64Array.of(1e9), new Float64Array(3))).toEqual(Float64Array.from(right))
  })

  it('names the first layer with a number that is not finite, of padding or not', () => {
    const network = new Network([3, 5, 2], { seed: 1 })
    const engine = createEngine('simd', 'float64', network, 1)
    engine.load(network)
    expect(engine.divergedLayer()).toBeUndefined()
    network.biases[1]?.data.fill(Number.NaN, 1)
    engine.load(network)
    expect(engine.divergedLayer()).toBe(2)
    network.weights[0]?.data.fill(Number.NEGATIVE_INFINITY, 7, 8)
    engine.load(network)
    expect(engine.divergedLayer()).toBe(1)
  })
})
