import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstImages, randomExamples } from '../../../test/examples.ts'
import type { Augment } from '../../augment.ts'
import { ConfusionTally } from '../../confusion.ts'
import type { SparseExamples } from '../../examples.ts'
import { Network } from '../../network.ts'
import { learningOf } from '../../ways.ts'
import { createEngine } from '../choice.ts'
import type { EngineName, Precision } from '../engine.ts'

/** Every amount between nothing and the most. */
const amount = (most: number) =>
  fc.oneof(fc.constantFrom(0, most), fc.double({ min: 0, max: most, noNaN: true }))

const jobs = fc.record({
  rows: fc.integer({ min: 1, max: 34 }),
  cols: fc.integer({ min: 1, max: 34 }),
  seed: fc.nat(10_000),
  length: fc.constantFrom(3, 20, 70),
  zeroes: fc.constantFrom(0.2, 0.8, 0.99, 1),
  precision: fc.constantFrom('float64', 'float32'),
  miniBatchSize: fc.constantFrom(1, 5, 20, 70),
  augment: fc.record({
    shift: fc.constantFrom(0, 1, 5),
    ...{ rotate: amount(90), scale: amount(50), shear: amount(45), thickness: amount(3), elastic: amount(8) },
  }),
})

/** Weights after two epochs, of which every byte of every distorted image decides some. */
function trained(
  name: EngineName,
  examples: SparseExamples,
  augment: Augment,
  precision: Precision,
  miniBatchSize = 5,
) {
  const { inputSize, outputSize, length } = examples
  const network = new Network([inputSize, outputSize], { seed: 4 })
  const learning = learningOf({ augment }, 4, length)
  const engine = createEngine(name, precision, network, Math.min(miniBatchSize, length), learning)
  engine.load(network)
  const bound = engine.bind(examples)
  const order = Uint32Array.from({ length }, (_, i) => length - 1 - i)
  for (const epoch of [0, 1]) bound.train(order, 0, length, { miniBatchSize, eta: 0.5, epoch }, { cost: 0 })
  engine.store(network)
  return { network, bound }
}

describe('distortions by the kernels', () => {
  it('are those of the reference engine, of images of any size and by any amounts', () => {
    fc.assert(
      fc.property(jobs, ({ rows, cols, seed, length, zeroes, precision, miniBatchSize, augment }) => {
        const examples = { ...randomExamples([rows * cols, 3], length, seed, zeroes), cols }
        const [simd, reference] = (['simd', 'reference'] as const).map(
          name => trained(name, examples, augment, precision, miniBatchSize).network,
        )
        expect(simd).toEqual(reference)
      }),
      { seed: 3, numRuns: 60 },
    )
  })

  it.each<Augment>([{ rotate: 12 }, { scale: 15 }, { shear: 10 }, { thickness: 0.5 }, { elastic: 2 }])(
    'change what a network learns, in every epoch, and nothing that it is evaluated on: %j',
    augment => {
      const images = firstImages()
      const [plain, changed] = [{}, augment].map(part => trained('simd', images, part, 'float64'))
      expect(changed.network).not.toEqual(plain.network)
      const [judged, same] = [changed.bound, createEngineOf(changed.network).bind(images)].map(bound => {
        const tally = { cost: 0, confusion: new ConfusionTally(10) }
        bound.evaluate(0, images.length, tally)
        return { cost: tally.cost, ...tally.confusion.confusion }
      })
      expect(judged).toEqual(same)
    },
  )
})

/** An engine without chance. */
function createEngineOf(network: Network) {
  const engine = createEngine('simd', 'float64', network, 1)
  engine.load(network)
  return engine
}
