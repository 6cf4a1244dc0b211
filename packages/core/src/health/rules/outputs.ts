import { sumOf } from '../../confusion.ts'
import { costOf, type Observations } from '../observations.ts'
import type { Rule } from '../rule.ts'
import { count, figure, percent } from '../wording.ts'

/** Share of the predictions of which one class has all. */
const ALWAYS = 0.99
/** Share of the outputs that are saturated: then nearly every answer is certain. */
const CERTAIN = 0.9
/** Share of the predictions that are correct: below it, certain answers are wrong. */
const MOSTLY = 0.5

/**
 * Whether a cost with logarithms is no better in training and on other data than that of constant outputs:
 * certain answers that are wrong cost more than none. The quadratic cost hardly exceeds that of constant
 * outputs.
 */
export function isWorseThanConstant(observed: Observations): boolean {
  const { evaluation, constantCost, spec } = observed
  const other = evaluation?.cost ?? constantCost
  return spec.cost !== 'quadratic' && observed.costsAtLeast(1) && other >= constantCost
}

/** The outputs answer the same class whatever the input, or are certain and wrong. */
export const outputsCollapsed: Rule = {
  code: 'outputs-collapsed',
  find(observed, onset) {
    const { evaluation, lastEpoch, layers, constantCost, spec } = observed
    if (!lastEpoch || !evaluation || !isWorseThanConstant(observed)) return undefined
    const { predictions, correct, total } = evaluation
    const most = predictions.reduce((most, times) => Math.max(most, times))
    const isOneClass = predictions.length > 1 && most >= ALWAYS * sumOf(predictions)
    const certain = layers.at(-1)?.saturated ?? 0
    const isWrong = correct < MOSTLY * total
    if (!isWrong || (!isOneClass && certain < CERTAIN)) return undefined
    const name = spec.output === 'softmax' ? 'softmax' : 'output layer'
    const label = predictions.indexOf(most)
    const answers = isOneClass
      ? `${most.toLocaleString('en')} of ${count(total, 'prediction')} are this class`
      : `${percent(certain)} of the outputs are saturated and ${percent(correct / total)} of the predictions correct`
    return {
      severity: 'alarm',
      ...(isOneClass
        ? { problem: `The ${name} always answers class ${observed.nameOf(label)}`, classes: [label] }
        : { problem: `The ${name} is certain and wrong` }),
      evidence: `${answers} since epoch ${onset.epoch}, and the training cost is ${figure(costOf(lastEpoch))}, no better than the ${figure(constantCost)} of constant outputs`,
      remedy: `begin again with smaller initial weights and biases, or a smaller eta: try ${figure(observed.smallerThan(onset.eta))}`,
      change: { eta: observed.smallerThan(onset.eta) },
      layer: layers.length,
      explains: ['class-stuck', 'neurons-stuck'],
    }
  },
  over: () => 'the outputs tell classes apart',
}
