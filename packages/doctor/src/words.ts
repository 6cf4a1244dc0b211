import type { Spec } from '@gradus/core'
import type { Change } from './change.ts'
import { type Findings, faultsOf, forecast, isBelowChance } from './findings.ts'
import type { FirstSteps } from './first-steps.ts'
import type { Question } from './question.ts'
import type { Cause, Report } from './report.ts'
import { meanOf } from './sample.ts'
import { shareOf, type TrialResult, trainingAccuracyOf } from './trial.ts'

/** A share as percent: two figures after the point where it is close to all. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0.995 && share < 1 ? 2 : 1).replace(/\.0$/, '')} %`
}

/** `1 epoch`, `12 epochs`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

/** Names the cause for an answer of yes, and how it shows. */
export function clauseOf(question: Question, findings: Findings, cure: Change | undefined): string {
  const { spec, experiments } = findings
  const { base, byHeart = 0, shuffled } = experiments
  const [first] = base
  const outputs = first?.saturated.at(-1)
  const { eta, sizes } = spec
  switch (question) {
    case 'start':
      return cure?.fields.cost !== undefined && cure.fields.initialiser === undefined
        ? `the ${spec.cost} cost gives next to no gradient where outputs are saturated, and ${startOf(findings)}`
        : `its first weights suit it badly: ${startOf(findings)}`
    case 'examples': {
      const { doubling } = findings.counterfactuals
      const few = `${counted(spec.data.train, 'example')} are too few`
      if (!doubling) return few
      const { half, all, change } = doubling
      const withIt = change ? ` with ${change.name}` : ''
      return `${few}:${withIt} half of them reach ${percent(meanOf(half))}, all of them ${percent(meanOf(all))}, and four times as many about ${percent(1 - forecast(doubling))}`
    }
    case 'epochs':
      return `${counted(spec.epochs, 'epoch')} ${spec.epochs === 1 ? 'is' : 'are'} too few: the accuracy still rises at the end`
    case 'architecture':
      return `the layers [${sizes.join(', ')}] cannot learn it: ${counted(10, 'example')} a class are learned by heart to ${percent(byHeart)}`
    case 'eta-too-high':
      if (first?.problem) return `eta = ${eta} is too high: the run ${first.problem}`
      if (outputs && outputs.last >= 0.5)
        return `eta = ${eta} drives ${percent(outputs.last)} of the outputs into saturation${soonOf(findings.firstSteps, 'most of them')}`
      return `eta = ${eta} is too high: ${costFall(first)}`
    case 'eta-too-low':
      return `eta = ${eta} is too low: ${costFall(first)}`
    case 'labels':
      if (isBelowChance(findings))
        return `the labels of the training data are others than those of the validation data: ${percent(first ? trainingAccuracyOf(first) : 0)} of the former are learned, and of the latter fewer predicted than by chance`
      return `the labels have nothing to do with the inputs: in another order they are predicted as well, ${percent(shuffled ? meanOf(shuffled) : 0)}, though the network can learn ${counted(10, 'example')} a class by heart`
    case 'inputs':
      return seenOf(cure, findings) ?? 'the inputs have a form that is hard to learn from'
    case 'regularisation':
      return `it is held back too much${brakesOf(spec, cure)}: the training accuracy stays at ${percent(first ? trainingAccuracyOf(first) : 0)}`
    case 'spec':
      return specClause(spec, cure)
    case 'parts':
      return 'the parts of the data share examples'
  }
}

/** The ways of a Spec that hold it back, as a cure leaves them out or makes them weaker. */
function brakesOf({ l1, l2, dropout, augment }: Spec, cure: Change | undefined): string {
  const { fields } = cure ?? { fields: {} }
  const brakes = [
    ...(l1 !== undefined && 'l1' in fields ? [`the decay of l1 = ${l1}`] : []),
    ...(l2 !== undefined && 'l2' in fields ? [`the decay of l2 = ${l2}`] : []),
    ...(dropout && 'dropout' in fields
      ? [`dropout of ${dropout.hidden || `${dropout.input} of the inputs`}`]
      : []),
    ...(augment && 'augment' in fields ? ['changed images'] : []),
  ]
  return brakes.length === 0 ? '' : ` by ${brakes.join(' and ')}`
}

/** Saturation of the first network, and soon after it. */
function startOf({ saturatedFirst, firstSteps }: Findings): string {
  const [hidden, outputs] = [saturatedFirst.slice(0, -1)[0], saturatedFirst.at(-1)]
  if (outputs === undefined) return 'its first outputs are out of range'
  const before =
    hidden === undefined ? '' : `${percent(hidden)} of the activations of the first hidden layer and `
  const soon = outputs < 0.5 ? soonOf(firstSteps, 'and most outputs') : ''
  return `${before}${percent(outputs)} of the outputs are saturated before it learns anything${soon}`
}

/** When most outputs are saturated. @param most of them, in words */
function soonOf({ untilSaturated }: FirstSteps, most: string): string {
  if (untilSaturated === undefined) return ''
  if (untilSaturated === 1) return `, ${most} after the first mini-batch`
  return `, ${most} within ${untilSaturated} mini-batches`
}

/** Problem and evidence of what a look shows that suggests a cure. */
function seenOf(cure: Change | undefined, { sightings }: Findings): string | undefined {
  const [problem] =
    sightings.find(({ suspects }) => suspects.some(({ name }) => name === cure?.name))?.sentence.split(';') ??
    []
  return problem && `${problem.charAt(0).toLowerCase()}${problem.slice(1)}`
}

/** The field that cannot work, by the cure. */
function specClause(spec: Spec, cure: Change | undefined): string {
  const { miniBatchSize, schedule, optimiser, data } = spec
  if (cure?.fields.miniBatchSize !== undefined) {
    const updates = spec.epochs * Math.ceil(data.train / miniBatchSize)
    return `mini-batches of ${miniBatchSize} leave ${counted(updates, 'update')} of the weights in all`
  }
  if (cure?.fields.schedule !== undefined && schedule)
    return `its ${schedule.name} schedule makes eta too small too soon`
  if (cure?.fields.optimiser !== undefined && optimiser && 'momentum' in optimiser)
    return `a momentum of ${optimiser.momentum} is too high`
  return 'its Spec asks for what cannot work'
}

function costFall(result: TrialResult | undefined): string {
  const costs = result?.epochs.map(({ cost }) => cost) ?? []
  const [from, to] = [costs[0] ?? 0, costs.at(-1) ?? 0]
  if (costs.length < 2)
    return `the cost is still ${to.toPrecision(3)} after ${counted(costs.length, 'epoch')}`
  if (to >= from)
    return `the cost does not fall from ${from.toPrecision(3)} in ${counted(costs.length, 'epoch')}`
  return `the cost falls only from ${from.toPrecision(3)} to ${to.toPrecision(3)} in ${counted(costs.length, 'epoch')}`
}

/** The whole diagnosis in a sentence, and the faults that a look shows in one each. */
export function sentenceOf(report: Omit<Report, 'sentence'>): string {
  const known = report.causes.flatMap(({ questions }) => questions)
  const faults = faultsOf(report).filter(({ question }) => !known.includes(question))
  return [experimentsOf(report, faults.length > 0), ...faults.map(({ sentence }) => sentence)].join(' ')
}

function experimentsOf(report: Omit<Report, 'sentence'>, isFaulty: boolean): string {
  const { status, causes, base, whole, tried } = report
  const run = whole ?? base
  const reached = `${percent(shareOf(run.validation))} after ${counted(run.epochs, 'epoch')}`
  const helpful = tried.filter(({ effect }) => effect === 'helps less')
  if (status === 'healthy') {
    if (helpful.length > 0)
      return `The network learns: it reaches ${reached}. It does better with ${namesOf(helpful)}, but nothing shows a fault.`
    const others =
      tried.length === 1
        ? 'the change that was tried does not make it'
        : `none of the ${tried.length} changes that were tried makes it`
    return `The network learns: it reaches ${reached}${tried.length === 0 ? '' : `, and ${others} much better`}.`
  }
  if (causes.length === 0 && isFaulty) return `The network reaches ${reached}, and a look shows a fault.`
  if (causes.length === 0)
    return `The network does not learn: it reaches ${reached}, and ${withoutCure(report)}.`
  const verb = isFar(report) ? 'does not learn' : 'learns less than it could'
  return `The network ${verb} because ${causes.map(causeText).join('; and because ')}; ${restOf(report)}.`
}

function withoutCure({ tried, undecided }: Omit<Report, 'sentence'>): string {
  if (tried.length === 0) return 'the budget paid for no change'
  if (undecided.length > 0)
    return `the budget did not pay to prove that it does with ${undecided.join(', or with ')}, as short runs do`
  return `nothing that was tried cures it: ${tried.map(({ change }) => change).join(', ')}`
}

function isFar({ base, experiments }: Omit<Report, 'sentence'>): boolean {
  const chance = experiments.withoutInputs ?? 0
  return (base.accuracy.mean - chance) / (1 - chance) < 0.3
}

function causeText({ clause, cure }: Cause): string {
  if (!cure) return clause
  const reached = `${percent(shareOf(cure.validation))} after ${counted(cure.epochs, 'epoch')}`
  return `${clause}; with ${cure.change} it reaches ${reached}`
}

/** The other changes that were tried: those that do as well as the cure, though less speaks for them, and those that help less. */
function restOf({ tried, causes }: Omit<Report, 'sentence'>): string {
  const others = tried.filter(({ change }) => causes.every(({ cure }) => cure?.change !== change))
  if (others.length === 0) return 'nothing else was tried'
  const [equal, less] = [
    others.filter(({ effect }) => effect === 'cures'),
    others.filter(({ effect }) => effect === 'helps less'),
  ]
  if (equal.length + less.length === 0) return 'nothing else that was tried helps'
  const told = (some: Report['tried'], verb: string, rest: string): string[] =>
    some.length === 0 ? [] : [`${namesOf(some)} ${verb}${some.length === 1 ? 's' : ''} ${rest}`]
  return [...told(equal, 'cure', 'as well'), ...told(less, 'help', 'less')].join('; ')
}

/** The best changes with their accuracies. */
function namesOf(some: Report['tried']): string {
  const best = some.toSorted((a, b) => b.accuracy.mean - a.accuracy.mean).slice(0, 3)
  return best.map(({ change, accuracy }) => `${change} (${percent(accuracy.mean)})`).join(', ')
}
