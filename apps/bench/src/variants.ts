import {
  Predictor as CorePredictor,
  Matrix,
  type Network,
  type Precision,
  RECIPES,
  type Recipe,
  type SgdOptions,
} from '@gradus/core'

/** An engine of Gradus in a precision, as a run of `sgd` asks for it. */
export interface Trainer {
  readonly name: string
  readonly title: string
  readonly precision: Precision
  readonly options: Partial<SgdOptions>
}

/** The fastest of each precision first: that is the one that peers are compared with. */
export const TRAINERS: readonly Trainer[] = [
  { name: 'simd', title: 'Gradus, SIMD engine', precision: 'float64', options: { engine: 'simd' } },
  {
    name: 'simd-float32',
    title: 'Gradus, SIMD engine',
    precision: 'float32',
    options: { engine: 'simd', precision: 'float32' },
  },
  {
    name: 'reference',
    title: 'Gradus, reference engine',
    precision: 'float64',
    options: { engine: 'reference' },
  },
]

/** A way of Gradus to learn, and the plainer one that it is compared with. */
export interface Way {
  /** Name of the job in which it is compared. */
  readonly job: 'ways' | 'augment'
  readonly name: string
  readonly title: string
  readonly recipe: Recipe
  readonly beside: Recipe
}

const quadratic: Recipe = { precision: 'float32', initialiser: 'scaled', miniBatchSize: 10, eta: 3 }
const softmax: Recipe = { ...quadratic, output: 'softmax', eta: 0.1 }
/** Plain steps, and those of the recipe `modern` with lambda 5. */
const plain: Recipe = { ...softmax, activation: 'relu', initialiser: 'he' }
const nesterov: Recipe = { ...RECIPES.modern, augment: { shift: 0 }, schedule: 'constant', l2: 5 }

const BETTER: readonly Omit<Way, 'job'>[] = [
  {
    ...{ name: 'quadratic', title: 'sigmoid neurons, quadratic cost, mini-batches of 10' },
    ...{ recipe: quadratic, beside: quadratic },
  },
  {
    ...{ name: 'cross-entropy', title: 'cross-entropy' },
    ...{ recipe: { ...quadratic, cost: 'cross-entropy', eta: 0.1 }, beside: quadratic },
  },
  {
    ...{ name: 'softmax', title: 'softmax, log-likelihood' },
    ...{ recipe: softmax, beside: quadratic },
  },
  {
    ...{ name: 'relu', title: 'relu and softmax, beside sigmoid and softmax' },
    ...{ recipe: plain, beside: softmax },
  },
  {
    ...{ name: 'nesterov-10', title: 'relu, softmax, nesterov and lambda 5, beside plain SGD' },
    ...{ recipe: { ...nesterov, miniBatchSize: 10, eta: 0.01 }, beside: plain },
  },
  {
    ...{ name: 'nesterov-64', title: 'the same two at mini-batches of 64' },
    ...{ recipe: nesterov, beside: { ...plain, miniBatchSize: 64, eta: 0.5 } },
  },
]

const modern: Recipe = { ...RECIPES.modern, augment: {}, schedule: 'constant', eta: 0.05 }
const affine = { shift: 1, rotate: 12, scale: 15, shear: 10 }

const AUGMENTED: readonly Omit<Way, 'job'>[] = (
  [
    ['none', '`modern` without augmentation', {}],
    ['shift', 'shift 1', { shift: 1 }],
    ['affine', 'affine: shift 1, rotate 12, scale 15, shear 10', affine],
    ['thickness', 'thickness 0.5', { thickness: 0.5 }],
    ['elastic', 'elastic 3', { elastic: 3 }],
    ['all', 'affine, thickness 0.5 and elastic 3', { ...affine, thickness: 0.5, elastic: 3 }],
  ] as const
).map(([name, title, augment]) => ({
  name: `augment-${name}`,
  title,
  recipe: { ...modern, augment },
  beside: modern,
}))

/** The plainest of each job first. */
export const WAYS: readonly Way[] = [
  ...BETTER.map(way => ({ job: 'ways', ...way }) as const),
  ...AUGMENTED.map(way => ({ job: 'augment', ...way }) as const),
]

/** A way of Gradus to read digits. */
export interface Predictor {
  readonly name: string
  readonly title: string
  /** Opens a function from the bytes of any number of images, 784 each, to their digits. */
  open(network: Network): (pixels: Uint8Array) => ArrayLike<number>
}

/** The fastest first, as above. */
export const PREDICTORS: readonly Predictor[] = [
  {
    name: 'predictor-float32',
    title: 'Gradus, Predictor in float32',
    open: network => predictMany(network, 'float32'),
  },
  {
    name: 'predictor',
    title: 'Gradus, Predictor in float64',
    open: network => predictMany(network, 'float64'),
  },
  { name: 'predict', title: 'Gradus, network.predict in float64', open: predictOneByOne },
]

function predictMany(network: Network, precision: Precision): (pixels: Uint8Array) => ArrayLike<number> {
  const predictor = new CorePredictor(network, { precision })
  return pixels => predictor.predict(pixels)
}

function predictOneByOne(network: Network): (pixels: Uint8Array) => ArrayLike<number> {
  const inputs = network.sizes[0] ?? 0
  return pixels => {
    const digits = new Uint8Array(pixels.length / inputs)
    for (let i = 0; i < digits.length; i++) {
      const x = Float64Array.from(pixels.subarray(i * inputs, (i + 1) * inputs), pixel => pixel / 255)
      digits[i] = network.predict(new Matrix(inputs, 1, x))
    }
    return digits
  }
}
