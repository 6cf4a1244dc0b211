import { describe, expect, it } from 'vitest'
import { randomExamples } from '../../test/examples.ts'
import { collect, lastOf, options, xor } from '../../test/runs.ts'
import { OptionError } from '../errors.ts'
import { Network } from '../network.ts'
import type { EtaChange } from '../spec.ts'
import { SgdController } from './controller.ts'
import { sgd } from './sgd.ts'

const SIZES = [30, 6, 10]
const EXAMPLES = randomExamples(SIZES, 1050, 3, 0.5)

describe('changes of eta', () => {
  it('repeat a run in which they were made by hand, to the bit', async () => {
    const controller = new SgdController()
    const first = new Network(SIZES, { seed: 0 })
    const wanted = { epochs: 3, miniBatchSize: 10, eta: 3 }
    controller.step('miniBatch')
    const events = await collect(sgd(first, EXAMPLES, { ...wanted, controller }), event => {
      if (event.type !== 'progress') return
      controller.setEta(event.position)
      if (event.position < 50) controller.step('miniBatch')
      else controller.resume()
    })
    const { etaChanges } = lastOf(events)
    expect(etaChanges.slice(0, 4)).toEqual([10, 20, 30, 40].map(eta => ({ epoch: 0, position: eta, eta })))

    const second = new Network(SIZES, { seed: 0 })
    const again = await collect(sgd(second, EXAMPLES, { ...wanted, etaChanges, engine: 'reference' }))
    expect(lastOf(again).etaChanges).toEqual(etaChanges)
    expect(await second.sha256()).toBe(await first.sha256())

    const other = new Network(SIZES, { seed: 0 })
    await collect(sgd(other, EXAMPLES, wanted))
    expect(await other.sha256()).not.toBe(await first.sha256())
  })

  it('take effect at their places: within an epoch, between two, several at one place the last', async () => {
    const etaChanges: EtaChange[] = [
      { epoch: 0, position: 3, eta: 0.5 },
      { epoch: 1, position: 0, eta: 7 },
      { epoch: 1, position: 0, eta: 0.25 },
    ]
    const seen: number[] = []
    await collect(sgd(new Network([2, 2], { seed: 0 }), xor, { ...options, etaChanges }), event => {
      if (event.type === 'epoch') seen.push(event.eta)
    })
    expect(seen).toEqual([0.5, 0.25, 0.25])
  })

  it('go on where a run is resumed', async () => {
    const etaChanges = [
      { epoch: 0, position: 500, eta: 1 },
      { epoch: 1, position: 200, eta: 5 },
    ]
    const wanted = { epochs: 2, miniBatchSize: 10, eta: 3, etaChanges }
    const whole = new Network(SIZES, { seed: 0 })
    await collect(sgd(whole, EXAMPLES, wanted))
    const controller = new SgdController()
    for await (const event of sgd(new Network(SIZES, { seed: 0 }), EXAMPLES, { ...wanted, controller })) {
      if (event.type === 'epoch' && event.epoch === 0) controller.checkpoint()
      if (event.type !== 'checkpoint') continue
      const { network, progress } = event.checkpoint
      await collect(sgd(network, EXAMPLES, { ...wanted, resume: progress }))
      expect(await network.sha256()).toBe(await whole.sha256())
      controller.abort()
    }
  })

  it('that were overruled by hand stay so when the run is resumed', async () => {
    const wanted = { epochs: 2, miniBatchSize: 10, eta: 3, etaChanges: [{ epoch: 0, position: 20, eta: 1 }] }
    const controller = new SgdController()
    const whole = new Network(SIZES, { seed: 0 })
    let resumed: Network | undefined
    controller.step()
    for await (const event of sgd(whole, EXAMPLES, { ...wanted, controller })) {
      if (event.type === 'progress' && event.position === 10) controller.step()
      if (event.type === 'progress' && event.position === 20) {
        controller.setEta(5)
        controller.checkpoint()
      }
      if (event.type !== 'checkpoint') continue
      resumed = event.checkpoint.network
      await collect(sgd(resumed, EXAMPLES, { ...wanted, resume: event.checkpoint.progress }))
      controller.resume()
    }
    expect(await resumed?.sha256()).toBe(await whole.sha256())
  })

  it.each([
    [[{ epoch: 0.5, position: 0, eta: 1 }], 'a change in epoch 0.5 after 0 examples'],
    [[{ epoch: 0, position: -1, eta: 1 }], 'a change in epoch 0 after -1 examples'],
    [
      [
        { epoch: 1, position: 0, eta: 1 },
        { epoch: 0, position: 9, eta: 1 },
      ],
      'a change in epoch 0 after 9 examples',
    ],
    [[{ epoch: 0, position: 0, eta: 0 }], 'eta is 0'],
  ])('that are none are refused: %j', (etaChanges, message) => {
    const run = () => sgd(new Network([2, 2], { seed: 0 }), xor, { ...options, etaChanges })
    expect(run).toThrow(OptionError)
    expect(run).toThrow(message)
  })
})
