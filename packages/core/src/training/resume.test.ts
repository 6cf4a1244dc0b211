import { describe, expect, it } from 'vitest'
import { collect, lastOf, options, xor } from '../../test/runs.ts'
import type { Examples } from '../examples.ts'
import { Network } from '../network.ts'
import { etaAt } from '../spec.ts'
import { SgdController } from './controller.ts'
import type { Checkpoint } from './progress.ts'
import { sgd } from './sgd.ts'

/**
 * A run to its end with a checkpoint after every mini-batch, and a change of eta in the second epoch if `eta`
 * is given.
 */
async function runWithCheckpoints(eta?: number) {
  const network = new Network([2, 3, 2], { seed: 4 })
  const controller = new SgdController()
  const checkpoints: Checkpoint[] = []
  controller.checkpoint()
  controller.step()
  await collect(sgd(network, xor, { ...options, testData: xor, controller }), event => {
    if (event.type === 'checkpoint') checkpoints.push(event.checkpoint)
    if (event.type !== 'progress') return
    if (eta !== undefined && event.epoch === 1 && event.position === 3) controller.setEta(eta)
    controller.checkpoint()
    controller.step()
  })
  return { network, checkpoints }
}

/** The end of a run that goes on from a checkpoint. */
async function resumed({ network: saved, progress }: Checkpoint) {
  const network = saved.clone()
  const events = await collect(sgd(network, xor, { ...progress.spec, testData: xor, resume: progress }))
  return { network, events }
}

describe('resume', () => {
  it('ends with the bits of a run that never stopped, from every mini-batch', async () => {
    const { network, checkpoints } = await runWithCheckpoints()
    const places = checkpoints.map(({ progress }) => `${progress.epoch}:${progress.position}`)
    expect(places).toEqual(['0:0', '0:3', '0:4', '1:3', '1:4', '2:3', '2:4'])
    const ends = await Promise.all(checkpoints.map(resumed))
    const record = (end: (typeof ends)[number]) =>
      lastOf(end.events).history.map(({ cost, correct, test }) => ({ cost, correct, test }))
    for (const [i, end] of ends.entries()) {
      const progress = checkpoints[i]?.progress
      if (!progress) throw new Error('There are seven checkpoints')
      const { epoch, position, history, trainSeconds, evaluateSeconds, confusions } = progress
      const elapsedSeconds = trainSeconds + evaluateSeconds
      const [begun] = end.events
      expect(begun).toMatchObject({ type: 'started', epoch, position, elapsedSeconds, history })
      expect(begun?.type === 'started' && begun.confusions).toEqual(confusions)
      expect(confusions === undefined).toBe(epoch === 0)
      expect(end.network).toEqual(network)
      expect(end.network.rng.state).toEqual(network.rng.state)
      expect(record(end)).toHaveLength(3)
      expect(record(end)).toEqual(ends[0] && record(ends[0]))
    }
  })

  it('goes on with the eta that it was changed to', async () => {
    const { network, checkpoints } = await runWithCheckpoints(2)
    const changed = checkpoints.filter(({ progress }) => etaAt(progress.spec, progress) === 2)
    expect(changed).toHaveLength(4)
    for (const checkpoint of changed) expect((await resumed(checkpoint)).network).toEqual(network)
  })

  it('tells of an epoch the eta of its last mini-batch, also where eta was changed before its evaluation', async () => {
    const network = new Network([2, 3, 2], { seed: 4 })
    const controller = new SgdController()
    controller.step()
    controller.step()
    let checkpoint: Checkpoint | undefined
    const whole = await collect(sgd(network, xor, { ...options, controller }), event => {
      if (event.type === 'progress' && event.epoch === 0 && event.position === 4) {
        controller.setEta(2)
        controller.checkpoint()
      }
      if (event.type !== 'checkpoint') return
      checkpoint = event.checkpoint
      controller.resume()
    })
    if (!checkpoint) throw new Error('There was no checkpoint')
    expect(checkpoint.progress).toMatchObject({ epoch: 0, position: 4 })
    expect(etaAt(checkpoint.progress.spec, checkpoint.progress)).toBe(2)
    const end = await resumed(checkpoint)
    for (const events of [whole, end.events])
      expect(lastOf(events).history.map(({ eta }) => eta)).toEqual([1, 2, 2])
    expect(end.network).toEqual(network)
  })

  it('may go on for more epochs than the run began with', async () => {
    const { checkpoints } = await runWithCheckpoints()
    const { network, progress } = checkpoints[4] ?? {}
    if (!network || !progress) throw new Error('There are seven checkpoints')
    await collect(sgd(network, xor, { ...progress.spec, epochs: 5, resume: progress }))
    const longer = new Network([2, 3, 2], { seed: 4 })
    await collect(sgd(longer, xor, { ...options, epochs: 5 }))
    expect(network).toEqual(longer)
  })

  it('refuses what does not go on from there', async () => {
    const { checkpoints } = await runWithCheckpoints()
    const { network, progress } = checkpoints[3] ?? {}
    if (!network || !progress) throw new Error('There are seven checkpoints')
    const resume =
      (change: object, examples: Examples = xor, from = network) =>
      () =>
        sgd(from, examples, { ...options, resume: { ...progress, ...change } })
    const { spec } = progress
    for (const [change, message] of [
      [
        { eta: 5 },
        /has eta 1, the options say eta 5: expected eta 1. Pass ...resume.spec, and change eta by/,
      ],
      [
        { miniBatchSize: 1 },
        /has miniBatchSize 3, the options say miniBatchSize 1: expected miniBatchSize 3/,
      ],
      [{ precision: 'float32' }, /has precision "float64", the options say precision "float32"/],
      [{ epochs: 1 }, /has at least 2 epochs, the options say 1/],
    ] as const) {
      expect(() => sgd(network, xor, { ...options, ...change, resume: progress })).toThrow(message)
    }
    const withTest = (test: object) => progress.history.map(record => ({ ...record, test }))
    const right = { correct: 4, total: 4, cost: 1, predictions: [2, 2], correctPredictions: [2, 2] }
    const unlike = { examples: [2, 2], predictions: [2, 2], correct: [2, 2], confused: [], worst: [] }
    const five = { spec: { ...spec, data: { train: 5 } }, order: Uint32Array.of(0, 1, 2, 3, 4) }
    const cases: [() => unknown, RegExp][] = [
      [resume(five), /had 5 training examples/],
      [
        resume({ spec: { ...spec, data: { train: 4, hash: 'a' } } }, { ...xor, hash: 'b' }),
        /with hash a, these are 4 with hash b/,
      ],
      [resume({ position: 2 }), /stands at example 2 of epoch 1: expected the end of a mini-batch of 3/],
      [resume({ position: 5 }), /stands at example 5/],
      [resume({ epoch: 9 }), /stands in epoch 9: expected 0 .. 3/],
      [
        resume({ order: Uint32Array.of(0, 1, 1, 2) }),
        /has an order of 4 entries: expected every number of 0 .. 3 once/,
      ],
      [resume({ history: [] }), /has a history of 0 epochs: expected the 1 epochs that are complete/],
      [
        resume({ history: withTest({ correct: 1, total: 4, cost: 1, predictions: [4, 1] }) }),
        /has results of epoch 0 that cannot be: expected finite costs, and predictions that add up to the total/,
      ],
      [
        resume({ history: withTest({ correct: 1, total: 4, cost: Number.NaN, predictions: [2, 2] }) }),
        /has results of epoch 0 that cannot be/,
      ],
      [
        resume({ history: withTest({ ...right, correctPredictions: [1, 1] }) }),
        /has results of epoch 0 that cannot be/,
      ],
      [
        resume({ history: withTest(right), confusions: { test: { ...unlike, predictions: [1, 3] } } }),
        /has counts of predictions on the test data that cannot be: expected those of its last complete epoch/,
      ],
      [resume({ confusions: { test: unlike } }), /has counts of predictions on the test data/],
      [resume({ spec: { ...spec, eta: Number.NaN } }), /eta is NaN: expected a finite number above 0/],
      [resume({ spec: { ...spec, eta: 2 } }), /had eta 1 in epoch 0: expected one of 2/],
      [resume({ costSum: Number.POSITIVE_INFINITY }), /has a sum of Infinity/],
      [
        resume({}, xor, new Network([2, 3, 2], { seed: 99 })),
        /The network is not as the run to resume left it/,
      ],
    ]
    for (const [attempt, message] of cases) expect(attempt).toThrow(message)
    await collect(resume({})())
    // The network has been trained on since: going on once more from the same place would give other bits.
    expect(resume({})).toThrow(/Pass checkpoint.network.clone\(\)/)
  })
})
