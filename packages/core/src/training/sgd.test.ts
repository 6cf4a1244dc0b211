import { networkGoldens } from '@gradus/fixtures'
import { describe, expect, it } from 'vitest'
import { firstImages, randomExamples, sparseExamples } from '../../test/examples.ts'
import { expectClose, matrixOf } from '../../test/goldens.ts'
import { collect, lastOf, options, xor } from '../../test/runs.ts'
import { ConfusionTally } from '../confusion.ts'
import { ExamplesError, OptionError } from '../errors.ts'
import { answerOf, type Examples, pairOf } from '../examples.ts'
import { Network } from '../network.ts'
import { denseExamples } from '../pairs.ts'
import { examplesAt } from '../split.ts'
import { SgdController } from './controller.ts'
import { DivergenceError, type EpochEvent, recordOf, type SgdEvent } from './events.ts'
import { sgd } from './sgd.ts'

const epochsOf = (events: readonly SgdEvent[]): EpochEvent[] => events.filter(event => event.type === 'epoch')
describe('sgd', () => {
  it.each(['simd', 'reference'] as const)(
    "goes through NumPy's epochs by the engine %s: order, weights and correct predictions",
    async engine => {
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
        engine,
      })
      let epoch = 0
      for await (const event of run) {
        if (event.type === 'epoch') {
          const expected = golden.epochs[epoch]
          if (!expected) throw new Error('More epochs than NumPy took')
          expectClose(network.biases, expected.biases)
          expectClose(network.weights, expected.weights)
          expect([event.epoch, event.correct, event.total]).toEqual([
            epoch,
            expected.correct,
            examples.length,
          ])
          controller.checkpoint()
        }
        if (event.type === 'checkpoint') {
          expect([...event.checkpoint.progress.order]).toEqual(golden.epochs[epoch]?.order)
          epoch++
        }
      }
      expect(epoch).toBe(golden.epochs.length)
    },
  )

  it('learns XOR from plain arrays', async () => {
    const network = new Network([2, 4, 2], { seed: 1 })
    const events = await collect(sgd(network, xor, { epochs: 2000, miniBatchSize: 4, eta: 5, testData: xor }))
    expect(lastOf(events).history.at(-1)).toMatchObject({ correct: 4, test: { predictions: [2, 2] } })
    expect(network.evaluate(xor)).toBe(4)
  })

  it('tells what it does, from started to finished', async () => {
    const network = new Network([2, 3, 2], { seed: 0 })
    const events = await collect(sgd(network, xor, { ...options, testData: xor, validationData: xor }))
    expect(events[0]).toMatchObject({
      type: 'started',
      spec: { sizes: [2, 3, 2], seed: '0', precision: 'float64', ...options, data: { train: 4, test: 4 } },
      engine: 'simd',
      eta: 1,
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
    expect(finished).toMatchObject({ reason: 'done', epoch: 3, position: 0, eta: 1, remainingSeconds: 0 })
    expect(finished.history).toEqual(epochs.map(recordOf))
    for (const record of finished.history) {
      expect(record).not.toHaveProperty('confusions')
      expect(record).not.toHaveProperty('elapsedSeconds')
    }
    expect(finished.trainSeconds).toBeGreaterThan(0)
    const told = [...epochs, finished].map(({ elapsedSeconds }) => elapsedSeconds)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(finished.elapsedSeconds).toBe(finished.trainSeconds + finished.evaluateSeconds)
    const left = epochs.map(({ remainingSeconds }) => remainingSeconds)
    expect(left.map(seconds => seconds > 0)).toEqual([true, true, false])
    for (const { examplesPerSecond } of epochs) expect(examplesPerSecond).toBeGreaterThan(0)
  })

  it.each(['reference', 'simd'] as const)(
    'counts the predictions of the network of that moment, with the %s engine',
    async engine => {
      const [testData, validationData] = [firstImages(), randomExamples([784, 8, 10], 40, 3, 0.8)]
      const network = new Network([784, 8, 10], { seed: 1 })
      let epochs = 0
      for await (const event of sgd(network, testData, {
        ...{ epochs: 2, miniBatchSize: 10, eta: 3, engine, testData, validationData },
      })) {
        if (event.type !== 'epoch') continue
        epochs++
        for (const [set, examples] of Object.entries({ test: testData, validation: validationData })) {
          const confusion = event.confusions?.[set === 'test' ? 'test' : 'validation']
          const tally = new ConfusionTally(10)
          for (let i = 0; i < examples.length; i++) {
            const output = network.feedforward(pairOf(examples, i)[0].data)[2]
            tally.count(i, answerOf(examples, i), output?.data ?? Float64Array.of())
          }
          const { worst, ...counts } = tally.confusion
          expect(confusion).toMatchObject(counts)
          // The textbook's network adds the bias last: its outputs have other roundings.
          expect(confusion?.worst).toEqual(
            worst.map(each => ({ ...each, outputs: each.outputs.map(output => expect.closeTo(output, 12)) })),
          )
        }
        expect(event.test).toMatchObject({
          predictions: event.confusions?.test?.predictions,
          correctPredictions: event.confusions?.test?.correct,
        })
      }
      expect(epochs).toBe(2)
    },
  )

  it('evaluates a sample of the training data after every epoch, which changes no bit', async () => {
    const sample = examplesAt(firstImages(), Uint32Array.of(9, 4))
    const train = async (trainingSample?: Examples) => {
      const network = new Network([784, 8, 10], { seed: 1 })
      const run = sgd(network, firstImages(), {
        ...{ epochs: 2, miniBatchSize: 10, eta: 3, testData: firstImages(), trainingSample },
      })
      return { network, epochs: epochsOf(await collect(run)) }
    }
    const [without, sampled] = [await train(), await train(sample)]
    expect(await sampled.network.sha256()).toBe(await without.network.sha256())
    for (const [i, { training, confusions, ...event }] of sampled.epochs.entries()) {
      expect(training).toMatchObject({ total: 2, predictions: expect.any(Array) })
      expect([event.cost, event.test, confusions]).toEqual(
        [without.epochs[i]].flatMap(each => [each?.cost, each?.test, each?.confusions]),
      )
    }
    expect(without.epochs[0]).not.toHaveProperty('training')
    expect(sampled.epochs[1]?.training?.correct).toBe(sampled.network.evaluate(sample))
  })

  it('reports no accuracy without test data', async () => {
    const events = await collect(sgd(new Network([2, 2], { seed: 0 }), xor, options))
    for (const event of epochsOf(events)) {
      expect(event).not.toHaveProperty('correct')
      expect(event).not.toHaveProperty('confusions')
    }
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
    expect(finished).toMatchObject({ epoch: 0, position: 0 })
    expect(network).toEqual(start)
    expect(network.rng.state).toEqual(start.rng.state)
  })

  it('takes a cost that overflows for a divergence', async () => {
    const network = new Network([2, 2], { seed: 0 })
    const large = { ...xor, y: xor.y.map(y => y * 1e200) }
    const trained = lastOf(await collect(sgd(network.clone(), large, { ...options, eta: 1e-300 })))
    expect(trained.error?.message).toMatch(
      /^Layer 1 has a cost that is NaN or infinite, in epoch 0 by example 3/,
    )
  })

  it('does not take the costs of other data for a divergence', async () => {
    const network = new Network([2, 2], { seed: 0 })
    const far = (scale: number) => ({ ...xor, y: xor.y.map(y => y * scale) })
    expect(() => sgd(network, xor, { ...options, testData: far(1e200) })).toThrow(
      'testData: entry 0 of y in example 0 is 1e+200: expected at most 1e+150, so that costs are finite',
    )
    const finished = lastOf(await collect(sgd(network, xor, { ...options, validationData: far(1e150) })))
    expect(finished.reason).toBe('done')
  })

  it.each([
    ['The training data: entry 1 of x in example 2 is 1e+39', 'x', 'examples'],
    ['The training data: entry 1 of y in example 2 is 1e+39', 'y', 'examples'],
    ['testData: entry 1 of x in example 2 is 1e+39', 'x', 'testData'],
  ] as const)('refuses what is infinite in float32: %s', (message, part, which) => {
    const wrong = { ...xor, [part]: xor[part].with(5, 1e39) }
    const run = () =>
      sgd(new Network([2, 2], { seed: 0 }), which === 'examples' ? wrong : xor, {
        ...options,
        precision: 'float32',
        testData: which === 'testData' ? wrong : undefined,
      })
    expect(run).toThrow(ExamplesError)
    expect(run).toThrow(message)
  })

  it('refuses a network, and changes of eta, that are infinite in float32', () => {
    const network = new Network([2, 2], { seed: 0 })
    const single = { ...options, precision: 'float32' } as const
    const etaChanges = [{ epoch: 0, position: 1, eta: 1e40 }]
    expect(() => sgd(network, xor, { ...single, etaChanges })).toThrow('eta is 1e+40: expected less')
    network.weights[0]?.data.fill(1e39)
    expect(() => sgd(network, xor, single)).toThrow(
      'Entry 0 of weights[0] is 1e+39: expected a number that is finite in float32',
    )
  })

  it('does nothing before it is iterated over', async () => {
    const network = new Network([2, 3, 2], { seed: 5 })
    const twice = network.clone()
    const runs = [sgd(network, xor, options), sgd(network, xor, options)]
    for (const run of runs) await collect(run)
    await collect(sgd(twice, xor, options))
    await collect(sgd(twice, xor, options))
    expect(network).toEqual(twice)
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

  it.each([
    [[undefined, xor, options], 'The network is undefined: expected a Network'],
    [[new Network([2, 2]), xor], 'options is undefined: expected { epochs, miniBatchSize, eta }'],
    [[new Network([2, 2]), [[[1], [1]]], options], 'The training data is a list: expected Examples'],
    [
      [new Network([2, 2]), xor, { ...options, controller: {} }],
      'controller is [object Object]: expected an SgdController',
    ],
    [
      [new Network([2, 2]), xor, { ...options, engine: 'gpu' }],
      `engine is "gpu": expected 'auto', 'simd' or 'reference'`,
    ],
    [
      [new Network([2, 2]), xor, { ...options, eta: 5e-324 }],
      'eta is 5e-324: expected more, since eta / 3 is 0',
    ],
  ])('are refused at the call, whatever JavaScript passes (%#)', (args, message) => {
    expect(() => Reflect.apply(sgd, undefined, args)).toThrow(message)
  })

  it('are refused where a mini-batch would not fit into memory', () => {
    const network = new Network([1, 2 ** 20, 1], { seed: 0 })
    const examples = denseExamples(Array.from({ length: 300 }, () => [[1], [1]]))
    expect(() => sgd(network, examples, { ...options, miniBatchSize: 300 })).toThrow(
      'miniBatchSize is 300, with 1048584 neurons an example',
    )
  })

  it('are refused for a network with a number that is not finite', () => {
    const network = new Network([2, 2], { seed: 0 })
    network.weights[0]?.data.fill(Number.NaN, 3)
    expect(() => sgd(network, xor, options)).toThrow('Entry 3 of weights[0] is NaN: expected a finite number')
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
    for (const name of ['testData', 'trainingSample']) {
      expect(() => sgd(fitting, xor, { ...options, [name]: other })).toThrow(`${name} has 3 inputs`)
    }
    expect(() => sgd(fitting, xor, { ...options, validationData: other })).toThrow(
      'validationData has 3 inputs',
    )
  })
})
