import { describe, expect, it } from 'vitest'
import { sparseExamples } from '../../test/examples.ts'
import { collect, lastOf, options, someTurns, until, xor } from '../../test/runs.ts'
import { OptionError } from '../errors.ts'
import { Network } from '../network.ts'
import { SgdController } from './controller.ts'
import type { SgdEvent } from './events.ts'
import { sgd } from './sgd.ts'

const fresh = (): Network => new Network([2, 3, 2], { seed: 0 })

/** Training and events, in short. */
const placesOf = (events: readonly SgdEvent[]): string[] =>
  events.flatMap(event => {
    if (event.type === 'progress') return [`${event.epoch}:${event.position}`]
    return event.type === 'epoch' ? [`epoch ${event.epoch}`] : []
  })

describe('the controller', () => {
  it('pauses: nothing moves, clocks included, until it is resumed', async () => {
    const network = fresh()
    const controller = new SgdController()
    const seen: SgdEvent[] = []
    const start = performance.now()
    const run = (async () => {
      for await (const event of sgd(network, xor, { ...options, controller })) {
        if (event.type === 'epoch' && event.epoch === 0) controller.pause()
        seen.push(event)
      }
    })()
    while (!controller.paused) await new Promise(resolve => setTimeout(resolve, 1))
    const [weights, count] = [await network.sha256(), seen.length]
    const pause = performance.now()
    await new Promise(resolve => setTimeout(resolve, 300))
    const paused = performance.now() - pause
    expect([await network.sha256(), seen.length]).toEqual([weights, count])
    controller.resume()
    await run
    const finished = lastOf(seen)
    expect(finished.reason).toBe('done')
    expect(1000 * finished.trainSeconds).toBeLessThan(performance.now() - start - paused)
  })

  it('steps by mini-batches and by epochs', async () => {
    const controller = new SgdController()
    controller.pause()
    const positions: string[] = []
    controller.step()
    for await (const event of sgd(fresh(), xor, { ...options, controller })) {
      if (event.type === 'progress') positions.push(`${event.epoch}:${event.position}`)
      if (event.type === 'epoch') positions.push(`epoch ${event.epoch}`)
      if (event.type === 'progress' && event.position === 3) controller.step()
      if (event.type === 'epoch') {
        if (event.epoch === 0) controller.step('epoch')
        else controller.resume()
      }
    }
    expect(positions).toEqual(['0:3', '0:4', 'epoch 0', 'epoch 1', 'epoch 2'])
  })

  it('changes eta at a mini-batch boundary, tells it, and records it', async () => {
    const controller = new SgdController()
    const seen: unknown[] = []
    for await (const event of sgd(new Network([2, 2], { seed: 0 }), xor, { ...options, controller })) {
      if (event.type === 'epoch') {
        seen.push(event.eta)
        if (event.epoch === 0) controller.setEta(0.25)
        if (event.epoch === 1) controller.checkpoint()
      }
      if (event.type === 'eta') seen.push(event)
      if (event.type === 'checkpoint') seen.push(event.checkpoint.progress.spec.etaChanges)
    }
    const change = { epoch: 1, position: 0, eta: 0.25 }
    expect(seen).toEqual([1, { type: 'eta', ...change }, 0.25, [change], 0.25])
    expect(() => controller.setEta(-1)).toThrow(OptionError)
  })

  it('changes eta of a run that stands still, which tells each change with the place of the next mini-batch', async () => {
    const controller = new SgdController()
    const seen: SgdEvent[] = []
    controller.step()
    const network = fresh()
    const run = collect(sgd(network, xor, { ...options, controller }), event => seen.push(event))
    await until(() => seen.some(event => event.type === 'progress'))
    const weights = await network.sha256()
    for (const eta of [2, 2, 4]) {
      controller.setEta(eta)
      await someTurns()
    }
    expect(seen.slice(2)).toEqual([
      { type: 'eta', epoch: 0, position: 3, eta: 2 },
      { type: 'eta', epoch: 0, position: 3, eta: 4 },
    ])
    expect(await network.sha256()).toBe(weights)
    controller.abort()
    expect(lastOf(await run)).toMatchObject({ epoch: 0, position: 3, eta: 4 })
  })

  it('refuses an eta that the run cannot use, before it and in it', () => {
    const single = { ...options, precision: 'float32' } as const
    const [early, late] = [new SgdController(), new SgdController()]
    early.setEta(1e40)
    expect(() => sgd(fresh(), xor, { ...single, controller: early })).toThrow('eta is 1e+40: expected less')
    sgd(fresh(), xor, { ...single, controller: late })
    expect(() => late.setEta(1e40)).toThrow('eta is 1e+40: expected less, since it is infinite in float32')
    expect(() => late.setEta(1e-60)).toThrow('eta is 1e-60: expected more')
    late.setEta(1e38)
  })

  it('aborts after the mini-batch at hand, also a run that stands still', async () => {
    for (const paused of [false, true]) {
      const controller = new SgdController()
      const events: SgdEvent[] = []
      for await (const event of sgd(new Network([2, 2], { seed: 0 }), xor, { ...options, controller })) {
        events.push(event)
        if (event.type === 'epoch' && event.epoch === 1) {
          if (paused) controller.pause()
          setTimeout(() => controller.abort())
          if (!paused) controller.abort()
        }
      }
      expect(lastOf(events)).toMatchObject({ reason: 'aborted', epoch: 2, position: 0 })
    }
  })
})

describe('steps', () => {
  it('are each told, also when several are asked for at once', async () => {
    const controller = new SgdController()
    for (let i = 0; i < 3; i++) controller.step()
    const events: SgdEvent[] = []
    const run = collect(sgd(fresh(), xor, { ...options, controller }), event => events.push(event))
    await until(() => placesOf(events).length >= 4)
    await someTurns()
    expect(placesOf(events)).toEqual(['0:3', '0:4', 'epoch 0', '1:3'])
    controller.abort()
    await run
  })

  it('that were not done are forgotten by resume and by pause', async () => {
    for (const forget of ['resume', 'pause'] as const) {
      const controller = new SgdController()
      controller.step()
      controller.step('epoch')
      controller[forget]()
      controller.pause()
      const events: SgdEvent[] = []
      const run = collect(sgd(fresh(), xor, { ...options, controller }), event => events.push(event))
      await someTurns()
      expect(placesOf(events)).toEqual([])
      controller.step()
      await until(() => placesOf(events).length >= 1)
      await someTurns()
      expect(placesOf(events)).toEqual(['0:3'])
      controller.abort()
      await run
    }
  })

  it('asked for within a mini-batch that is cut into slices come after it', async () => {
    const bytes = Array.from({ length: 60 * 784 }, (_, i) => (i * 7919) % 256)
    const examples = sparseExamples(
      bytes,
      Array.from({ length: 60 }, (_, i) => i % 10),
      784,
      10,
    )
    const controller = new SgdController()
    const events: SgdEvent[] = []
    const network = new Network([784, 50, 10], { seed: 0 })
    const run = collect(
      sgd(network, examples, { epochs: 1, miniBatchSize: 20, eta: 1, controller }),
      event => {
        events.push(event)
        // The first mini-batch takes several turns of the event loop: these commands come in the middle of
        // it.
        if (event.type === 'started') {
          setImmediate(() =>
            setImmediate(() => {
              controller.pause()
              controller.step()
            }),
          )
        }
      },
    )
    // On a busy machine there may be a word of progress after the first one, too.
    await until(() => placesOf(events).includes('0:40'))
    await someTurns()
    controller.abort()
    expect(lastOf(await run)).toMatchObject({ reason: 'aborted', epoch: 0, position: 40 })
  })

  it('are by mini-batch or by epoch', () => {
    const step = (unit: string): unknown =>
      Reflect.apply(SgdController.prototype.step, new SgdController(), [unit])
    expect(() => step('minibatch')).toThrow(OptionError)
    expect(() => step('minibatch')).toThrow(`unit is "minibatch": expected 'miniBatch' or 'epoch'`)
  })
})

describe('an evaluation', () => {
  // Some thousand examples: several slices.
  const many = {
    ...xor,
    length: 150_000,
    x: new Float64Array(300_000).fill(0.5),
    y: new Float64Array(300_000).fill(1),
  }

  /** A run whose first evaluation has begun, and is then given a command. */
  async function duringEvaluation(command: (controller: SgdController) => void) {
    const controller = new SgdController()
    const events: SgdEvent[] = []
    const network = new Network([2, 200, 2], { seed: 0 })
    let given = false
    const run = collect(sgd(network, xor, { ...options, epochs: 1, testData: many, controller }), event => {
      events.push(event)
      if (event.type === 'progress' && event.phase === 'evaluate' && !given) {
        given = true
        command(controller)
      }
    })
    return { controller, events, run }
  }

  it('stands still while the run is paused, takes checkpoints, and goes on', async () => {
    const { controller, events, run } = await duringEvaluation(c => c.pause())
    await until(() => events.some(event => event.type === 'progress' && event.phase === 'evaluate'))
    const count = events.length
    await someTurns()
    await someTurns()
    expect(events.length).toBe(count)
    controller.checkpoint()
    await until(() => events.at(-1)?.type === 'checkpoint')
    expect(events.at(-1)).toMatchObject({
      type: 'checkpoint',
      checkpoint: { progress: { epoch: 0, position: 4 } },
    })
    controller.resume()
    expect(lastOf(await run)).toMatchObject({ reason: 'done', epoch: 1 })
    expect(events.filter(event => event.type === 'epoch')).toHaveLength(1)
  })

  it('is left at an abort', async () => {
    const { run } = await duringEvaluation(c => c.abort())
    expect(lastOf(await run)).toMatchObject({ reason: 'aborted', epoch: 0, position: 4, history: [] })
  })

  it('belongs to the eta that trained the epoch; another counts from the next on', async () => {
    const controller = new SgdController()
    const seen: unknown[] = []
    controller.pause()
    controller.step()
    controller.step()
    const run = collect(sgd(fresh(), xor, { ...options, epochs: 2, testData: xor, controller }), event => {
      if (event.type === 'progress' && event.position === 4 && event.epoch === 0) controller.setEta(2)
      if (event.type === 'epoch') {
        seen.push(event.eta)
        if (event.epoch === 0) controller.checkpoint()
        controller.resume()
      }
      if (event.type === 'eta') seen.push(event)
      if (event.type === 'checkpoint') seen.push(event.checkpoint.progress.spec.etaChanges)
    })
    await run
    const change = { epoch: 1, position: 0, eta: 2 }
    expect(seen).toEqual([{ type: 'eta', ...change }, 1, [change], 2])
  })
})

describe('a controller', () => {
  it('serves one run', async () => {
    const controller = new SgdController()
    await collect(sgd(fresh(), xor, { ...options, controller }))
    const again = (): unknown => sgd(fresh(), xor, { ...options, controller })
    expect(again).toThrow(OptionError)
    expect(again).toThrow('The controller belongs to another run: expected a new one')
  })

  it('that asks for a checkpoint at every event gets one a place, and the run ends', async () => {
    const controller = new SgdController()
    const events = await collect(sgd(fresh(), xor, { ...options, controller }), () => controller.checkpoint())
    const places = events.flatMap(event =>
      event.type === 'checkpoint'
        ? [`${event.checkpoint.progress.epoch}:${event.checkpoint.progress.position}`]
        : [],
    )
    expect(new Set(places).size).toBe(places.length)
    expect(lastOf(events).reason).toBe('done')
  })

  it('is not needed to leave a run that stands still', async () => {
    const controller = new SgdController()
    controller.pause()
    const run = sgd(fresh(), xor, { ...options, controller })
    await run.next()
    const pending = run.next()
    await someTurns()
    expect(await run.return()).toEqual({ done: true, value: undefined })
    expect(await pending).toEqual({ done: true, value: undefined })
  })
})
