import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asDense, randomExamples } from '../../test/random-examples.ts'
import { Network } from '../network.ts'
import { createEngine } from './create.ts'
import type { EngineName, Precision } from './engine.ts'

const indices = (length: number): Uint32Array => Uint32Array.from({ length }, (_, i) => length - 1 - i)

const job = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 5 }),
  seed: fc.nat(1000),
  length: fc.integer({ min: 1, max: 60 }),
  miniBatchSize: fc.constantFrom(1, 2, 7, 10, 16, 17, 64),
  eta: fc.constantFrom(0.1, 3, 100),
  zeroes: fc.constantFrom(0, 0.5, 0.9, 1),
  precision: fc.constantFrom('float64' as const, 'float32' as const),
  isDense: fc.boolean(),
})

/** What an engine makes of a job: the weights after an epoch, the cost, what it evaluates to, and the outputs. */
function run(name: EngineName, { sizes, seed, length, miniBatchSize, eta, zeroes, precision, isDense }: Job) {
  const sparse = randomExamples(sizes, length, seed, zeroes)
  const examples = isDense ? asDense(sparse) : sparse
  const network = new Network(sizes, { seed })
  const engine = createEngine(name, precision, sizes, Math.min(miniBatchSize, length))
  engine.load(network)
  const bound = engine.bind(examples)
  const tally = { cost: 0 }
  const order = indices(length)
  const next = engine.shuffle(order, length - 1, length, network.rng)
  bound.train(order, 0, length, { miniBatchSize, eta }, tally)
  engine.store(network)
  const evaluated = { correct: 0, cost: 0, predictions: Array.from({ length: sizes.at(-1) ?? 0 }, () => 0) }
  bound.evaluate(0, length, evaluated)
  return {
    network,
    next,
    order,
    state: network.rng.state,
    tally,
    evaluated,
    outputs: bound.outputs(0, length),
  }
}

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

describe('the SIMD engine', () => {
  it('gives the bits of the scalar one, for any sizes, mini-batches, precisions and forms of examples', () => {
    fc.assert(
      fc.property(job, some => {
        expect(run('simd', some)).toEqual(run('scalar', some))
      }),
      { seed: 11, numRuns: 400 },
    )
  })
})
