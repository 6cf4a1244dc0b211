import { networkOf, Predictor, SgdController, sgd } from '@gradus/core'
import type { Subject } from '@gradus/doctor'
import { describe, expect, it } from 'vitest'
import { quadrantsRun } from '../test/runs.ts'
import { firstStepsOf } from './first-steps.ts'

/** Share of the outputs within 0.01 of 0 or of 1, over all training examples, of a run that was ended after so many mini-batches. */
async function saturatedAfter({ spec, train }: Subject, miniBatches: number): Promise<number> {
  const network = networkOf(spec)
  const controller = new SgdController()
  for (let i = 0; i < miniBatches; i++) controller.step()
  const { epochs, miniBatchSize, eta } = spec
  for await (const event of sgd(network, train, { epochs, miniBatchSize, eta, controller }))
    if (event.type === 'progress' && event.position === miniBatches * miniBatchSize) controller.abort()
  const outputs = new Predictor(network).outputsOf(train)
  return outputs.filter(a => a < 0.01 || a > 0.99).length / outputs.length
}

describe('the first mini-batches', () => {
  it('tell when most outputs are saturated', async () => {
    const subject = quadrantsRun({ initialiser: 'textbook', cost: 'quadratic', seed: '3', eta: 45 })
    expect(await firstStepsOf(subject.spec, subject)).toEqual({ miniBatches: 100, untilSaturated: 5 })
    expect(await saturatedAfter(subject, 4)).toBeLessThan(0.5)
    expect(await saturatedAfter(subject, 5)).toBeGreaterThanOrEqual(0.5)
  })

  it('tell nothing of outputs that are seldom saturated', async () => {
    const subject = quadrantsRun({ eta: 0.1 })
    expect(await firstStepsOf(subject.spec, subject)).toEqual({ miniBatches: 100, untilSaturated: undefined })
  })

  it('are fewer where they are large, or the run is shorter, and go on from epoch to epoch', async () => {
    const large = quadrantsRun({ miniBatchSize: 300, stop: { epochs: 19 }, keep: 'best' })
    expect(await firstStepsOf(large.spec, large)).toMatchObject({ miniBatches: 16 })
    const short = quadrantsRun({ epochs: 1 })
    expect(await firstStepsOf(short.spec, short)).toMatchObject({ miniBatches: 60 })
  })
})
