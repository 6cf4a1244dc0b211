import type { Spec } from '@gradus/core'
import { answersOf } from './answers.ts'
import { type Attempt, bestFirst } from './attempts.ts'
import type { Counterfactuals } from './counterfactuals.ts'
import type { Experiments, Measured } from './experiments.ts'
import { type Findings, faultsOf, hasTooFewExamples, isAtChance, isUnrelated } from './findings.ts'
import type { Question } from './question.ts'
import type { Accuracy, Cause, Cure, Repeatable, Report, Tried } from './report.ts'
import { isAbove, isCured, meanOf, type Sample, sampleOf, spreadOf } from './sample.ts'
import { isRun } from './scale.ts'
import { GAIN } from './thresholds.ts'
import { shareOf, type Trial, type TrialResult, trialOf } from './trial.ts'
import { clauseOf, sentenceOf } from './words.ts'

/** Draws the conclusions. */
export function diagnose(findings: Findings): Report {
  const { spec, scale, experiments, counterfactuals, bench } = findings
  const causes = causesOf(findings)
  const { base, whole } = experiments
  const sample = baseOf(findings)
  const isIll = causes.length > 0 || faultsOf(findings).length > 0 || isAtChance(findings)
  const { attempts, untilThen } = counterfactuals
  const tried = [...attempts, ...untilThen].map(attempt => triedOf(attempt, counterfactuals, sample))
  const [first] = base
  if (!first) throw new Error('The run itself was not trained.')
  const report = {
    status: isIll ? ('ill' as const) : ('healthy' as const),
    spec,
    base: {
      ...repeatable(trialOf({ ...spec, epochs: scale.epochs }), first),
      accuracy: accuracyOfSample(sample),
      findings: first.findings.map(({ code }) => code),
    },
    whole: whole && !isRun(scale, spec) ? repeatable(trialOf(spec), whole) : undefined,
    sightings: findings.sightings,
    answers: answersOf(findings, causes),
    causes,
    tried,
    undecided: counterfactuals.undecided.map(({ change }) => change.name),
    experiments: { ...figuresOf(experiments, spec), step: findings.step, firstSteps: findings.firstSteps },
    cost: { trials: bench.trials, spent: bench.spent, budget: scale.budget },
  }
  return { ...report, sentence: sentenceOf(report) }
}

function causesOf(findings: Findings): Cause[] {
  const { cure, untilThen } = findings.counterfactuals
  const isFaulty = faultsOf(findings).length > 0
  if (!cure && isFaulty) return []
  if (!cure && isUnrelated(findings)) return [causeOf(findings, ['labels'], undefined)]
  if (!isFaulty && hasTooFewExamples(findings)) {
    const base = baseOf(findings)
    const helping = [...untilThen, ...(cure ? [cure] : [])].filter(({ sample }) => isCured(sample, base))
    return [causeOf(findings, ['examples'], helping.toSorted(bestFirst)[0])]
  }
  if (!cure) return []
  const { question, second } = cure.change
  return [causeOf(findings, second === undefined ? [question] : [question, second], cure)]
}

function causeOf(findings: Findings, questions: readonly Question[], cure: Attempt | undefined): Cause {
  const clause = questions.map(question => clauseOf(question, findings, cure?.change)).join(', and ')
  return { questions, clause, cure: cure && cureOf(findings, cure) }
}

function baseOf({ spec, experiments }: Findings): Sample {
  return sampleOf(spec, experiments.base)
}

function cureOf({ spec }: Findings, { change, sample, first }: Attempt): Cure {
  const { trial } = first
  const isLonger = 'epochs' in change.fields
  const epochs = trial.spec.epochs !== spec.epochs && !isLonger ? ` --epochs ${trial.spec.epochs}` : ''
  return {
    change: change.name,
    fields: change.fields,
    flags: change.flags === undefined ? undefined : `${change.flags}${epochs}`,
    ...repeatable(trial, first.result),
    accuracy: accuracyOfSample(sample),
  }
}

function repeatable({ spec }: Trial, result: TrialResult): Repeatable {
  const { sha256, epochs } = result
  const counts = epochs.map(({ validation }) => ({ correct: validation.correct, total: validation.total }))
  const curve = counts.map(shareOf)
  const at = spec.keep === 'best' ? curve.indexOf(Math.max(...curve)) : counts.length - 1
  return {
    ...{ seed: spec.seed, epochs: spec.epochs, train: spec.data.train },
    validation: counts[at] ?? { correct: 0, total: 1 },
    ...{ curve, sha256 },
  }
}

function accuracyOfSample(sample: Sample): Accuracy {
  return { mean: meanOf(sample), spread: spreadOf(sample), seeds: sample.accuracies }
}

function triedOf(attempt: Attempt, { cure }: Counterfactuals, base: Sample): Tried {
  const { change, sample } = attempt
  const isCure =
    cure !== undefined &&
    (cure.change === change || (isCured(sample, base) && meanOf(sample) >= meanOf(cure.sample)))
  const effect = isCure ? 'cures' : isAbove(sample, base, GAIN) ? 'helps less' : 'does not help'
  return { change: change.name, question: change.question, accuracy: accuracyOfSample(sample), effect }
}

function figuresOf(experiments: Experiments, spec: Spec): Omit<Report['experiments'], 'step' | 'firstSteps'> {
  const { byHeart, asItIs, withoutInputs, shuffled, etas, shares, widths } = experiments
  const points = (all: readonly Measured<number>[], scale = 1): { x: number; accuracy: number }[] =>
    all.map(({ of, sample }) => ({ x: of * scale, accuracy: meanOf(sample) }))
  return {
    byHeart,
    asItIs: meanOf(asItIs),
    withoutInputs: withoutInputs && meanOf(withoutInputs),
    shuffled: shuffled && meanOf(shuffled),
    etas: points(etas),
    examples: points(shares, spec.data.train).map(({ x, accuracy }) => ({ x: Math.round(x), accuracy })),
    widths: widths.map(({ of, sample }) => ({ change: of.change.name, accuracy: meanOf(sample) })),
  }
}
