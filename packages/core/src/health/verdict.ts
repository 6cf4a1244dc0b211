import type { Observations } from './observations.ts'
import { unlearntClasses } from './rules/classes.ts'
import { count, enumerate, figure, percent } from './wording.ts'

/** Share of the constant cost: below it, the network has learnt something. */
const LEARNT = 0.9

function hasLearnt(observed: Observations): boolean {
  return observed.lastEpoch !== undefined && !observed.costsAtLeast(LEARNT)
}

/** Whether a run without findings learns, and that every class that it is tried on. */
export function isHealthy(observed: Observations): boolean {
  return hasLearnt(observed) && unlearntClasses(observed).length === 0
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
    if (observed.started.answers && unlearntClasses(observed).length === 0)
      facts.push('every class is predicted')
  } else facts.push('no other data to evaluate on')
  facts.push(...unlearntFact(observed))
  return `${stateOf(observed)}: after ${count(observed.epochs.length, 'epoch')} ${facts.join(', ')}.`
}

function stateOf(observed: Observations): string {
  const { finished } = observed
  if (isHealthy(observed)) return 'Healthy'
  if (hasLearnt(observed)) return `Not every class is learnt${finished ? '' : ' yet'}`
  return finished ? 'The run ended too early to tell' : 'It is too early to tell'
}

function unlearntFact(observed: Observations): string[] {
  const classes = unlearntClasses(observed)
  if (classes.length === 0) return []
  const [noun, verb] = classes.length === 1 ? ['class', 'is'] : ['classes', 'are']
  return [`${noun} ${enumerate(classes.map(c => observed.nameOf(c)))} ${verb} never predicted correctly`]
}

function verdictOnStart({ layers }: Observations): string {
  const output = layers.at(-1)
  if (!output) return 'It is too early to tell: the first statistics come within the first epoch.'
  return (
    `Nothing is wrong so far: gradients of ${figure(output.gradientNorm)} flow, and ${percent(output.saturated)} ` +
    'of the outputs are saturated; wait for the end of the epoch.'
  )
}
