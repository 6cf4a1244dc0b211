import type { Evaluation } from '../../training/progress.ts'
import type { Course } from '../course.ts'
import type { FindingCode } from '../health.ts'
import type { Rule, Symptom } from '../rule.ts'
import { count, figure, percent } from '../wording.ts'

/** Between the costs on other data and in training, as shares of the cost of constant outputs. */
const GAP = 0.125
const WIDE_GAP = 0.4
/** The cost on other data is at least so many times that in training. */
const RATIO = 2
/** Examples for each class. */
const TINY = 50
/** Of the cost of constant outputs, on other data. */
const HIGH_COST = 0.5

/** The network comes to know its training examples by heart, and not what they have in common. */
export const tooFewExamples: Rule = {
  code: 'too-few-examples',
  find(course) {
    const { lastEpoch, evaluation } = course
    if (!lastEpoch || !evaluation) return undefined
    const severity = isTiny(course, evaluation) ? 'alarm' : severityOfGap(course, lastEpoch.cost, evaluation)
    if (!severity) return undefined
    const inTraining =
      evaluation.cost >= RATIO * lastEpoch.cost ? `${figure(lastEpoch.cost)} in training and ` : ''
    const explains: readonly FindingCode[] = ['class-missing', 'class-stuck']
    const symptom: Symptom = {
      severity,
      problem: 'There are too few training examples',
      evidence:
        `with ${count(course.started.examples, 'example')} the cost is ${inTraining}${figure(evaluation.cost)} on other data, ` +
        `of which ${percent(evaluation.correct / evaluation.total)} are right`,
      remedy: 'train on more examples',
    }
    return severity === 'alarm' ? { ...symptom, explains } : symptom
  },
}

function isTiny({ started, outputSize, constantCost }: Course, evaluation: Evaluation): boolean {
  const { examples } = started
  const isFew = examples <= TINY * outputSize && examples < evaluation.total
  return isFew && evaluation.cost >= HIGH_COST * constantCost
}

function severityOfGap(
  { constantCost, profile }: Course,
  cost: number,
  evaluation: Evaluation,
): 'alarm' | 'warning' | undefined {
  const gap = (evaluation.cost - cost) / constantCost
  // A class that training lacks costs as much, however many examples there are of the others.
  const isWhole = profile?.classes.every(examples => examples > 0) ?? true
  if (!isWhole || gap < GAP || evaluation.cost < RATIO * cost) return undefined
  return gap >= WIDE_GAP ? 'alarm' : 'warning'
}
