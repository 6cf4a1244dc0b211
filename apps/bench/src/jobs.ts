import type { Precision, Spec } from '@gradus/core'

interface Described {
  readonly name: string
  readonly title: string
  /** Unit of work that the seconds measure. */
  readonly unit: string
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

export type Job = TrainJob | CommandJob | WatchJob | PredictJob

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
]

/** The only job of `--smoke`. */
export const SMOKE_JOB = '15-float64'

/** Numbers of calls and repetitions: enough warm-up for a JIT compiler to have seen all before it counts. */
export function callsOf({ images }: PredictJob): { calls: number; repetitions: number; warmUp: number } {
  return images === 1 ? { calls: 5000, repetitions: 8, warmUp: 3 } : { calls: 1, repetitions: 8, warmUp: 3 }
}
