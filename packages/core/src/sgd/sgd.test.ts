import { networkGoldens } from '@gradus/fixtures'
import { describe, expect, it } from 'vitest'
import { expectClose, matrixOf } from '../../test/goldens.ts'
import { sparseExamples } from '../../test/sparse.ts'
import { ExamplesError, OptionError } from '../errors.ts'
import { denseExamples } from '../examples.ts'
import { Network } from '../network.ts'
import { SgdController } from './controller.ts'
import { DivergenceError } from './divergence.ts'
import type { CheckpointEvent, EpochEvent, FinishedEvent, SgdEvent } from './events.ts'
import { sgd } from './sgd.ts'

const xor = denseExamples([
  [
    [0, 0],
    [1, 0],
  ],
  [
    [0, 1],
    [0, 1],
  ],
  [
    [1, 0],
    [0, 1],
  ],
  [
    [1, 1],
    [1, 0],
  ],
])
const options = { epochs: 3, miniBatchSize: 3, eta: 1 }

async function collect(events: AsyncIterable<SgdEvent>): Promise<SgdEvent[]> {
  const all: SgdEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

const epochsOf = (events: readonly SgdEvent[]): EpochEvent[] => events.filter(event => event.type === 'epoch')
const lastOf = (events: readonly SgdEvent[]): FinishedEvent => {
  const last = events.at(-1)
  if (last?.type !== 'finished') throw new Error(`The last event is ${last?.type}`)
  return last
}

describe('sgd', () => {
  it("goes through NumPy's epochs: order, weights and right answers", async () => {
    const golden = networkGoldens.sgd
    const examples = denseExamples(
      golden.x.map((x, i) => [matrixOf(x).data, matrixOf(golden.y[i] ?? []).data]),
    )
    const network = new Network(golden.sizes, { seed: 0 })
    const controller = new SgdController()
    const run = sgd(network, examples, {
      ...golden,
      epochs: golden.epochs.length,
      testData: examples,
      controller,
    })
    let epoch = 0
    for await (const event of run) {
      if (event.type === 'epoch') {
        const expected = golden.epochs[epoch]
        if (!expected) throw new Error('More epochs than NumPy took')
        expectClose(network.biases, expected.biases)
        expectClose(network.weights, expected.weights)
        expect([event.epoch, event.correct, event.total]).toEqual([epoch, expected.correct, examples.length])
        controller.checkpoint()
      }
      if (event.type === 'checkpoint') {
        expect([...event.checkpoint.progress.order]).toEqual(golden.epochs[epoch]?.order)
        epoch++
      }
    }
    expect(epoch).toBe(golden.epochs.length)
  })

  it('learns XOR from plain arrays', async () => {
    const network = new Network([2, 4, 2], { seed: 1 })
    const events = await collect(sgd(network, xor, { epochs: 2000, miniBatchSize: 4, eta: 5, testData: xor }))
    expect(lastOf(events).history.at(-1)?.correct).toBe(4)
    expect(network.evaluate(xor)).toBe(4)
  })

  it('tells what it does, from started to finished', async () => {
    const network = new Network([2, 3, 2], { seed: 0 })
    const events = await collect(sgd(network, xor, { ...options, testData: xor, validationData: xor }))
    expect(events[0]).toMatchObject({
      type: 'started',
      sizes: [2, 3, 2],
      engine: 'scalar',
      ...options,
      examples: 4,
      epoch: 0,
      history: [],
    })
    const epochs = epochsOf(events)
    expect(epochs.map(event => event.epoch)).toEqual([0, 1, 2])
    for (const event of epochs) {
      expect(event.total).toBe(4)
      expect(event.validation).toEqual(event.test)
      expect(event.cost).toBeGreaterThan(0)
    }
    const finished = lastOf(events)
    expect(finished).toMatchObject({ reason: 'done', epoch: 3, position: 0, eta: 1 })
    expect(finished.history.map(record => ({ type: 'epoch', ...record }))).toEqual(epochs)
    expect(finished.trainSeconds).toBeGreaterThan(0)
  })

  it('says nothing of right answers without test data', async () => {
    const events = await collect(sgd(new Network([2, 2], { seed: 0 }), xor, options))
    for (const event of epochsOf(events)) expect(event).not.toHaveProperty('correct')
  })

  it("measures an epoch's cost before each update, and evaluates after the last", async () => {
    const network = new Network([2, 3, 2], { seed: 0 })
    const before = await collect(
      sgd(network.clone(), xor, { epochs: 1, miniBatchSize: 4, eta: 1e-300, testData: xor }),
    )
    const [epoch] = epochsOf(before)
    expect(epoch?.cost).toBeCloseTo(epoch?.test?.cost ?? Number.NaN, 14)
  })

  it('leaves the examples as they were, and the same seed gives the same bits', async () => {
    const copy = { ...xor, x: xor.x.slice(), y: xor.y.slice() }
    const run = async () => {
      const network = new Network([2, 3, 2], { seed: 9 })
      await collect(sgd(network, xor, options))
      return network.sha256()
    }
    expect(await run()).toBe(await run())
    expect(xor).toEqual(copy)
  })

  it('leaves the event loop its turns, also within a large mini-batch', async () => {
    const bytes = Array.from({ length: 200 * 784 }, (_, i) => (i * 7919) % 256)
    const examples = sparseExamples(
      bytes,
      Array.from({ length: 200 }, (_, i) => i % 10),
      784,
      10,
    )
    let turns = 0
    let going = true
    const turn = (): void => {
      turns++
      if (going) setImmediate(turn)
    }
    setImmediate(turn)
    await collect(
      sgd(new Network([784, 100, 10], { seed: 0 }), examples, { epochs: 1, miniBatchSize: 200, eta: 1 }),
    )
    going = false
    expect(turns).toBeGreaterThan(8)
  })

  it('leaves the network as the last event had it when the iteration is left', async () => {
    const network = new Network([2, 3, 2], { seed: 0 })
    for await (const event of sgd(network, xor, options)) if (event.type === 'epoch') break
    const one = new Network([2, 3, 2], { seed: 0 })
    await collect(sgd(one, xor, { ...options, epochs: 1 }))
    expect(network).toEqual(one)
  })

  it('ends with a typed error in its last event when numbers overflow, and keeps the last good weights', async () => {
    const network = new Network([2, 3, 64], { seed: 0 })
    const start = network.clone()
    const wide = denseExamples([[[0.1, 0.2], Array.from({ length: 64 }, (_, j) => j % 2)]])
    const finished = lastOf(await collect(sgd(network, wide, { epochs: 5, miniBatchSize: 1, eta: 1.5e308 })))
    expect(finished.reason).toBe('diverged')
    expect(finished.error).toBeInstanceOf(DivergenceError)
    expect(finished.error).toMatchObject({ code: 'DIVERGED', layer: 1, epoch: 0 })
    expect(finished.error?.message).toMatch(
      /^Layer 1 has a bias or weight that is NaN or infinite, in epoch 0 by example \d, with eta = 1.5e\+308: .*Try a smaller eta/,
    )
    expect(network.weights).toEqual(start.weights)
  })
})

describe('the controller', () => {
  it('pauses: nothing moves, clocks included, until it is resumed', async () => {
    const network = new Network([2, 3, 2], { seed: 0 })
    const controller = new SgdController()
    const seen: SgdEvent[] = []
    const run = (async () => {
      for await (const event of sgd(network, xor, { ...options, controller })) {
        if (event.type === 'epoch' && event.epoch === 0) controller.pause()
        seen.push(event)
      }
    })()
    while (!controller.paused) await new Promise(resolve => setTimeout(resolve, 1))
    const [weights, count] = [await network.sha256(), seen.length]
    await new Promise(resolve => setTimeout(resolve, 50))
    expect([await network.sha256(), seen.length]).toEqual([weights, count])
    controller.resume()
    await run
    const finished = lastOf(seen)
    expect(finished.reason).toBe('done')
    expect(finished.trainSeconds).toBeLessThan(0.05)
  })

  it('steps by mini-batches and by epochs', async () => {
    const controller = new SgdController()
    controller.pause()
    const positions: string[] = []
    controller.step()
    for await (const event of sgd(new Network([2, 3, 2], { seed: 0 }), xor, { ...options, controller })) {
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

  it('changes eta at a mini-batch boundary, and records it', async () => {
    const controller = new SgdController()
    const seen: unknown[] = []
    for await (const event of sgd(new Network([2, 2], { seed: 0 }), xor, { ...options, controller })) {
      if (event.type === 'epoch') {
        seen.push(event.eta)
        if (event.epoch === 0) controller.setEta(0.25)
        if (event.epoch === 1) controller.checkpoint()
      }
      if (event.type === 'checkpoint') seen.push(event.checkpoint.progress.etaChanges)
    }
    expect(seen).toEqual([1, 0.25, [{ epoch: 1, position: 0, eta: 0.25 }], 0.25])
    expect(() => controller.setEta(-1)).toThrow(OptionError)
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

describe('resume', () => {
  /** A run to its end, with a checkpoint after every mini-batch. */
  async function runWithCheckpoints() {
    const network = new Network([2, 3, 2], { seed: 4 })
    const controller = new SgdController()
    const checkpoints: CheckpointEvent['checkpoint'][] = []
    controller.checkpoint()
    controller.step()
    for await (const event of sgd(network, xor, { ...options, testData: xor, controller })) {
      if (event.type === 'checkpoint') checkpoints.push(event.checkpoint)
      if (event.type === 'progress') {
        if (event.epoch === 1 && event.position === 3) controller.setEta(2)
        controller.checkpoint()
        controller.step()
      }
    }
    return { network, checkpoints }
  }

  it('ends with the bits of a run that never stopped, from every mini-batch', async () => {
    const { network, checkpoints } = await runWithCheckpoints()
    expect(checkpoints.map(({ progress }) => `${progress.epoch}:${progress.position}`)).toEqual([
      '0:0',
      '0:3',
      '0:4',
      '1:3',
      '1:4',
      '2:3',
      '2:4',
    ])
    for (const checkpoint of checkpoints.slice(4)) {
      const { progress } = checkpoint
      const resumed = checkpoint.network.clone()
      const events = await collect(
        sgd(resumed, xor, { ...progress.options, testData: xor, resume: progress }),
      )
      expect(events[0]).toMatchObject({
        type: 'started',
        epoch: progress.epoch,
        position: progress.position,
        history: progress.history,
      })
      expect(resumed.weights).toEqual(network.weights)
      expect(resumed.biases).toEqual(network.biases)
      expect(resumed.rng.state).toEqual(network.rng.state)
      const history = lastOf(events).history
      expect(history.map(record => record.epoch)).toEqual([0, 1, 2])
      expect(history.every(record => record.correct === network.evaluate(xor) || record.epoch < 2)).toBe(true)
    }
  })

  it('keeps costs to the bit too', async () => {
    const { checkpoints } = await runWithCheckpoints()
    const costs = await Promise.all(
      [checkpoints[4], checkpoints[5], checkpoints[6]].map(async checkpoint => {
        if (!checkpoint) throw new Error('There are seven checkpoints')
        const { progress, network } = checkpoint
        return lastOf(
          await collect(sgd(network.clone(), xor, { ...progress.options, resume: progress })),
        ).history.at(-1)?.cost
      }),
    )
    expect(costs[1]).toBe(costs[0])
    expect(costs[2]).toBe(costs[0])
  })

  it('refuses what does not go on from there', async () => {
    const { checkpoints } = await runWithCheckpoints()
    const { network, progress } = checkpoints[3] ?? {}
    if (!network || !progress) throw new Error('There are seven checkpoints')
    const resume =
      (change: object, examples = xor) =>
      () =>
        sgd(network, examples, { ...options, resume: { ...progress, ...change } })
    expect(() => sgd(network, xor, { ...options, eta: 5, resume: progress })).toThrow(
      /began with miniBatchSize 3 and eta 1, not 3 and 5/,
    )
    expect(resume({ examples: { length: 5 } })).toThrow(/had 5 training examples/)
    expect(resume({ examples: { length: 4, hash: 'a' } }, { ...xor, hash: 'b' })).toThrow(
      /with hash a, these are 4 with hash b/,
    )
    expect(resume({ position: 2 })).toThrow(
      /stands at example 2 of epoch 1: expected the end of a mini-batch of 3/,
    )
    expect(resume({ position: 5 })).toThrow(/stands at example 5/)
    expect(resume({ order: Uint32Array.of(0, 1, 1, 2) })).toThrow(
      /has an order of 4 entries: expected every number of 0 .. 3 once/,
    )
  })
})

describe('options', () => {
  it.each([
    [{ epochs: 0 }, 'epochs is 0: expected a whole number of at least 1'],
    [{ epochs: 1.5 }, 'epochs is 1.5'],
    [{ miniBatchSize: -1 }, 'miniBatchSize is -1: expected a whole number of at least 1'],
    [{ miniBatchSize: Number.NaN }, 'miniBatchSize is NaN'],
    [{ eta: 0 }, 'eta is 0: expected a finite number above 0'],
    [{ eta: Number.POSITIVE_INFINITY }, 'eta is Infinity'],
  ])('are refused at the call: %j', (change, message) => {
    const network = new Network([2, 2], { seed: 0 })
    expect(() => sgd(network, xor, { ...options, ...change })).toThrow(OptionError)
    expect(() => sgd(network, xor, { ...options, ...change })).toThrow(message)
  })

  it('are refused where the data do not fit the network', () => {
    const network = new Network([3, 2], { seed: 0 })
    expect(() => sgd(network, xor, options)).toThrow(ExamplesError)
    expect(() => sgd(network, xor, options)).toThrow("Make the network's first size 2 and its last 2")
    const fitting = new Network([2, 2], { seed: 0 })
    const other = denseExamples([
      [
        [1, 2, 3],
        [1, 0],
      ],
    ])
    expect(() => sgd(fitting, xor, { ...options, testData: other })).toThrow('testData has 3 inputs')
    expect(() => sgd(fitting, xor, { ...options, validationData: other })).toThrow(
      'validationData has 3 inputs',
    )
  })
})
