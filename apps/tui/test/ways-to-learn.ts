import { RECIPES } from '@gradus/core'
import type { FindingCode } from '@gradus/core/health'
import { loadMnist } from '@gradus/mnist/node'
import { type Reading, select, type Trial, watch } from './health-runs.ts'

const { chapter3, modern } = RECIPES

/** A run on the first images, without its data. */
export interface Way extends Omit<Trial, 'train' | 'test'> {
  readonly images: number
  readonly epochs: number
}

const VALIDATION = 1000
const { train } = await loadMnist()

/** The health after every event of a run, which is judged by images that it is not trained on. */
export async function watchWay({ images, ...way }: Way): Promise<Reading[]> {
  const part = (from: number, count: number) =>
    select(
      train,
      Array.from({ length: count }, (_, i) => from + i),
    )
  return watch({ ...way, train: part(0, images), validationData: part(images, VALIDATION) })
}

export const findingsOf = (readings: readonly Reading[]): string[] =>
  readings.flatMap(({ epoch, health }) =>
    health.findings.map(({ severity, sentence }) => `epoch ${epoch}: ${severity}: ${sentence}`),
  )

const small: Way = { sizes: [784, 30, 10], images: 3000, epochs: 4 }
const of = (recipe: Partial<Way>, change: Partial<Way> = {}): Way => ({ ...small, ...recipe, ...change })
/** The modern recipe without its schedule and its shifts. */
const plain = {
  ...modern,
  optimiser: 'sgd',
  schedule: 'constant',
  augment: { shift: 0 },
  miniBatchSize: 10,
} as const
const tanh = { activation: 'tanh', initialiser: 'scaled' } as const

/** Runs that learn. */
export const HEALTHY: Readonly<Record<string, Way>> = {
  'chapter 3': of(chapter3),
  'chapter 3, 10 hidden neurons': of(chapter3, { sizes: [784, 10, 10], seed: 1 }),
  'chapter 3, 100 hidden neurons': of(chapter3, { sizes: [784, 100, 10], seed: 2 }),
  'chapter 3, two hidden layers': of(chapter3, { sizes: [784, 30, 30, 10], seed: 3, epochs: 6 }),
  'chapter 3, no hidden layer': of(chapter3, { sizes: [784, 10], seed: 4 }),
  'chapter 3 in float32': of(chapter3, { precision: 'float32', seed: 5 }),
  'chapter 3 with weights of N(0, 1)': of(chapter3, { initialiser: 'textbook', seed: 6 }),
  'chapter 3 with dropout': of(chapter3, { sizes: [784, 100, 10], dropout: { hidden: 0.5 }, seed: 7 }),
  'chapter 3 with L1': of(chapter3, { l2: 0, l1: 1, seed: 8 }),
  'chapter 3 with a cosine': of(chapter3, { schedule: 'cosine', seed: 9 }),
  'chapter 3, stopped early': of(chapter3, { stop: { epochs: 2 }, keep: 'best', epochs: 30, seed: 15 }),
  'chapter 3 in steps': of(chapter3, { schedule: { name: 'step', epochs: 2 }, seed: 10 }),
  'chapter 3 with momentum': of(chapter3, { optimiser: 'momentum', eta: 0.05, seed: 11 }),
  'chapter 3 by Nesterov': of(chapter3, { optimiser: 'nesterov', eta: 0.05, seed: 12 }),
  'chapter 3 by Adam': of(chapter3, { optimiser: 'adam', eta: 0.001, seed: 13 }),
  modern: of(modern),
  'modern, 100 hidden neurons': of(modern, { sizes: [784, 100, 10], seed: 1 }),
  'modern, two hidden layers': of(modern, { sizes: [784, 64, 32, 10], seed: 2 }),
  'modern, no hidden layer': of(modern, { sizes: [784, 10], seed: 3 }),
  'modern in float64': of(modern, { precision: 'float64', seed: 4 }),
  'modern with dropout': of(modern, { sizes: [784, 100, 10], dropout: { hidden: 0.5, input: 0.2 }, seed: 5 }),
  'modern by Adam': of(modern, { optimiser: 'adam', eta: 0.001, seed: 6, epochs: 6 }),
  'modern with tanh': of({ ...modern, ...tanh }, { seed: 7 }),
  'relu, plain': of(plain, { seed: 8 }),
  'relu, cross-entropy': of({ ...plain, output: 'sigmoid', cost: 'cross-entropy' }, { eta: 0.05, seed: 9 }),
  'relu, quadratic cost': of({ ...plain, output: 'sigmoid', cost: 'quadratic' }, { eta: 0.3, seed: 10 }),
  'tanh, softmax': of({ ...plain, ...tanh }, { seed: 11 }),
  'tanh, quadratic cost': of({ ...tanh, miniBatchSize: 10, eta: 0.5 }, { seed: 12 }),
  'sigmoid, softmax': of(
    { initialiser: 'scaled', output: 'softmax', miniBatchSize: 10, eta: 0.5 },
    { seed: 13 },
  ),
  'quadratic cost with momentum': of(
    { initialiser: 'scaled', optimiser: 'momentum', miniBatchSize: 10, eta: 0.05 },
    { seed: 14 },
  ),
}

/** A run that fails, the finding that names its cause, and how. */
export interface Failure {
  readonly way: Way
  readonly code: FindingCode
  readonly verdict: RegExp
}

const failure = (code: FindingCode, verdict: RegExp, way: Way): Failure => ({ way, code, verdict })
const tooHigh = (eta: number, usual: number) => new RegExp(`^eta = ${eta} is too high: .*: try ${usual}\\.$`)
const dropped =
  /^Dropout of 0\.95 leaves too few neurons: about 5 of 100 neurons of hidden layer 1 .*; try 0\.5\.$/
const wide = { sizes: [784, 100, 10], dropout: { hidden: 0.95 } }
/** Nielsen, chapter 3: "How to choose a neural network's hyper-parameters?" */
const hunt = { cost: 'cross-entropy', miniBatchSize: 10, eta: 10, l2: 1000 } as const

/** So few images that modern learns them by heart, in some epochs. */
export const FEW = of(modern, { images: 100, epochs: 40 })

export const FAILING: Readonly<Record<string, Failure>> = {
  'relu with eta 10': failure('eta-too-high', tooHigh(10, 0.1), of(plain, { eta: 10 })),
  'modern with eta 10': failure('eta-too-high', tooHigh(10, 0.1), of(modern, { eta: 10 })),
  'relu, cross-entropy, with eta 10': failure(
    'eta-too-high',
    tooHigh(10, 0.1),
    of({ ...plain, output: 'sigmoid', cost: 'cross-entropy' }, { eta: 10 }),
  ),
  'chapter 3 with eta 30': failure('eta-too-high', tooHigh(30, 0.5), of(chapter3, { l2: 0, eta: 30 })),
  'chapter 3 by Adam with eta 1': failure(
    'eta-too-high',
    tooHigh(1, 0.001),
    of(chapter3, { optimiser: 'adam', eta: 1 }),
  ),
  'modern by Adam with eta 1': failure(
    'eta-too-high',
    tooHigh(1, 0.001),
    of(modern, { optimiser: 'adam', eta: 1 }),
  ),
  'tanh by Adam with eta 1': failure(
    'eta-too-high',
    tooHigh(1, 0.001),
    of({ ...modern, ...tanh }, { optimiser: 'adam', eta: 1 }),
  ),
  'lambda 1000': failure(
    'decay-too-strong',
    /^The weights decay too much with l2 = 1000: .* = 0\.2 times .*; try l2 = 4\.9\.$/,
    of(hunt, { images: 49_000, epochs: 2 }),
  ),
  'lambda 1000, 5,000 images': failure(
    'decay-too-strong',
    /^The weights decay too much with l2 = 1000: .* = 2 times .*; try l2 = 0\.5\.$/,
    of(hunt, { images: 5000 }),
  ),
  'lambda 20, 1,000 images': failure(
    'decay-too-strong',
    /^The weights decay too much with l2 = 20: .* = 0\.2 times .*; try l2 = 0\.1\.$/,
    of(hunt, { l2: 20, images: 1000 }),
  ),
  'lambda 1000 of L1': failure(
    'decay-too-strong',
    /^The weights decay too much with l1 = 1000: /,
    of(chapter3, { l2: 0, l1: 1000 }),
  ),
  'chapter 3 with dropout 0.95': failure('dropout-too-high', dropped, of(chapter3, wide)),
  'modern with dropout 0.95': failure('dropout-too-high', dropped, of(modern, wide)),
  'quadratic cost with dropout 0.95': failure('dropout-too-high', dropped, of(RECIPES.textbook, wide)),
  'modern with eta 1e-6': failure(
    'eta-too-low',
    /^eta = 0\.000001 is too low: .*; try 0\.1\.$/,
    of(modern, { eta: 1e-6 }),
  ),
  'modern with biases of -50': failure(
    'neurons-dead',
    /^Most neurons of hidden layer 1 are dead: 30 of 30 relus /,
    of(modern, { prepare: ({ biases: [first] }) => first?.data.fill(-50) }),
  ),
  'modern with one output bias of 200': failure(
    'outputs-collapsed',
    /^The softmax (always answers class 3|is certain and wrong): .*, no better than the 2\.3 of constant outputs; /,
    of(modern, {
      optimiser: 'adam',
      eta: 0.001,
      prepare: ({ biases }) => biases.at(-1)?.data.fill(200, 3, 4),
    }),
  ),
}
