import { type Precision, RECIPES, type Recipe, type Spec } from '@gradus/core'

interface Described {
  readonly name: string
  readonly title: string
  /** Unit of work that the seconds measure. */
  readonly unit: string
  /**
   * Method of the measurement, for the page, if the job has a section of its own there, with its own date and
   * machine.
   */
  readonly method?: string
}

/** Training on the 60,000 MNIST images: nothing else is timed. */
export interface TrainJob extends Described, Pick<Spec, 'sizes' | 'precision' | 'miniBatchSize' | 'eta'> {
  readonly kind: 'train'
  /**
   * Weights are drawn from N(0, gain ** 2 / inputs), or from N(0, 1) where this is null, as in the textbook.
   */
  readonly gain: number | null
  /** An epoch takes so long that few are timed. */
  readonly long: boolean
  /** Accuracy on the test images after two or three epochs; a competitor with less does not do this job. */
  readonly plausibleAccuracy: number
}

/** The command of `pnpm start`, as its user waits for it. */
interface CommandJob extends Described {
  readonly kind: 'command'
  readonly args: readonly string[]
}

/** Training by the command, with its dashboard and without: what it costs to be watched. */
interface WatchJob extends Described {
  readonly kind: 'watch'
  readonly args: readonly string[]
  /** Turns of each of the two runs in a round: many turns tell a few percent from a machine's own noise. */
  readonly turns: number
}

/** Digits of images, by a network of sizes [784, 30, 10] that was trained before. */
export interface PredictJob extends Described {
  readonly kind: 'predict'
  /** Images a call. */
  readonly images: 1 | 10_000
}

/** Ways of Gradus to learn, each of which trains in turn with a plainer one. */
interface WaysJob extends Described, Pick<Spec, 'sizes'> {
  readonly kind: 'ways'
  /** Epochs of each of the two in a round. */
  readonly turns: number
}

/**
 * Training by a recipe: all epochs, each timed, or until an epoch ends with the accuracy that is wanted on
 * the validation data, where CPU seconds of training and evaluating are measured.
 */
export interface RecipeJob extends Described, Pick<Spec, 'sizes' | 'epochs'> {
  readonly kind: 'recipe' | 'accuracy'
  readonly recipe: Recipe
  /** Accuracy on the test images at the end, or the one that is wanted on the validation data. */
  readonly plausibleAccuracy: number
}

export type Job = TrainJob | CommandJob | WatchJob | PredictJob | WaysJob | RecipeJob

const textbook = (hidden: number, precision: Precision): TrainJob => ({
  kind: 'train',
  name: `${hidden}-${precision}`,
  title: `Training [784, ${hidden}, 10] in ${precision}, mini-batches of 10`,
  unit: 'an epoch',
  sizes: [784, hidden, 10],
  precision,
  miniBatchSize: 10,
  eta: 3,
  gain: null,
  long: false,
  // At 100 neurons and N(0, 1), digits that are never predicted are the textbook's own trouble.
  plausibleAccuracy: hidden < 100 ? 0.8 : 0.4,
})

export const JOBS: readonly Job[] = [
  ...[15, 30, 100].map(hidden => textbook(hidden, 'float64')),
  ...[15, 30, 100].map(hidden => textbook(hidden, 'float32')),
  {
    kind: 'train',
    name: '800-float32',
    title: 'Training [784, 800, 800, 10] in float32, mini-batches of 128',
    unit: 'an epoch',
    sizes: [784, 800, 800, 10],
    precision: 'float32',
    miniBatchSize: 128,
    // With N(0, 1) and eta 3, layers this wide saturate and learn nothing; a gain of 4 is Glorot's for the
    // sigmoid.
    eta: 0.1,
    gain: 4,
    long: true,
    plausibleAccuracy: 0.7,
  },
  {
    kind: 'command',
    name: 'train-command',
    title:
      'The whole of `gradus train`: 50,000 images, 30 epochs, each evaluated, model and checkpoints saved',
    unit: 'of CPU time',
    args: ['train', '--epochs', '30', '--runs', 'runs'],
  },
  {
    kind: 'watch',
    name: 'watched',
    title: 'Training [784, 15, 10] by `gradus train` while its dashboard shows it',
    unit: 'an epoch, evaluation included',
    args: ['train', '--no-runs', '--no-checkpoint'],
    turns: 20,
  },
  {
    kind: 'predict',
    name: 'one-image',
    title: 'Predicting one image by [784, 30, 10]',
    unit: 'an image',
    images: 1,
  },
  {
    kind: 'predict',
    name: 'many-images',
    title: 'Predicting 10,000 images by [784, 30, 10]',
    unit: '10,000 images',
    images: 10_000,
  },
  {
    kind: 'ways',
    name: 'ways',
    title: 'Better ways to learn, by Gradus: training [784, 100, 10] in float32',
    unit: 'an epoch',
    sizes: [784, 100, 10],
    turns: 20,
    method: `Two networks train in one process, an epoch each in turn (A B B A …), so that whatever else the
machine does meets both alike. Seconds of the thread's CPU time are the median of all epochs; "slower by" is
the median of the ratios of two that follow one another. The first row trains beside its own kind: what it
differs from 0 is the measurement's noise.`,
  },
  {
    kind: 'ways',
    name: 'augment',
    title: 'Augmentation: training [784, 200, 10] by the recipe modern',
    unit: 'an epoch of 60,000 images',
    sizes: [784, 200, 10],
    turns: 6,
    method: `Two networks train in one process, an epoch each in turn (A B B A …), one of them without augmentation.
Seconds of the thread's CPU time are the median of all epochs; "slower by" is the median of the ratios of two
that follow one another: what it costs an image, as a share of the training of that image. The first row trains
beside its own kind: what it differs from 0 is the measurement's noise. A part of the cost is that changed images
have more pixels that are not 0, each of which is a row of weights to be read and changed.`,
  },
  {
    kind: 'recipe',
    name: 'modern',
    title: 'Training [784, 100, 10] by the recipe `modern`, against a program in C',
    unit: 'an epoch',
    sizes: [784, 100, 10],
    recipe: RECIPES.modern,
    epochs: 30,
    plausibleAccuracy: 0.98,
    method: `The program in C is [modern.c](../apps/bench/peers/modern.c): the same recipe in float32 on one
thread, with vectors of 128 bits, as WebAssembly has them, and no fused multiply-add. Seconds are the median
of 30 epochs on the 60,000 training images, evaluation left out; the accuracy is the one after the last.
"Faster by" is the median of the rounds' ratios.`,
  },
  {
    kind: 'accuracy',
    name: 'accuracy',
    title: 'Time to an accuracy of 98.0 %: [784, 100, 10] by `modern` without shifts',
    unit: 'of CPU time',
    sizes: [784, 100, 10],
    recipe: { ...RECIPES.modern, augment: { shift: 0 } },
    epochs: 30,
    plausibleAccuracy: 0.98,
    method: `User and system time of a process while it trains on the first 50,000 training images and
evaluates the other 10,000 after each epoch, until one ends with 98.0 % of those correct; starting and
loading are left out. Eta falls from 0.1 by a cosine over 30 epochs. Each round has a seed of its own, and
98.0 % is near the most that this recipe reaches: some seeds need more epochs, and some, for which all 30
count, never do. Seconds are the median of the rounds, "faster by" is the ratio of two such medians, and the
accuracy is the median.`,
  },
]

/** The only job of `--smoke`. */
export const SMOKE_JOB = '15-float64'

/** Numbers of calls and repetitions: enough warm-up for a JIT compiler to have seen all before it counts. */
export function callsOf({ images }: PredictJob): { calls: number; repetitions: number; warmUp: number } {
  return images === 1 ? { calls: 5000, repetitions: 8, warmUp: 3 } : { calls: 1, repetitions: 8, warmUp: 3 }
}
