import { styleText } from 'node:util'
import { columnsOfOutput } from '../terminal/output.ts'
import { type Experiment, type ExperimentName, experiments } from './experiments.ts'

/** Page on which a report is written. */
export interface Page {
  readonly columns: number
  /** Colours a text where the page shows colours. */
  readonly paint: (style: 'bold' | 'green' | 'red', text: string) => string
}

/** Longer lines are hard to read. */
const MOST_COLUMNS = 80

/** Standard output, as it is now. */
export function pageOfOutput(): Page {
  return {
    columns: Math.min(MOST_COLUMNS, columnsOfOutput()),
    paint: (style, text) => styleText(style, text, { stream: process.stdout }),
  }
}

/** Description of an experiment, whatever its outcome. */
interface Description {
  /** Lesson of the experiment. */
  readonly lesson: string
  /** Why its figures are what they are. */
  readonly reason?: string
  /** Closeness of replication that can be expected. */
  readonly closeness?: string
  /** Whether the least difference grows into other counts. */
  readonly isChaotic?: true
}

/** Why the experiments with eta 3 have ranges. */
export const CHAOS =
  'With eta 3 training is chaotic: one weight moved by 1e-16 changes a weight by 0.7 within one epoch. So the order in which a program adds its numbers decides the counts, and only a range can be asked for.'

export const DESCRIPTIONS: Readonly<Record<ExperimentName, Description>> = {
  baseline: {
    lesson: 'Fifteen hidden neurons learn to predict more than nine digits in ten correctly.',
    isChaotic: true,
  },
  wide: {
    lesson:
      'A hundred hidden neurons predict fewer digits correctly than fifteen: "the performance has dropped", the article says. The cause: output neurons that are saturated near 0.',
    reason:
      "With N(0, 1) weights and 100 hidden neurons the inputs of the output neurons are large, and the first few hundred mini-batches push some of those neurons to nearly 0 for every image. There a (1 - a), a factor of a neuron's delta, is nearly 0 too, so it hardly learns until it recovers, in some epoch or never. About 7,700 of the 10,000 images are predicted correctly with two such neurons, 8,740 with one, 9,690 with none. With all initial weights divided by the square root of the number of inputs of their neuron no output saturates near 0: the column `scaled`.",
    isChaotic: true,
  },
  'too-slow': {
    lesson: 'With a learning rate this small the network learns, and is far from done after 30 epochs.',
    closeness:
      "Its steps are too small for rounding errors to grow: every machine has to get NumPy's counts, to the digit.",
  },
  'too-fast': {
    lesson: 'With a learning rate this large the network stops learning almost as soon as it has begun.',
    reason:
      "The first few mini-batches push every output to nearly 0, for every image. There a (1 - a), a factor of a neuron's delta, is nearly 0 too, so hardly anything is learnt any more, and the output that happens to be the largest is the prediction for nearly every image.",
    closeness:
      'Rounding errors decide where exactly it gets stuck, so from epoch 2 on only a range is known.',
  },
}

/** The experiment of this name. */
export function experimentOf(name: ExperimentName): Experiment {
  const experiment = experiments.find(candidate => candidate.name === name)
  if (!experiment) throw new Error(`There is no experiment ${name}.`)
  return experiment
}
