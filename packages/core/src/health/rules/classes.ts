import { type ClassCounts, sumOf } from '../../confusion.ts'
import type { LayerStatistics, Statistics } from '../../training/statistics.ts'
import type { DataProfile } from '../data-profile.ts'
import type { Observations } from '../observations.ts'
import type { Rule, Symptom } from '../rule.ts'
import { capital, count, enumerate, figure } from '../wording.ts'

/** A class is hardly predicted below this part of the expected share of the predictions. */
const HARDLY_PREDICTED = 0.25
/** Mini-batches before which a class may just come late. */
const LATEST_START = 4000
/** Evaluated examples that a class needs. */
export const FEWEST_EVALUATED = 20
/** A class with at most this part of the largest class's training examples is rare. */
const RARE = 1 / 3
/**
 * An output neuron sleeps below this mean activation, if at least this share of its activations is saturated.
 */
const ASLEEP = 0.003
const SATURATED = 0.9
/** Neurons of a first hidden layer. */
const FIRST_HIDDEN = 30

/** A class that is hardly ever predicted, or never correctly, though it is among the labels. */
export const classStuck: Rule = {
  code: 'class-stuck',
  find(observed, onset) {
    if (observed.miniBatches < LATEST_START) return observed.finished && missedClasses(observed)
    const { predictions, answers } = countsOf(observed)
    const total = sumOf(predictions)
    const rare = rareClasses(observed.profile)
    const classes = hardlyPredicted(predictions, answers, observed.profile).filter(c => !rare.includes(c))
    if (classes.length === 0) return missedClasses(observed)
    const { evidence, ...reason } = reasonInOutputs(classes, observed)
    const isOne = classes.length === 1
    return {
      ...reason,
      problem: `${capital(observed.namesOf(classes))} ${isOne ? 'is' : 'are'} hardly ever predicted`,
      evidence: `${listed(classes.map(c => predictions[c]))} of ${count(total, 'prediction')} since epoch ${onset.epoch}, ${evidence}`,
      classes,
    }
  },
  over: ({ classes = [] }, observed) =>
    `${observed.namesOf(classes)} ${classes.length === 1 ? 'is' : 'are'} predicted again`,
}

/** The classes that are rare among the training examples; none where the data are not known. */
export function rareClasses(profile: DataProfile | undefined): number[] {
  if (!profile) return []
  const most = largest(profile.classes)
  return profile.classes.flatMap((examples, c) => (examples > 0 && examples <= RARE * most ? [c] : []))
}

/** Classes none of whose examples is predicted correctly: where there are few mini-batches, when it is over. */
function missedClasses(observed: Observations): Symptom | undefined {
  const { profile, miniBatches, epochs } = observed
  const { answers } = countsOf(observed)
  const rare = rareClasses(profile)
  const classes = unlearntClasses(observed).filter(
    c => answers[c] >= FEWEST_EVALUATED && profile?.classes[c] !== 0 && !rare.includes(c),
  )
  if (classes.length === 0) return undefined
  const isOne = classes.length === 1
  const isShort = miniBatches < LATEST_START
  const enough = Math.ceil((LATEST_START * epochs.length) / miniBatches)
  const trained = count(miniBatches, 'mini-batch', 'mini-batches')
  return {
    severity: 'warning',
    problem: `${capital(observed.namesOf(classes))} ${isOne ? 'is' : 'are'} never predicted correctly`,
    evidence: `none of ${count(sumOf(classes.map(c => answers[c])), 'example')} of ${isOne ? 'it' : 'them'} is, after ${count(epochs.length, 'epoch')} of ${isShort ? 'only ' : ''}${trained} in all`,
    ...(isShort
      ? {
          remedy: 'train for more epochs, or in smaller mini-batches',
          change: { epochs: enough },
        }
      : waitOr(observed)),
    classes,
  }
}

/** The classes that are among the labels, and of which no example is predicted correctly. */
export function neverCorrect({ examples, correct }: Pick<ClassCounts, 'examples' | 'correct'>): number[] {
  return examples.flatMap((count, label) => (count > 0 && correct[label] === 0 ? [label] : []))
}

/**
 * The evaluated classes that the network has not learnt to predict; where nothing is evaluated, those of 20
 * examples in the recent samples that it never predicts.
 */
export function unlearntClasses(observed: Observations): number[] {
  const { evaluation } = observed
  const { predictions, answers: examples } = countsOf(observed)
  const classes = neverCorrect({ examples, correct: evaluation?.correctPredictions ?? predictions })
  return evaluation ? classes : classes.filter(c => examples[c] >= FEWEST_EVALUATED)
}

/**
 * Classes that are hardly ever predicted: they have less than a quarter of their share of the predictions.
 * That is an even share, or what there is of the class where that is less.
 * @param answers examples of each class, by label; among fewer than 20 a class may be missed by chance
 * @param profile of the training data, where it is known
 */
export function hardlyPredicted(
  predictions: readonly number[],
  answers: readonly number[],
  profile?: DataProfile,
): number[] {
  const total = sumOf(predictions)
  return predictions.flatMap((times, c) => {
    const labels = answers[c] ?? 0
    const share = profile ? profile.classes[c] / profile.examples : 1
    const expected = Math.min(labels, total * Math.min(share, 1 / predictions.length))
    return labels >= FEWEST_EVALUATED && times < HARDLY_PREDICTED * expected ? [c] : []
  })
}

type Counts = Pick<Statistics, 'predictions' | 'answers'>

/**
 * Predictions and labels of each class after the last epoch; in the recent samples where nothing is
 * evaluated.
 */
export function countsOf({ evaluation, started, statistics, outputSize }: Observations): Counts {
  if (evaluation) return { predictions: evaluation.predictions, answers: started.answers ?? [] }
  const sums = (countsIn: (sample: Counts) => readonly number[]) =>
    Array.from({ length: outputSize }, (_, c) =>
      statistics.reduce((times, sample) => times + countsIn(sample)[c], 0),
    )
  return { predictions: sums(sample => sample.predictions), answers: sums(sample => sample.answers) }
}

type Reason = Pick<Symptom, 'severity' | 'evidence' | 'remedy' | 'change'>

function reasonInOutputs(classes: readonly number[], observed: Observations): Reason {
  const { layers, spec } = observed
  const output = layers.at(-1)
  if (!output) {
    return { severity: 'alarm', evidence: 'as the last complete epoch has it', ...waitOr(observed) }
  }
  const activationsOf = (neurons: readonly number[]): string =>
    listed(
      neurons.map(c => output.neuronActivations[c]),
      figure,
    )
  const isOne = classes.length === 1
  const asleep = classes.filter(c => isAsleep(output, c))
  if (asleep.length > 0 && spec.cost !== 'quadratic') {
    return {
      severity: 'warning',
      evidence: `with mean activations of at most ${figure(largest(asleep.map(c => output.neuronActivations[c])))}, though the deltas a - y of the ${spec.cost} cost are not small there`,
      remedy: `wait, or try a smaller eta: ${figure(observed.smallerThan(observed.eta))}`,
      change: { eta: observed.smallerThan(observed.eta) },
    }
  }
  if (asleep.length === 0) {
    const evidence = isOne
      ? 'its output neuron is not stuck, with a mean activation of'
      : 'their output neurons are not stuck, with mean activations of'
    return {
      severity: 'warning',
      evidence: `though ${evidence} ${activationsOf(classes)}`,
      ...waitOr(observed),
    }
  }
  const hasHidden = spec.sizes.length > 2
  const isTextbook = (spec.initialiser ?? 'textbook') === 'textbook'
  const remedies = [
    ...(isTextbook ? ['weights drawn by scaled'] : []),
    ...(hasHidden ? ['fewer hidden neurons'] : []),
    'a smaller eta',
  ]
  return {
    severity: 'alarm',
    evidence:
      `for the sums over ${spec.sizes.at(-2)} ${hasHidden ? 'hidden neurons' : 'inputs'} pushed ${isOne ? 'its output neuron to a mean activation' : 'their output neurons to mean activations'} ` +
      `a of ${activationsOf(asleep)}, where the slope a (1 - a) lets hardly any gradient back`,
    remedy: `wait, for ${isOne ? 'it' : 'they'} may wake, or begin again with ${remedies.join(', ')} or another seed`,
    change: isTextbook ? { initialiser: 'scaled' } : { eta: observed.smallerThan(observed.eta) },
  }
}

/** The remedy of a network that may be too small, or just late: twice as many hidden neurons, or some at all. */
function waitOr({ spec: { sizes } }: Observations): Pick<Symptom, 'remedy' | 'change'> {
  const [inputs, outputs] = [sizes[0], sizes[sizes.length - 1]]
  const hidden = sizes.slice(1, -1).map(size => 2 * size)
  return {
    remedy: `wait, or try ${hidden.length > 0 ? 'more hidden neurons' : 'a hidden layer'}`,
    change: { sizes: [inputs, ...(hidden.length > 0 ? hidden : [FIRST_HIDDEN]), outputs] },
  }
}

function isAsleep({ neuronActivations, neuronSaturated }: LayerStatistics, c: number): boolean {
  return neuronActivations[c] < ASLEEP && neuronSaturated[c] >= SATURATED
}

/** Values in words: "4 and 3"; of many only the largest. */
function listed(values: readonly number[], write: (value: number) => string = String): string {
  const most = largest(values)
  if (values.length > 3 && most > 0) return `at most ${write(most)}`
  return enumerate(values.every(value => value === most) ? [write(most)] : values.map(write))
}

/** The largest of any number of values, which are more than a call takes as arguments. */
export function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
}
