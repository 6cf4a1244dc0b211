import type { Evaluation } from '../../training/progress.ts'
import type { FindingCode } from '../health.ts'
import { costOf, type Observations } from '../observations.ts'
import type { Rule, Symptom } from '../rule.ts'
import { count, figure, percent } from '../wording.ts'

/** Gaps between the costs on other data and in training, as shares of the constant cost. */
const GAP = 0.125
const WIDE_GAP = 0.4
/** A gap counts where the cost on other data is at least this many times the cost in training. */
const RATIO = 2
/** Share of the constant cost that is high on other data. */
const HIGH_COST = 0.5
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
  observed: Observations,
  cost: number,
  evaluation: Evaluation,
): 'alarm' | 'warning' | undefined {
  const gap = (evaluation.cost - cost) / observed.constantCost
  // A class that training lacks costs as much, however many examples there are of the others.
  const lacksClasses = observed.classesWithoutExamples(true).length > 0
  if (lacksClasses || gap < GAP || evaluation.cost < RATIO * cost) return undefined
  return gap >= WIDE_GAP ? 'alarm' : 'warning'
}

/** Difference between accuracies that many healthy runs stay below, and standard errors that chance does. */
const DIFFERENCE = 0.05
const ERRORS = 3

/** The network does as well on the validation data as in training, and badly on the test data. */
export const testDiffers: Rule = {
  code: 'test-differs',
  find(observed) {
    const { lastEpoch } = observed
    if (!lastEpoch?.test || !lastEpoch.validation) return undefined
    const { test, validation } = lastEpoch
    const cost = costOf(lastEpoch)
    const severity = severityOfGap(observed, Math.max(cost, validation.cost), test)
    if (!severity || severityOfGap(observed, cost, validation)) return undefined
    const [known, unknown] = [shareOf(validation), shareOf(test)]
    const error = Math.sqrt(varianceOf(validation) + varianceOf(test))
    if (known - unknown < Math.max(DIFFERENCE, ERRORS * error)) return undefined
    return {
      severity,
      problem: 'The test data are of another kind than the others',
      evidence:
        `the cost is ${figure(cost)} in training, ${figure(validation.cost)} on the validation data and ${figure(test.cost)} on the test data, ` +
        `with accuracies of ${percent(known)} and ${percent(unknown)} on these two`,
      remedy:
        'check that the test data are read, scaled and labelled as the training data are, or choose them out of the same data',
      explains: ['too-few-examples', 'class-stuck', 'classes-unbalanced'],
    }
  },
  over: () => 'the test data are predicted about as well as the validation data',
}

/** The accuracy of an evaluation. */
export function shareOf({ correct, total }: Evaluation): number {
  return correct / total
}

/** The square of the standard error of an accuracy. */
export function varianceOf(evaluation: Evaluation): number {
  const share = shareOf(evaluation)
  return (share * (1 - share)) / evaluation.total
}
