import { describe, expect, it } from 'vitest'
import { asDense, randomExamples, sparseExamples } from '../../test/examples.ts'
import { collect, lastOf } from '../../test/runs.ts'
import type { Augment } from '../augment.ts'
import { createEngine } from '../engine/choice.ts'
import { augmentedImage } from '../engine/reference/input-list.ts'
import { OptionError } from '../errors.ts'
import { pairOf } from '../examples.ts'
import { formatCheckpoint, parseCheckpoint } from '../files/checkpoint-file.ts'
import { Network } from '../network.ts'
import { splitExamples } from '../split.ts'
import { completeWays, learningOf } from '../ways.ts'
import { SgdController } from './controller.ts'
import type { SgdOptions } from './options.ts'
import type { Checkpoint, EpochRecord } from './progress.ts'
import { sgd } from './sgd.ts'

const SIZES = [25, 6, 4]
const { train, validation } = splitExamples(randomExamples(SIZES, 90, 3, 0.5), { validation: 0.3, seed: 1 })
if (!validation) throw new Error('There are validation data')

const SHAPE = { activation: 'tanh', output: 'softmax', initialiser: 'scaled' } as const
const OPTIONS: SgdOptions = { epochs: 8, miniBatchSize: 10, eta: 0.1, validationData: validation }
const ALL: SgdOptions = {
  ...OPTIONS,
  ...{ optimiser: 'adam', schedule: 'cosine', l2: 1, l1: 0.1 },
  augment: { shift: 1, rotate: 12, scale: 15, shear: 10, thickness: 0.5, elastic: 1 },
  ...{ dropout: { hidden: 0.3, input: 0.1 }, stop: { epochs: 5 }, keep: 'best' },
}

/** A run to its end, with a checkpoint after every mini-batch where `isStepped`. */
async function run(options: SgdOptions, isStepped = false) {
  const network = new Network(SIZES, { ...SHAPE, seed: 2 })
  const controller = new SgdController()
  const checkpoints: Checkpoint[] = []
  if (isStepped) controller.step()
  const events = await collect(sgd(network, train, { ...options, controller }), event => {
    if (event.type === 'checkpoint') checkpoints.push(event.checkpoint)
    if (event.type !== 'progress' || !isStepped) return
    controller.checkpoint()
    controller.step()
  })
  return { network, checkpoints, finished: lastOf(events) }
}

async function resumed({ network: saved, progress }: Checkpoint, options: Partial<SgdOptions> = {}) {
  const network = saved.clone()
  const given = { ...progress.spec, validationData: validation, resume: progress, ...options }
  return { network, finished: lastOf(await collect(sgd(network, train, given))) }
}

const figures = ({ cost, decayCost, eta, validation: judged }: EpochRecord) => ({
  ...{ cost, decayCost, eta, judged },
})

describe('a run with better ways to learn', () => {
  it.each(['float64', 'float32'] as const)(
    'resumes to the bit from every mini-batch, by way of its checkpoint file: %s',
    async precision => {
      const { network, checkpoints, finished } = await run({ ...ALL, precision }, true)
      expect(checkpoints.length).toBeGreaterThan(20)
      for (const checkpoint of checkpoints) {
        const file = parseCheckpoint(formatCheckpoint(checkpoint))
        expect(file.progress).toEqual(checkpoint.progress)
        const end = await resumed(file)
        expect(await end.network.sha256()).toBe(await network.sha256())
        expect(end.finished).toMatchObject({ kept: finished.kept, epoch: finished.epoch })
        expect(end.finished.history.map(figures)).toEqual(finished.history.map(figures))
      }
    },
    60_000,
  )

  it('is the same with statistics, which know no chance and leave the sums of gradients alone', async () => {
    const [plain, measured] = [await run(ALL), await run({ ...ALL, statistics: true })]
    expect(await measured.network.sha256()).toBe(await plain.network.sha256())
  })

  it.each([
    ['fused', { l2: 3, l1: 0.5, dropout: { hidden: 0.3, input: 0.1 }, augment: { shift: 1 } }],
    ['general', { optimiser: 'adam', l2: 3, l1: 0.5, dropout: { hidden: 0.3, input: 0.1 } }],
  ] as const)(
    'cuts a mini-batch into slices, as the first one of a run, with the same bits: %s',
    async (_, ways) => {
      const options = { ...OPTIONS, ...ways, epochs: 1, miniBatchSize: 40 }
      const cut = new Network(SIZES, { ...SHAPE, seed: 2 })
      await collect(sgd(cut, train, options))
      const whole = new Network(SIZES, { ...SHAPE, seed: 2 })
      const learning = learningOf(completeWays(ways), 2, train.length)
      const engine = createEngine('auto', 'float64', whole, 40, learning)
      engine.load(whole)
      const order = Uint32Array.from({ length: train.length }, (_, i) => i)
      whole.rng.shuffle(order)
      engine.bind(train).train(order, 0, order.length, { ...options, epoch: 0 }, { cost: 0 })
      engine.store(whole)
      expect(await cut.sha256()).toBe(await whole.sha256())
    },
  )

  it('tells which examples a step was taken on, and their images are those that it was taken on', async () => {
    const augment = { shift: 1, rotate: 30, thickness: 0.5 }
    const network = new Network(SIZES, { ...SHAPE, seed: 2 })
    const controller = new SgdController()
    const steps: number[] = []
    let before = network.clone()
    controller.step()
    const options: SgdOptions = { ...OPTIONS, epochs: 2, augment, controller }
    await collect(sgd(network, train, options), event => {
      if (event.type !== 'progress') return
      const { epoch, shown } = event
      if (event.phase === 'train') {
        const images = shown.map(example => augmentedImage(train, augment, 2, { epoch, example }))
        const bytes = images.flatMap(image => [...image])
        const labels = shown.map(example => train.labels[example])
        const examples = sparseExamples(bytes, labels, 25, 4)
        before.updateMiniBatch(
          shown.map((_, i) => pairOf(examples, i)),
          10,
          0.1,
        )
        steps.push(shown.length)
        before.weights.forEach(({ data }, l) => {
          data.forEach((weight, i) => {
            expect(network.weights[l].data[i]).toBeCloseTo(weight, 12)
          })
        })
      }
      before = network.clone()
      controller.step()
    })
    expect(steps).toEqual(Array.from({ length: 2 }, () => [10, 10, 10, 10, 10, 10, 3]).flat())
  })

  it('keeps the weights of the best epoch, and says which', async () => {
    const { network, finished } = await run({ ...OPTIONS, eta: 0.5, keep: 'best' })
    const scores = finished.history.map(({ validation: judged }) => judged?.correct ?? 0)
    const best = scores.indexOf(Math.max(...scores))
    expect(best).toBeLessThan(7)
    expect(finished.kept).toBe(best)
    const short = await run({ ...OPTIONS, eta: 0.5, epochs: best + 1 })
    expect(await network.sha256()).toBe(await short.network.sha256())
    expect(network.evaluate(validation)).toBe(Math.max(...scores))
  })

  it('stops after so many epochs without a better accuracy on the validation data, and is done', async () => {
    const { finished } = await run({ ...OPTIONS, eta: 0.5, epochs: 200, stop: { epochs: 3 } })
    const scores = finished.history.map(({ validation: judged }) => judged?.correct ?? 0)
    const best = scores.indexOf(Math.max(...scores))
    expect(finished).toMatchObject({ reason: 'done', stopped: true, epoch: best + 4 })
    expect((await run(OPTIONS)).finished.stopped).toBeUndefined()
  })

  it('takes eta by the schedule, epoch by epoch', async () => {
    const etas = async (schedule: SgdOptions['schedule']) =>
      (await run({ ...OPTIONS, schedule })).finished.history.map(({ eta }) => eta)
    expect(await etas({ name: 'step', epochs: 3, factor: 0.5 })).toEqual(
      [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25].map(factor => 0.1 * factor),
    )
    const cosine = await etas('cosine')
    cosine.forEach((eta, epoch) => {
      expect(eta).toBeCloseTo(0.05 * (1 + Math.cos((Math.PI * epoch) / 8)), 15)
    })
    const { finished } = await run({
      ...OPTIONS,
      eta: 0.5,
      epochs: 40,
      schedule: { name: 'plateau', epochs: 2 },
    })
    let [best, waited, eta] = [-1, 0, 0.5]
    for (const record of finished.history) {
      expect(record.eta).toBe(eta)
      const correct = record.validation?.correct ?? 0
      waited = correct > best ? 0 : waited + 1
      best = Math.max(best, correct)
      if (waited === 2) [waited, eta] = [0, eta / 2]
    }
    expect(eta).toBeLessThan(0.1)
  })

  it('has the rate of its last epoch at its end', async () => {
    const { finished } = await run({ ...OPTIONS, schedule: 'cosine' })
    expect(finished.eta).toBe(finished.history.at(-1)?.eta)
    expect(finished.eta).toBeGreaterThan(0)
  })

  it('takes a change of eta by hand as the rate of that moment, which the schedule goes on from', async () => {
    const etaChanges = [{ epoch: 3, position: 20, eta: 0.7 }]
    const schedule = { name: 'step', epochs: 2, factor: 0.5 } as const
    const { finished } = await run({ ...OPTIONS, etaChanges, schedule })
    expect(finished.history.map(({ eta }) => eta)).toEqual(
      [0.1, 0.1, 0.05, 0.7, 0.35, 0.35, 0.175, 0.175].map(eta => expect.closeTo(eta, 15)),
    )
  })

  it('adds the cost of weights that decay: l2 / 2n times their squares, l1 / n times their sizes', async () => {
    const options = { ...OPTIONS, epochs: 1, miniBatchSize: train.length }
    const { network, finished } = await run({ ...options, l2: 3, l1: 2 })
    const plain = await run(options)
    const weights = network.weights.flatMap(({ data }) => [...data])
    const squares = weights.reduce((sum, w) => sum + w * w, 0)
    const sizes = weights.reduce((sum, w) => sum + Math.abs(w), 0)
    const [{ cost: decayed, decayCost }, { cost: bare }] = [finished.history[0], plain.finished.history[0]]
    // One mini-batch: the examples' costs are of the same first weights.
    expect(decayed - bare).toBeCloseTo((1.5 * squares + 2 * sizes) / train.length, 12)
    expect(decayCost).toBeCloseTo(decayed - bare, 12)
    expect(plain.finished.history[0]).not.toHaveProperty('decayCost')
  })

  it('that diverges names a learning rate that suits its network', async () => {
    const network = new Network(SIZES, { ...SHAPE, activation: 'relu' })
    const dense = asDense(train)
    const large = { ...dense, x: dense.x.map(x => x * 1e200) }
    const { error } = lastOf(await collect(sgd(network, large, { epochs: 1, miniBatchSize: 10, eta: 1e200 })))
    expect(error?.message).toMatch(/Try a smaller eta \(0\.1 suits MNIST\)/)
  })

  it.each([-0.1, 1.1])('is refused where its cost has logarithms and a wanted output is %d', wanted => {
    const dense = asDense(train)
    const wrong = { ...dense, y: dense.y.with(5, wanted) }
    const network = new Network(SIZES, SHAPE)
    expect(() => sgd(network, wrong, OPTIONS)).toThrow(
      `The training data: entry 1 of y in example 1 is ${wanted}: expected 0 .. 1, as the log-likelihood cost asks for. Scale the wanted outputs, or take the quadratic cost.`,
    )
    expect(() => sgd(network, train, { ...OPTIONS, validationData: wrong })).toThrow(
      /^validationData: entry 1 of y/,
    )
    expect(() => sgd(new Network(SIZES), wrong, OPTIONS)).not.toThrow()
  })

  it('is refused with more epochs than its schedule was made for, or other ways, on resuming', async () => {
    const { checkpoints } = await run({ ...ALL, epochs: 2 }, true)
    const [checkpoint] = checkpoints
    await expect(resumed(checkpoint, { epochs: 3 })).rejects.toThrow(
      'epochs is 3, and the run to resume has 2, on which its cosine schedule depends: expected 2. Resume with as many, or train anew with more.',
    )
    await expect(resumed(checkpoint, { optimiser: 'sgd' })).rejects.toThrow(
      'The run to resume has optimiser {"name":"adam"',
    )
    await expect(resumed(checkpoint, { epochs: 3 })).rejects.toThrow(OptionError)
  })

  it.each([
    [{ optimiser: undefined }, 'has no state of its optimiser: expected that of adam after'],
    [{ best: undefined }, 'has the weights of none as the best: expected epoch'],
  ])('is refused where its checkpoint lacks something: %j', async (change, message) => {
    const { checkpoints } = await run(ALL, true)
    const { network, progress } = checkpoints[checkpoints.length - 1]
    await expect(resumed({ network, progress: { ...progress, ...change } })).rejects.toThrow(message)
  })

  it('is refused with an augmentation of what is no image as bytes, or of too long a side', () => {
    const refused = (sizes: readonly number[], examples: Parameters<typeof sgd>[1], augment: Augment) =>
      expect(() => sgd(new Network(sizes), examples, { epochs: 1, miniBatchSize: 1, eta: 1, augment }))
    refused(SIZES, asDense(train), { rotate: 5 }).toThrow(
      'augment.rotate is for images as bytes, and the examples are numbers: expected sparse examples.',
    )
    const row = [1025, 2]
    refused(row, randomExamples(row, 1, 3, 0.5), { shear: 5 }).toThrow(
      'augment is for images, and the examples have 1025 inputs, no square: expected their cols.',
    )
    refused(row, { ...randomExamples(row, 1, 3, 0.5), cols: 1025 }, { elastic: 5 }).toThrow(
      'augment.elastic is on, and the images have 1 x 1025 pixels: expected at most 1024 a side. Leave it out.',
    )
  })

  it.each([
    [{ validationData: undefined, stop: { epochs: 1 } }, 'stop decides by the accuracy on validation data'],
    [{ augment: { shift: 5 } }, 'augment.shift is 5, and the images have 5 x 5 pixels: expected less than 5'],
    [{ augment: { rotate: 91 } }, 'augment.rotate is 91: expected 0 .. 90 degrees.'],
  ])('is refused where it cannot be: %j', (change, message) => {
    const network = new Network(SIZES, SHAPE)
    expect(() => sgd(network, train, { ...OPTIONS, ...change })).toThrow(message)
  })
})
