import type { Change } from './change.ts'
import { bestOf } from './experiments.ts'
import { type Findings, faultsOf, hasTooFewExamples } from './findings.ts'
import type { Answer, Question } from './question.ts'
import type { Answered, Cause } from './report.ts'
import { meanOf } from './sample.ts'
import { clauseOf, counted, percent } from './words.ts'

/** The questions of the textbook, which are always answered. */
const ALWAYS: readonly Question[] = [
  'start',
  'examples',
  'epochs',
  'architecture',
  'eta-too-high',
  'eta-too-low',
]

/** A step is clearly another than the best one on its line from this factor on. */
const CLEARLY = 4

/** Answers the six questions, and those on data and Spec where something is wrong. */
export function answersOf(findings: Findings, causes: readonly Cause[]): Answered[] {
  const faults = faultsOf(findings)
  const yes = [...causes.flatMap(({ questions }) => questions), ...faults.map(({ question }) => question)]
  const others = yes.filter(question => !ALWAYS.includes(question))
  return [...ALWAYS, ...new Set(others)].map(question => {
    const cause = causes.find(({ questions }) => questions.includes(question))
    const fault = faults.find(one => one.question === question)
    if (!cause && fault) return { question, answer: 'yes', sentence: fault.sentence }
    if (!cause) return { question, ...withoutCause(question, findings) }
    const { cure } = cause
    const change = findings.counterfactuals.attempts.find(
      attempt => attempt.change.name === cure?.change,
    )?.change
    const proof = cure ? `; with ${cure.change} the accuracy is ${percent(cure.accuracy.mean)}` : ''
    const clause = clauseOf(question, findings, change)
    return { question, answer: 'yes', sentence: sentence(`${clause}${onLine(question, findings)}${proof}`) }
  })
}

function sentence(text: string): string {
  const isName = text.startsWith('eta')
  return `${isName ? text.slice(0, 1) : text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** The answer to a question that no cure answers. */
function withoutCause(
  question: Question,
  findings: Findings,
): { readonly answer: Answer; readonly sentence: string } {
  const { undecided } = findings.counterfactuals
  const open = undecided.find(({ change }) => change.question === question)
  if (open)
    return {
      answer: 'could not tell',
      sentence: `${sentence(`with ${open.change.name} the accuracy is ${percent(meanOf(open.sample))} in a short run`)} The budget did not pay for the whole one.`,
    }
  const figures = figuresOn(question, findings)
  if (figures === undefined)
    return { answer: 'could not tell', sentence: 'The budget did not pay for its experiment.' }
  return { answer: 'no', sentence: sentence(figures) }
}

/** The step that eta makes against the best one on its line, where it bears a cause out. */
function onLine(question: Question, { step }: Findings): string {
  if (!step) return ''
  const { ratio } = step
  if (question === 'eta-too-high' && ratio >= CLEARLY)
    return `; the first step is ${ratio} times the best one on its line`
  if (question === 'eta-too-low' && ratio <= 1 / CLEARLY)
    return `; the best first step on its line is ${1 / ratio} times as long`
  return ''
}

/** The figures that clear a suspect; undefined where there are none. */
function figuresOn(question: Question, findings: Findings): string | undefined {
  const { spec, experiments, counterfactuals } = findings
  const { etas, shares, widths } = experiments
  switch (question) {
    case 'examples': {
      const { doubling } = counterfactuals
      const [half, all] = doubling ? [{ sample: doubling.half }, { sample: doubling.all }] : shares.slice(-2)
      if (!half || !all || hasTooFewExamples(findings)) return undefined
      return `half of the examples reach ${percent(meanOf(half.sample))}, all of them ${percent(meanOf(all.sample))}, after equally many mini-batches`
    }
    case 'epochs':
      if (counterfactuals.needsEpochs !== false) return sooner(findings)
      return (
        tried(findings, ({ question: of }) => of === 'epochs') ??
        `the accuracy does not rise any more at the end of ${counted(spec.epochs, 'epoch')}`
      )
    case 'architecture': {
      const best = bestOf(widths)
      if (!best) return undefined
      return `in short runs these layers reach ${percent(meanOf(experiments.asItIs))}, ${best.of.change.name} ${percent(meanOf(best.sample))}`
    }
    case 'eta-too-high':
    case 'eta-too-low': {
      const best = bestOf(etas)
      if (!best || etas.length === 1) return undefined
      if (best.of === spec.eta)
        return `of ${etas.length} learning rates in short runs eta = ${spec.eta} is the best, with ${percent(meanOf(best.sample))}`
      return `in short runs eta = ${spec.eta} reaches ${percent(meanOf(experiments.asItIs))}, the best, eta = ${best.of}, ${percent(meanOf(best.sample))}`
    }
    case 'start':
      return (
        tried(findings, ({ question: of }) => of === 'start') ??
        (spec.sizes.length === 2
          ? 'there is no hidden layer to saturate'
          : `the weights are ${spec.initialiser ?? 'textbook'} ones, which suit ${spec.activation} neurons`)
      )
    default:
      return tried(findings, ({ question: of }) => of === question)
  }
}

/** The cure that needs no more epochs than the run has. */
function sooner({ spec, counterfactuals: { cure } }: Findings): string | undefined {
  if (!cure || cure.first.trial.spec.epochs > spec.epochs) return undefined
  const { change, first } = cure
  return `with ${change.name} ${counted(first.trial.spec.epochs, 'epoch')} suffice for ${percent(meanOf(cure.sample))}`
}

/** The accuracies of the changes that were tried for a question. */
function tried(
  { counterfactuals: { attempts } }: Findings,
  isAsked: (change: Change) => boolean,
): string | undefined {
  const all = attempts.filter(({ change }) => change.second === undefined && isAsked(change))
  if (all.length === 0) return undefined
  return all
    .map(({ change, sample }) => `with ${change.name} the accuracy is ${percent(meanOf(sample))}`)
    .join(', ')
}
