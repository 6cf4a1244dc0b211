import { type ClassCounts, sumOf } from '../../confusion.ts'
import type { LayerStatistics, Statistics } from '../../training/statistics.ts'
import type { DataProfile } from '../data-profile.ts'
import { costOf, type Observations } from '../observations.ts'
import type { Rule, Symptom } from '../rule.ts'
import { count, enumerate, figure, percent } from '../wording.ts'

/** A class is hardly predicted below this part of the expected share of the predictions. */
const HARDLY_PREDICTED = 0.25
/** Mini-batches before which a class may just come late. */
const LATEST_START = 4000
/** Evaluated examples that a class needs. */
const FEWEST_EVALUATED = 20
/** A class with less than this part of an even share of the training examples is rare. */
const RARE = 0.1
/**
 * An output neuron sleeps below this mean activation, if at least this share of its activations is saturated.
 */
const ASLEEP = 0.003
const SATURATED = 0.9

/** A class that is hardly ever predicted, or never correctly, though it is among the labels. */
export const classStuck: Rule = {
  code: 'class-stuck',
  find(observed, onset) {
    if (observed.miniBatches < LATEST_START) return observed.finished && missedClasses(observed)
    const { predictions, answers } = countsOf(observed)
    const total = sumOf(predictions)
    const classes = hardlyPredicted(predictions, answers, observed.profile)
    if (classes.length === 0) return missedClasses(observed)
    const { severity, evidence, remedy } =
      reasonOfRarity(classes, observed) ?? reasonInOutputs(classes, observed)
    const isOne = classes.length === 1
    return {
      severity,
      problem: `${isOne ? 'Class' : 'Classes'} ${enumerate(classes.map(c => observed.nameOf(c)))} ${isOne ? 'is' : 'are'} hardly ever predicted`,
      evidence: `${listed(classes.map(c => predictions[c]))} of ${count(total, 'prediction')} since epoch ${onset.epoch}, ${evidence}`,
      remedy,
      classes,
    }
  },
  over({ classes = [] }, observed) {
    const names = enumerate(classes.map(c => observed.nameOf(c)))
    return classes.length === 1 ? `class ${names} is predicted again` : `classes ${names} are predicted again`
  },
}

/** Classes none of whose examples is predicted correctly: where there are few mini-batches, when it is over. */
function missedClasses(observed: Observations): Symptom | undefined {
  const { profile, miniBatches, epochs } = observed
  const { answers } = countsOf(observed)
  const classes = unlearntClasses(observed).filter(
    c => answers[c] >= FEWEST_EVALUATED && profile?.classes[c] !== 0,
  )
  if (classes.length === 0) return undefined
  const isOne = classes.length === 1
  const isShort = miniBatches < LATEST_START
  const trained = count(miniBatches, 'mini-batch', 'mini-batches')
  return {
    severity: 'warning',
    problem: `${isOne ? 'Class' : 'Classes'} ${enumerate(classes.map(c => observed.nameOf(c)))} ${isOne ? 'is' : 'are'} never predicted correctly`,
    evidence: `none of ${count(sumOf(classes.map(c => answers[c])), 'example')} of ${isOne ? 'it' : 'them'} is, after ${count(epochs.length, 'epoch')} of ${isShort ? 'only ' : ''}${trained} in all`,
    remedy: isShort
      ? 'train for more epochs, or in smaller mini-batches'
      : `wait, or try ${remedyOf(observed)}`,
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
function countsOf({ evaluation, started, statistics, outputSize }: Observations): Counts {
  if (evaluation) return { predictions: evaluation.predictions, answers: started.answers ?? [] }
  const sums = (countsIn: (sample: Counts) => readonly number[]) =>
    Array.from({ length: outputSize }, (_, c) =>
      statistics.reduce((times, sample) => times + countsIn(sample)[c], 0),
    )
  return { predictions: sums(sample => sample.predictions), answers: sums(sample => sample.answers) }
}

interface Reason {
  readonly severity: 'alarm' | 'warning'
  readonly evidence: string
  readonly remedy: string
}

function reasonOfRarity(
  classes: readonly number[],
  { profile, outputSize }: Observations,
): Reason | undefined {
  if (!profile) return undefined
  const examples = classes.map(c => profile.classes[c])
  if (largest(examples) >= (RARE * profile.examples) / outputSize) return undefined
  return {
    severity: 'alarm',
    evidence: `for only ${listed(examples)} of ${count(profile.examples, 'training example')} are of ${classes.length === 1 ? 'it' : 'them'}`,
    remedy: 'add examples, or repeat those that there are',
  }
}

function reasonInOutputs(classes: readonly number[], { layers, started }: Observations): Reason {
  const output = layers.at(-1)
  const hiddenRemedy = remedyOf({ started })
  if (!output) {
    return {
      severity: 'alarm',
      evidence: 'as the last complete epoch has it',
      remedy: `wait, or try ${hiddenRemedy}`,
    }
  }
  const activationsOf = (neurons: readonly number[]): string =>
    listed(
      neurons.map(c => output.neuronActivations[c]),
      figure,
    )
  const isOne = classes.length === 1
  const asleep = classes.filter(c => isAsleep(output, c))
  if (asleep.length > 0 && started.spec.cost !== 'quadratic') {
    return {
      severity: 'warning',
      evidence: `with mean activations of at most ${figure(largest(asleep.map(c => output.neuronActivations[c])))}, though the deltas a - y of the ${started.spec.cost} cost are not small there`,
      remedy: 'wait, or try a smaller eta',
    }
  }
  if (asleep.length === 0) {
    const evidence = isOne
      ? 'its output neuron is not stuck, with a mean activation of'
      : 'their output neurons are not stuck, with mean activations of'
    return {
      severity: 'warning',
      evidence: `though ${evidence} ${activationsOf(classes)}`,
      remedy: `wait, or try ${hiddenRemedy}`,
    }
  }
  const hasHidden = started.spec.sizes.length > 2
  return {
    severity: 'alarm',
    evidence:
      `for the sums over ${started.spec.sizes.at(-2)} ${hasHidden ? 'hidden neurons' : 'inputs'} pushed ${isOne ? 'its output neuron to a mean activation' : 'their output neurons to mean activations'} ` +
      `a of ${activationsOf(asleep)}, where the slope a (1 - a) lets hardly any gradient back`,
    remedy: `wait, for ${isOne ? 'it' : 'they'} may wake, or begin again with ${hasHidden ? 'fewer hidden neurons, ' : ''}a smaller eta or another seed`,
  }
}

function remedyOf({ started }: Pick<Observations, 'started'>): string {
  return started.spec.sizes.length > 2 ? 'more hidden neurons' : 'a hidden layer'
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
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
}

/** A cost above this part of the constant cost is no better: the rest is noise of the last mini-batches. */
const CONSTANT = 0.98
const CERTAIN = 1.2
/** An accuracy above this many times the share of the largest class is no chance. */
const CHANCE = 2
/** Mini-batches without any progress. */
const LONGEST_WAIT = 1000
/** Smaller gradients have vanished: then the labels are not the cause. */
const FLOWING = 0.01
/** Share of saturated outputs above which they may still recover, for one more epoch. */
const RECOVERING = 0.5

/** Gradients flow, yet the network learns nothing better than constant outputs. */
export const labelsUnrelated: Rule = {
  code: 'labels-unrelated',
  find(observed) {
    const { lastEpoch, constantCost, evaluation, miniBatches } = observed
    if (!lastEpoch || miniBatches < LONGEST_WAIT || hasOneLabel(observed)) return undefined
    if (!isNoBetterThanConstant(observed)) return undefined
    const gradients = observed.recent(({ gradientNorm }) => gradientNorm)
    // Labels that nothing can be learnt of also kill relus, so that the outputs get little to go by.
    const gradient = observed.spec.activation === 'relu' ? Math.max(...gradients) : gradients.at(-1)
    if (gradient === undefined || gradient < FLOWING) return undefined
    const accuracy = evaluation && evaluation.correct / evaluation.total
    if (accuracy !== undefined && accuracy > CHANCE * largestShare(observed)) return undefined
    return {
      severity: 'alarm',
      problem: 'The labels seem to have nothing to do with the inputs',
      evidence:
        `after ${count(miniBatches, 'mini-batch', 'mini-batches')} the training cost is ${figure(costOf(lastEpoch))}, no better than the ${figure(constantCost)} of constant outputs` +
        `${accuracy === undefined ? '' : `, and the accuracy is ${percent(accuracy)}`}, though gradients of ${figure(gradient)} flow`,
      remedy: 'check that every label stands beside its own example',
      explains: ['outputs-collapsed', 'class-stuck', 'neurons-dead', 'neurons-stuck'],
    }
  },
  over: () => 'the labels have something to do with the inputs',
}

function isNoBetterThanConstant({ epochs, evaluation, layers, constantCost, spec }: Observations): boolean {
  const least = CONSTANT * constantCost
  // A cost with logarithms that is much higher is that of certain answers, not of constant ones.
  if (spec.cost !== 'quadratic' && costOf(epochs[epochs.length - 1]) > CERTAIN * constantCost) return false
  const isRecovering = (layers.at(-1)?.saturated ?? 1) > RECOVERING
  if (isRecovering && epochs.length < 2) return false
  return epochs.slice(-2).every(record => costOf(record) >= least) && (evaluation?.cost ?? least) >= least
}

/** Whether all examples have the same label, so that constant outputs are the best. */
function hasOneLabel({ profile, outputSize }: Observations): boolean {
  return profile ? profile.constantCost === 0 : outputSize === 1
}

function largestShare({ profile, outputSize }: Observations): number {
  return profile ? largest(profile.classes) / profile.examples : 1 / outputSize
}
