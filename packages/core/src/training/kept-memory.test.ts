import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asDense, randomExamples } from '../../test/examples.ts'
import { Network } from '../network.ts'
import { SgdController } from './controller.ts'
import type { SgdOptions } from './options.ts'
import { sgd } from './sgd.ts'

const AUGMENT = { shift: 1, rotate: 12, scale: 15, shear: 10, thickness: 0.5, elastic: 1 }

const ways: readonly Partial<SgdOptions>[] = [
  {},
  { l2: 1, l1: 0.1 },
  { optimiser: 'adam', dropout: { hidden: 0.3, input: 0.1 } },
  { optimiser: 'nesterov', statistics: true },
  { augment: { shift: 1 } },
  { augment: AUGMENT, dropout: { hidden: 0.5 } },
]

/** A run, and how it ends. */
interface Trial {
  readonly hidden: readonly number[]
  readonly length: number
  readonly isDense: boolean
  readonly way: Partial<SgdOptions>
  readonly precision: 'float64' | 'float32'
  readonly eta: number
  readonly end: 'finish' | 'abort' | 'leave' | 'forget'
}

const trials: fc.Arbitrary<Trial> = fc.record({
  hidden: fc.array(fc.constantFrom(3, 20, 90), { maxLength: 2 }),
  length: fc.constantFrom(5, 60, 400),
  isDense: fc.boolean(),
  way: fc.constantFrom(...ways),
  precision: fc.constantFrom('float64', 'float32'),
  // With the largest, runs diverge.
  eta: fc.constantFrom(0.1, 3, 1e30),
  end: fc.constantFrom('finish', 'finish', 'finish', 'abort', 'leave', 'forget'),
})

/** The end of a run, and the weights of one that is complete: others end at a place that the clock decides. */
async function train(trial: Trial, engine: 'simd' | 'reference'): Promise<string> {
  const { hidden, length, isDense, way, precision, eta, end } = trial
  const sizes = [25, ...hidden, 4]
  const network = new Network(sizes, { seed: length })
  const images = randomExamples(sizes, length, 1, 0.5)
  const examples = isDense && !way.augment ? asDense(images) : images
  const controller = new SgdController()
  const options = { ...way, precision, eta, epochs: 2, miniBatchSize: 7, engine, controller }
  const events = sgd(network, examples, { ...options, validationData: images })
  if (end === 'forget') return `${end} ${(await events.next()).value?.type}`
  let reason = ''
  for await (const event of events) {
    if (event.type === 'finished') reason = event.reason
    if (event.type !== 'epoch') continue
    if (end === 'leave') break
    if (end === 'abort') controller.abort()
  }
  return reason === 'done' ? await network.sha256() : `${end} ${reason}`
}

/** Trains by the SIMD engine, so many at a time. */
async function trainAll(list: readonly Trial[], atOnce: number): Promise<string[]> {
  const results: string[] = []
  const waiting = list.entries()
  const lane = async (): Promise<void> => {
    for (const [i, trial] of waiting) results[i] = await train(trial, 'simd')
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return results
}

describe('a run on the memory of an earlier one', () => {
  it('gives the bits of a run alone, whatever was trained before, and is trained at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(trials, { minLength: 2, maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        async (list, atOnce) => {
          const alone = await Promise.all(list.map(trial => train(trial, 'reference')))
          expect(await trainAll(list, atOnce)).toEqual(alone)
        },
      ),
      { seed: 21, numRuns: 60 },
    )
  })
})
