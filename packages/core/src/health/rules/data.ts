import type { Evaluation } from '../../training/progress.ts'
import type { FindingCode } from '../health.ts'
import { costOf, type Observations } from '../observations.ts'
import { CONSEQUENCES, type Rule, type Symptom } from '../rule.ts'
import { count, enumerate, figure, percent } from '../wording.ts'

/** Share of constant inputs: some are usual, such as 67 of MNIST's 784, which are 0 in every image. */
const MOST_CONSTANT = 0.9

/** The examples are all the same, so that nothing tells them apart. */
export const inputsConstant: Rule = {
  code: 'inputs-constant',
  find({ profile }) {
    if (!profile || profile.examples < 2) return undefined
    const { constantInputs, inputSize, examples } = profile
    const share = constantInputs / inputSize
    if (share < MOST_CONSTANT) return undefined
    const isAll = constantInputs === inputSize
    return {
      severity: isAll ? 'alarm' : 'warning',
      problem: isAll ? 'The inputs are constant' : 'Most inputs are constant',
      evidence: `${constantInputs} of ${inputSize} inputs (${percent(share)}) have the same value in all ${count(examples, 'example')}`,
      remedy: 'check how the examples are read: they should differ',
      ...(isAll && { explains: [...CONSEQUENCES, 'inputs-too-large', 'too-few-examples'] as const }),
    }
  },
  over: () => 'the inputs differ',
}

/** Standardised inputs seldom exceed this size. */
const LARGE = 5
/** Inputs beyond this size are most likely bytes that were not divided by 255. */
const HUGE = 50
const SATURATED = 0.95
/** Share of the constant cost that is high, in training and on other data. */
const HIGH_COST = 0.5

/** Weights of about 1 times such inputs saturate the first hidden layer, and no gradient passes it. */
export const inputsTooLarge: Rule = {
  code: 'inputs-too-large',
  find(observed) {
    const { profile } = observed
    if (!profile) return undefined
    const size = Math.max(profile.largest, -profile.smallest)
    if (size <= LARGE) return undefined
    const range = `they run from ${figure(profile.smallest)} to ${figure(profile.largest)}`
    const saturated = observed.layers.length > 1 ? observed.layers[0].saturated : 0
    const isHigh = observed.costsAtLeast(HIGH_COST)
    // Relus do not saturate: the sums that are too large go on to the outputs.
    const isRelu = observed.spec.activation === 'relu'
    const isAlarm = isRelu ? isHigh : saturated >= SATURATED && (size > HUGE || isHigh)
    const harm = isRelu
      ? 'the relus of hidden layer 1 pass on sums as large'
      : `${percent(saturated)} of the activations of hidden layer 1 are saturated`
    return {
      severity: isAlarm ? 'alarm' : 'warning',
      problem: 'The inputs are too large',
      evidence: isAlarm ? `${range}, and ${harm}` : range,
      remedy: `divide them by ${figure(size)}`,
      ...(isAlarm && { layer: 1, explains: CONSEQUENCES }),
    }
  },
  over: () => 'the network learns although its inputs are large',
}

/** A class without training examples, which the network never learns to predict. */
export const classMissing: Rule = {
  code: 'class-missing',
  find(observed) {
    const { profile } = observed
    if (!profile) return undefined
    const classes = profile.classes.flatMap((examples, c) => (examples === 0 ? [c] : []))
    if (classes.length === 0) return undefined
    const isOne = classes.length === 1
    return {
      severity: 'alarm',
      problem: `The training data lack ${isOne ? 'class' : 'classes'} ${enumerate(classes.map(c => observed.nameOf(c)))}`,
      evidence: `none of the ${count(profile.examples, 'example')} has ${isOne ? 'this label' : 'these labels'}, so that the network learns never to predict ${isOne ? 'it' : 'them'}`,
      remedy: `add examples, or leave ${isOne ? 'its output neuron' : 'their output neurons'} out`,
      classes,
    }
  },
  over: () => 'the training data have every class',
}

/** Gaps between the costs on other data and in training, as shares of the constant cost. */
const GAP = 0.125
const WIDE_GAP = 0.4
/** A gap counts where the cost on other data is at least this many times the cost in training. */
const RATIO = 2
/** Examples of each class in a tiny training set. */
const TINY = 50

/** The network memorises its training examples instead of learning what they have in common. */
export const tooFewExamples: Rule = {
  code: 'too-few-examples',
  find(observed) {
    const { lastEpoch, evaluation } = observed
    if (!lastEpoch || !evaluation) return undefined
    const severity = isTiny(observed, evaluation)
      ? 'alarm'
      : severityOfGap(observed, costOf(lastEpoch), evaluation)
    if (!severity) return undefined
    const inTraining =
      evaluation.cost >= RATIO * costOf(lastEpoch) ? `${figure(costOf(lastEpoch))} in training and ` : ''
    const explains: readonly FindingCode[] = ['class-missing', 'class-stuck']
    const symptom: Symptom = {
      severity,
      problem: 'There are too few training examples',
      evidence:
        `with ${count(observed.started.spec.data.train, 'example')} the cost is ${inTraining}${figure(evaluation.cost)} on other data, ` +
        `with an accuracy of ${percent(evaluation.correct / evaluation.total)}`,
      remedy: 'train on more examples',
    }
    return severity === 'alarm' ? { ...symptom, explains } : symptom
  },
  over: () => 'the cost on other data is not far above that in training',
}

/** Whether so few examples of each class teach next to nothing. */
export function isTiny({ started, outputSize, constantCost }: Observations, evaluation: Evaluation): boolean {
  const examples = started.spec.data.train
  const isFew = examples <= TINY * outputSize && examples < evaluation.total
  return isFew && evaluation.cost >= HIGH_COST * constantCost
}

/** Severity of the gap between the costs on other data and in training; undefined where there is none. */
export function severityOfGap(
  { constantCost, profile }: Observations,
  cost: number,
  evaluation: Evaluation,
): 'alarm' | 'warning' | undefined {
  const gap = (evaluation.cost - cost) / constantCost
  // A class that training lacks costs as much, however many examples there are of the others.
  const hasAllClasses = profile?.classes.every(examples => examples > 0) ?? true
  if (!hasAllClasses || gap < GAP || evaluation.cost < RATIO * cost) return undefined
  return gap >= WIDE_GAP ? 'alarm' : 'warning'
}
