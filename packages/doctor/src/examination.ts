import type { Spec } from '@gradus/core'
import { StudyError } from '@gradus/study'
import { Bench, type Phase } from './bench.ts'
import { CounterfactualTrials } from './counterfactuals.ts'
import { diagnose } from './diagnosis.ts'
import { experiment } from './experiments.ts'
import { firstStepsOf } from './first-steps.ts'
import type { LookedAt } from './look/data.ts'
import { advisedChanges } from './look/health.ts'
import { look } from './look.ts'
import type { Report } from './report.ts'
import { fullTrial, type Scale, scaleOf, usualBudget } from './scale.ts'
import { stepOf } from './step.ts'
import { suspectsOf } from './suspects.ts'
import { SEEDS } from './thresholds.ts'
import { costOf, type Lab } from './trial.ts'

/** A run that is examined: its Spec and data. Test data decide nothing: at most they are compared with the others. */
export interface Subject extends LookedAt {
  /** All that decides the bits of the run. */
  readonly spec: Spec
}

/** Options of an examination. */
export interface ExamineOptions {
  /** Examples that it may train on: by default eight times those of the run, at least 400,000, at most 4,000,000. */
  readonly budget?: number | undefined
  /** Told before each set of trials. */
  readonly onPhase?: ((phase: Phase) => void) | undefined
}

/**
 * Examines a run: looks at it, does small experiments, and tries changes. The report is a function of Spec, data and
 * budget alone.
 * @throws StudyError for data that are not the Spec's, a single output, or a budget that is none; what the lab throws
 */
export async function examine(subject: Subject, lab: Lab, options: ExamineOptions = {}): Promise<Report> {
  const { spec, validation } = subject
  const { budget = usualBudget(spec), onPhase } = options
  check(subject, budget)
  const scale = scaleOf(spec, budget)
  checkBudget(spec, scale)
  const { sightings, start } = await look(subject)
  const bench = new Bench(lab, budget, onPhase)
  const experiments = await experiment(spec, validation.length, scale, bench)
  const suspects = suspectsOf(
    spec,
    experiments,
    sightings.flatMap(sighting => sighting.suspects),
    advisedChanges(spec, experiments.base[0]?.findings ?? []),
  )
  const trials = new CounterfactualTrials(spec, scale, bench, experiments, sightings)
  const counterfactuals = await trials.run(suspects)
  const saturatedFirst = start?.layers.map(({ saturated }) => saturated) ?? []
  const [step, firstSteps] = [stepOf(spec, subject.train), await firstStepsOf(spec, subject)]
  return diagnose({
    spec,
    scale,
    sightings,
    saturatedFirst,
    experiments,
    counterfactuals,
    step,
    firstSteps,
    bench,
  })
}

/** @throws StudyError unless the budget pays for the run at the length of trials, with all seeds */
function checkBudget(spec: Spec, scale: Scale): void {
  const least = SEEDS * costOf(fullTrial(scale, spec))
  if (least <= scale.budget) return
  throw new StudyError(
    'budget',
    `budget is ${scale.budget}: expected at least ${least} examples, which ${SEEDS} short runs train on. Give more.`,
  )
}

function check({ spec, train, validation }: Subject, budget: number): void {
  if (!Number.isSafeInteger(budget) || budget < 1)
    throw new StudyError('budget', `budget is ${budget}: expected a whole number of examples, at least 1.`)
  if (spec.sizes.at(-1) === 1)
    throw new StudyError(
      'data',
      'The network has a single output, whose prediction is always correct: expected an output a class, at least two. Give labels of 0 and 1 two outputs, such as by `oneHot(label, 2)`.',
    )
  if (spec.data.train !== train.length || spec.data.validation !== validation.length)
    throw new StudyError(
      'data',
      `The data are ${train.length} examples, and ${validation.length} for validation: expected ${spec.data.train} and ${spec.data.validation ?? 0}, as the Spec says. Give the data of the run.`,
    )
}
