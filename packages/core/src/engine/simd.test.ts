import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asDense, firstImages, randomExamples } from '../../test/examples.ts'
import { ACTIVATIONS, type HiddenActivation } from '../activation.ts'
import { ConfusionTally } from '../confusion.ts'
import { COSTS, type CostName, costNamed } from '../cost.ts'
import { rowsOf } from '../examples.ts'
import { Network } from '../network.ts'
import type { Optimiser } from '../optimiser.ts'
import { learningOf, type Ways } from '../ways.ts'
import { createEngine } from './choice.ts'
import type { EngineName, Precision } from './engine.ts'
import { LARGEST_MEMORY } from './simd/memory.ts'

interface Job {
  readonly sizes: readonly number[]
  readonly activation: HiddenActivation
  /** It decides the output layer's activation. */
  readonly cost: CostName
  readonly seed: number
  readonly length: number
  readonly miniBatchSize: number
  readonly eta: number
  readonly zeroes: number
  readonly precision: Precision
  readonly isDense: boolean
  readonly ways: Ways
}

const ADAM: Optimiser = { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
const optimisers: readonly (Optimiser | undefined)[] = [
  undefined,
  { name: 'momentum', momentum: 0.9 },
  { name: 'nesterov', momentum: 0.7 },
  ADAM,
  { name: 'adam', beta1: 0, beta2: 0.5, epsilon: 1e-3 },
]
const shares = fc.constantFrom(0, 0.2, 0.5, 0.9)

const augments = fc.record({
  shift: fc.constantFrom(0, 1, 2),
  rotate: fc.constantFrom(0, 12, 90),
  scale: fc.constantFrom(0, 15, 50),
  shear: fc.constantFrom(0, 10, 45),
  thickness: fc.constantFrom(0, 0.5, 3),
  elastic: fc.constantFrom(0, 2.5, 8),
})

const jobs: fc.Arbitrary<Job> = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 5 }),
  activation: fc.constantFrom(...ACTIVATIONS),
  cost: fc.constantFrom(...COSTS),
  seed: fc.nat(1000),
  length: fc.integer({ min: 1, max: 60 }),
  miniBatchSize: fc.constantFrom(1, 2, 7, 10, 16, 17, 64),
  eta: fc.constantFrom(0.001, 0.1, 3, 100),
  zeroes: fc.constantFrom(0, 0.5, 0.9, 1),
  precision: fc.constantFrom('float64', 'float32'),
  isDense: fc.boolean(),
  ways: fc.record({
    optimiser: fc.constantFrom(...optimisers),
    l1: fc.constantFrom(0, 0, 0.1, 50),
    l2: fc.constantFrom(0, 0, 0.1, 50),
    dropout: fc.option(fc.record({ hidden: shares, input: shares }), { nil: undefined }),
    augment: fc.oneof(fc.constantFrom(undefined, { shift: 1 }, { shift: 3 }), augments),
  }),
})

const descending = (length: number): Uint32Array => Uint32Array.from({ length }, (_, i) => length - 1 - i)

/**
 * All that an engine makes of a job: weights after an epoch, the order, costs, what it evaluates to, and the
 * outputs. It leaves its memory to the engine of the next job, whatever that is.
 */
function run(name: EngineName, job: Job) {
  const { sizes, activation, cost, seed, length, miniBatchSize, eta, zeroes, precision, isDense, ways } = job
  const images = { ...randomExamples(sizes, length, seed, zeroes), cols: colsIn(sizes[0]) }
  const network = new Network(sizes, { seed, activation, cost, output: costNamed(cost).output })
  const learning = learningOf(ways, seed, length)
  const slots = Math.min(miniBatchSize, length)
  const engine = createEngine(name, precision, network, slots, learning, LARGEST_MEMORY)
  engine.load(network)
  const examples = isDense ? asDense(images) : images
  const bound = engine.bind(examples)
  const tally = { cost: 0 }
  const order = descending(length)
  const next = network.rng.shuffleFrom(order, length - 1, length, engine.shuffler)
  for (const epoch of [0, 1]) bound.train(order, 0, length, { miniBatchSize, eta, epoch }, tally)
  engine.store(network)
  const evaluated = { cost: 0, confusion: new ConfusionTally(sizes.at(-1) ?? 0) }
  bound.evaluate(0, length, evaluated)
  const results = {
    network,
    next,
    order,
    state: network.rng.state,
    optimiser: engine.storeState(),
    tally,
    evaluated: { cost: evaluated.cost, ...evaluated.confusion.confusion },
    outputs: engine.outputs(rowsOf(examples, 0, length), new Float64Array(length * examples.outputSize)),
  }
  engine.release?.()
  return results
}

/** Pixels a row of images that are about as high as wide. */
function colsIn(inputs: number): number {
  return (
    Array.from({ length: Math.floor(Math.sqrt(inputs)) }, (_, i) => i + 1).findLast(
      cols => inputs % cols === 0,
    ) ?? 1
  )
}

describe('the SIMD engine', () => {
  it('gives the bits of the reference one, for any Spec and any examples, on memory of other jobs', () => {
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
      ...{ activation: 'sigmoid', cost: 'quadratic', ways: {} },
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
          activation: 'sigmoid',
          cost: 'quadratic',
          ways: {},
        })
        return { hash: await network.sha256(), tally, evaluated }
      })
      expect(await simd).toEqual(await reference)
    },
  )
})
