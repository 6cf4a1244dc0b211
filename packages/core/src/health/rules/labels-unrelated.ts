import type { Course } from '../course.ts'
import { largest } from '../largest.ts'
import type { Rule } from '../rule.ts'
import { count, figure, percent } from '../wording.ts'

/** Of the cost of constant outputs, less what the noise of the last mini-batches may be. */
const CONSTANT = 0.98
/** Of the share of the largest class. */
const CHANCE = 2
/** So many mini-batches are to have changed nothing. */
const ENOUGH = 1000
/** Smaller gradients have vanished: then that is the matter. */
const FLOWING = 0.01
/** Of the output's activations: above it, the outputs may still be on their way back, for one more epoch. */
const SATURATED = 0.5

/** Gradients flow, yet the best that was learnt is to answer the same, whatever the input. */
export const labelsUnrelated: Rule = {
  code: 'labels-unrelated',
  find(course) {
    const { lastEpoch, constantCost, evaluation, miniBatches } = course
    if (!lastEpoch || miniBatches < ENOUGH || hasOneAnswer(course) || !isNoBetterThanConstant(course))
      return undefined
    const gradient = course.recent(({ gradientNorm }) => gradientNorm).at(-1)
    if (gradient === undefined || gradient < FLOWING) return undefined
    const right = evaluation && evaluation.correct / evaluation.total
    if (right !== undefined && right > CHANCE * largestShare(course)) return undefined
    return {
      severity: 'alarm',
      problem: 'The labels seem to have nothing to do with the inputs',
      evidence:
        `after ${count(miniBatches, 'mini-batch', 'mini-batches')} the training cost is ${figure(lastEpoch.cost)}, no better than the ${figure(constantCost)} of constant answers` +
        `${right === undefined ? '' : `, and ${percent(right)} are right`}, though gradients of ${figure(gradient)} flow`,
      remedy: 'check that every label stands beside its own example',
      explains: ['class-stuck', 'neurons-stuck'],
    }
  },
}

function isNoBetterThanConstant({ epochs, evaluation, layers, constantCost }: Course): boolean {
  const least = CONSTANT * constantCost
  const isSaturated = (layers.at(-1)?.saturated ?? 1) > SATURATED
  if (isSaturated && epochs.length < 2) return false
  return epochs.slice(-2).every(({ cost }) => cost >= least) && (evaluation?.cost ?? least) >= least
}

/** The best answer is then the same for every example. */
function hasOneAnswer({ profile, outputSize }: Course): boolean {
  return profile ? profile.constantCost === 0 : outputSize === 1
}

function largestShare({ profile, outputSize }: Course): number {
  return profile ? largest(profile.classes) / profile.examples : 1 / outputSize
}
