import { neverPredicted } from '../confusion.ts'
import type { Observations } from './observations.ts'
import { count, figure, percent } from './wording.ts'

/** Share of the constant cost: below it, the network has learnt something. */
const LEARNT = 0.9

export function hasLearnt(observed: Observations): boolean {
  return observed.lastEpoch !== undefined && !observed.costsAtLeast(LEARNT)
}

/** The verdict on a run without findings: one plain sentence. */
export function verdictOf(observed: Observations | undefined): string {
  if (!observed) return 'Training has not begun.'
  const record = observed.lastEpoch
  if (!record) return verdictOnStart(observed)
  const { evaluation } = observed
  const facts = [`training cost ${figure(record.cost)}`]
  if (evaluation) {
    facts.unshift(`accuracy ${percent(evaluation.correct / evaluation.total)}`)
    const { predictions } = evaluation
    const { answers: examples } = observed.started
    if (examples && neverPredicted({ examples, predictions }).length === 0)
      facts.push('every class is predicted')
  } else facts.push('no other data to evaluate on')
  const state = hasLearnt(observed) ? 'Healthy' : 'It is too early to tell'
  return `${state}: after ${count(observed.epochs.length, 'epoch')} ${facts.join(', ')}.`
}

function verdictOnStart({ layers }: Observations): string {
  const output = layers.at(-1)
  if (!output) return 'It is too early to tell: the first statistics come within the first epoch.'
  return (
    `Nothing is wrong so far: gradients of ${figure(output.gradientNorm)} flow, and ${percent(output.saturated)} ` +
    'of the outputs are saturated; wait for the end of the epoch.'
  )
}
