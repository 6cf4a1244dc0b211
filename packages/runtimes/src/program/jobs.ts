import {
  cos,
  type EngineName,
  type Examples,
  exp,
  type FinishedEvent,
  formatCheckpoint,
  log,
  log1p,
  Network,
  parseCheckpoint,
  RandomGenerator,
  RECIPES,
  type Recipe,
  SgdController,
  type SgdOptions,
  sgd,
  sigmoid,
  sin,
  tanh,
} from '@gradus/core'
import { drawing, pictureOf } from '@gradus/data/strokes'
import { type Data, normalPairs } from './data.ts'

/** Input of a job. */
interface Input extends Data {
  readonly engine: Engine
}

/** By name: a SHA-256, or counts. */
export type Results = Readonly<Record<string, string>>

export type Job = (input: Input) => Promise<Results>

/** SHA-256, in hex, of numbers as little-endian float64. */
async function sha256Of(numbers: readonly number[]): Promise<string> {
  const view = new DataView(new ArrayBuffer(8 * numbers.length))
  for (const [i, value] of numbers.entries()) view.setFloat64(8 * i, value, true)
  const digest = await crypto.subtle.digest('SHA-256', view.buffer)
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Engines that jobs run on: the fastest one here, and the one that runs everywhere. Both must give the same
 * hashes.
 */
export const ENGINES = ['auto', 'reference'] as const

export type Engine = (typeof ENGINES)[number]

const DRAWS = 2000
const ARGUMENTS = 20_000
const DRAWINGS = 60

/** Draws of every kind, one after the other, from seeds of every kind. */
export async function draws(): Promise<Results> {
  const numbers: number[] = []
  for (const seed of [0, 2n ** 100n + 1n, [1, 2, 3]]) {
    const rng = new RandomGenerator(seed)
    const order = Uint32Array.from({ length: 100 }, (_, i) => i)
    for (let i = 0; i < DRAWS; i++) {
      numbers.push(...rng.nextUint64(), rng.nextUint32(), rng.standardNormal(), rng.interval(i))
    }
    rng.shuffle(order)
    numbers.push(...order)
  }
  return { 'random draws': await sha256Of(numbers) }
}

/**
 * The functions of our own, over all that has a finite value; the arguments come from exact operations alone.
 */
export async function functions(): Promise<Results> {
  const grid = Array.from({ length: ARGUMENTS }, (_, i) => i / ARGUMENTS)
  const exponents = grid.map(part => part * 1450 - 745)
  const shares = grid.map(part => 2 ** 20 * part * part - (1 - 2 ** -30) * (1 - part))
  return {
    exp: await sha256Of(exponents.map(exp)),
    sigmoid: await sha256Of(exponents.map(sigmoid)),
    log1p: await sha256Of(shares.map(log1p)),
    log: await sha256Of(shares.map(share => log(share + 1))),
    tanh: await sha256Of(exponents.map(x => tanh(x / 32))),
    'sin, cos': await sha256Of(exponents.flatMap(x => [sin(x), cos(x)])),
  }
}

/** Digits that a hand draws, of each part, and their pictures. */
export async function drawings(): Promise<Results> {
  const numbers = (['train', 'validation', 'test'] as const).flatMap(part =>
    Array.from({ length: DRAWINGS }, (_, index) => {
      const drawn = drawing({ part, seed: 0, index })
      return [...drawn.strokes.flat(2), drawn.pen, ...pictureOf(drawn, 56).data]
    }).flat(),
  )
  return { drawings: await sha256Of(numbers) }
}

/** The end of a run, which must have come to it. */
async function train(network: Network, examples: Examples, options: SgdOptions): Promise<FinishedEvent> {
  for await (const event of sgd(network, examples, options)) {
    if (event.type !== 'finished') continue
    if (event.reason !== 'done') throw event.error ?? new Error(`The run was ${event.reason}.`)
    return event
  }
  throw new Error('The run ended without an event that says so.')
}

const MNIST_SIZES = [784, 15, 10]

/** Two epochs of the README's network, on some images. */
function mnistOptions({ engine, test }: Input): SgdOptions {
  return { epochs: 2, miniBatchSize: 10, eta: 3, testData: test, engine }
}

/** Images as sparse bytes, with the counts and costs of each epoch. */
export async function sparse(input: Input): Promise<Results> {
  const network = new Network(MNIST_SIZES, { seed: 0 })
  const { history } = await train(network, input.train, mnistOptions(input))
  const costs = history.flatMap(({ cost, test }) => [cost, test?.cost ?? Number.NaN])
  return {
    '784-15-10': await network.sha256(),
    '784-15-10, right on test': history.map(({ correct }) => correct).join(' '),
    '784-15-10, costs': await sha256Of(costs),
  }
}

/** The run of `sparse`, left within its second epoch and continued from the bytes of a checkpoint. */
export async function resumed(input: Input): Promise<Results> {
  const { network, progress } = parseCheckpoint(await checkpointWithin(input))
  await train(network, input.train, { ...mnistOptions(input), resume: progress })
  return { '784-15-10, resumed': await network.sha256() }
}

const MINI_BATCHES_IN = 7

async function checkpointWithin(input: Input): Promise<Uint8Array> {
  const controller = new SgdController()
  controller.step('epoch')
  const options = { ...mnistOptions(input), controller }
  for await (const event of sgd(new Network(MNIST_SIZES, { seed: 0 }), input.train, options)) {
    if (event.type === 'epoch') for (let i = 0; i < MINI_BATCHES_IN; i++) controller.step('miniBatch')
    const isThere = event.type === 'progress' && event.epoch === 1
    if (isThere && event.position === MINI_BATCHES_IN * options.miniBatchSize) controller.checkpoint()
    if (event.type === 'checkpoint') return formatCheckpoint(event.checkpoint)
  }
  throw new Error('The run ended without a checkpoint.')
}

/** Hidden layers that are no whole number of vectors, and one that is wide. */
export async function deep({ engine, train: images }: Input): Promise<Results> {
  const network = new Network([784, 100, 30, 10], { seed: [784, 100, 30, 10] })
  await train(network, images.subset(0, 500), { epochs: 2, miniBatchSize: 16, eta: 1.5, engine })
  return { '784-100-30-10': await network.sha256() }
}

/** Float64 inputs; mini-batches of 7, the last of each epoch shorter; without a hidden layer and with two. */
export async function dense({ engine }: Input): Promise<Results> {
  const examples = normalPairs(101, 12, 3)
  const results: Record<string, string> = {}
  for (const sizes of [
    [12, 3],
    [12, 9, 5, 3],
  ]) {
    const network = new Network(sizes, { seed: 2n ** 64n })
    await train(network, examples, { epochs: 20, miniBatchSize: 7, eta: 0.5, engine })
    results[`dense ${sizes.join('-')}`] = await network.sha256()
  }
  return results
}

/** The recipes, and one run with every way to learn that they leave out. */
const WAYS: Readonly<Record<string, Recipe>> = {
  chapter3: RECIPES.chapter3,
  modern: RECIPES.modern,
  'all else': {
    ...{ activation: 'tanh', output: 'softmax', initialiser: 'scaled', optimiser: 'adam' },
    ...{ miniBatchSize: 16, eta: 0.003, l1: 0.5, l2: 2, dropout: { hidden: 0.2, input: 0.1 } },
    ...{ augment: { shift: 2 }, schedule: { name: 'plateau', epochs: 1 }, stop: { epochs: 2 }, keep: 'best' },
  },
  distorted: {
    ...RECIPES.modern,
    augment: { shift: 1, rotate: 12, scale: 15, shear: 10, thickness: 0.5, elastic: 2 },
  },
  momentum: {
    ...{ activation: 'relu', initialiser: 'he', optimiser: 'momentum' },
    miniBatchSize: 10,
    eta: 0.1,
  },
}

/** Better ways to learn, in both precisions. */
export async function ways({ engine, train: images, test }: Input): Promise<Results> {
  const results: Record<string, string> = {}
  for (const [name, recipe] of Object.entries(WAYS)) {
    for (const precision of ['float64', 'float32'] as const) {
      const network = new Network([784, 20, 10], { ...recipe, seed: 3 })
      const options = { ...recipe, precision, epochs: 3, validationData: test, engine }
      const { history } = await train(network, images.subset(0, 700), options)
      const costs = history.flatMap(({ cost, validation }) => [cost, validation?.cost ?? Number.NaN])
      results[`${name}, ${precision}`] = await network.sha256()
      results[`${name}, ${precision}, costs`] = await sha256Of(costs)
    }
  }
  return results
}

/** The run of `gradus train` without flags, whole. */
export async function whole({ engine, train: images, test }: Input): Promise<Results> {
  const network = new Network(MNIST_SIZES, { seed: 0 })
  await train(network, images, { epochs: 30, miniBatchSize: 10, eta: 3, engine })
  return {
    'gradus train': await network.sha256(),
    'gradus train, right on test': String(network.evaluate(test)),
  }
}

/** The README's network in float32: other bits, and the same ones everywhere. */
export async function float32(input: Input): Promise<Results> {
  const network = new Network(MNIST_SIZES, { seed: 0 })
  const options = { ...mnistOptions(input), precision: 'float32' } as const
  const { history } = await train(network, input.train, options)
  return {
    '784-15-10, float32': await network.sha256(),
    '784-15-10, float32, costs': await sha256Of(history.map(({ cost }) => cost)),
  }
}

/** The engine that a run takes here by default. */
export async function engineOf(examples: Examples): Promise<EngineName> {
  const network = new Network([examples.inputSize, examples.outputSize], { seed: 0 })
  for await (const event of sgd(network, examples, { epochs: 1, miniBatchSize: 10, eta: 1 })) {
    if (event.type === 'started') return event.engine
  }
  throw new Error('The run did not start.')
}
