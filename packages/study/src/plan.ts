import { checkSpec, type Spec } from '@gradus/core'
import { StudyError } from './errors.ts'
import { pointsOf, SAMPLERS, type SamplerName } from './points.ts'
import { Space, type SpaceJson } from './space.ts'

/** Everything that decides the outcome of a study, as one JSON value. */
export interface Plan {
  /** The fields that are tried, and their values. */
  readonly space: SpaceJson
  /** The Spec of every trial but for the tried fields: its epochs are those of a trial that reaches the end. */
  readonly fixed: Spec
  /** The way to choose the values of trial k. */
  readonly sampler: SamplerName
  /** Values a range, of a grid. */
  readonly gridSteps: number
  /** Number of trials. */
  readonly trials: number
  /** The seed that the values are drawn from, in decimal digits: no network's. */
  readonly seed: string
  /** Runs a trial, each with another seed of its network. */
  readonly seeds: number
  /** Epochs at the end of each rung, ascending: the last are those of the Spec. */
  readonly rungs: readonly number[]
  /** The bits that the engine gives, as `engineVersion` has them. */
  readonly engine: string
}

/** A plan in which what has a usual value may be left out. */
export interface GivenPlan extends Pick<Plan, 'space' | 'fixed' | 'engine'> {
  /** 'sobol' by default. */
  readonly sampler?: SamplerName | undefined
  /** 5 by default. */
  readonly gridSteps?: number | undefined
  /** The size of a grid, what the budget allows, or 27 by default. */
  readonly trials?: number | undefined
  /** Most examples to train on in all trials together: no bound by default. */
  readonly budget?: number | undefined
  /** '0' by default. */
  readonly seed?: string | undefined
  /** 1 by default. */
  readonly seeds?: number | undefined
  /** Number of rungs, at the most; 3 by default. Runs of few epochs have fewer. */
  readonly rungs?: number | undefined
}

/** One in so many trials of a rung goes on, with so many times the epochs. */
export const REDUCTION = 3

const USUAL_TRIALS = 27
const MOST_TRIALS = 100_000
const MOST_SEEDS = 100
const MOST_RUNGS = 10

/** A whole plan. @throws StudyError naming what is wrong */
export function makePlan(given: GivenPlan): Plan {
  const { space, fixed, engine, sampler = 'sobol', gridSteps = 5, seed = '0', seeds = 1 } = given
  const { rungs = 3, trials, budget } = given
  checkFixed(fixed)
  checkCount('gridSteps', gridSteps, 2, 1000)
  checkCount('seeds', seeds, 1, MOST_SEEDS)
  checkCount('rungs', rungs, 1, MOST_RUNGS)
  if (!SAMPLERS.includes(sampler))
    throw new StudyError('sampler', `The sampler is ${sampler}: expected ${SAMPLERS.join(', ')}.`)
  if (!/^\d{1,1000}$/.test(seed))
    throw new StudyError('seed', `The seed of the study is ${seed}: expected decimal digits, such as 7.`)
  const plan = { space, fixed, sampler, gridSteps, seed, seeds, rungs: rungsOf(fixed.epochs, rungs), engine }
  const tried = Space.read(space)
  tried.check(fixed)
  const { size } = pointsOf(tried, plan)
  if (trials !== undefined) checkCount('trials', trials, 1, MOST_TRIALS)
  if (trials !== undefined && size !== undefined && trials > size)
    throw new StudyError(
      'trials',
      `There are to be ${trials} trials, and the space has only ${size} settings: expected at most as many. Leave the number out, or widen the space.`,
    )
  if (trials === undefined && sampler === 'grid' && size !== undefined && size > MOST_TRIALS)
    throw new StudyError(
      'gridSteps',
      `The grid has ${size.toLocaleString('en')} settings: expected at most ${MOST_TRIALS.toLocaleString('en')}. Take fewer steps, fewer fields, or another sampler.`,
    )
  const most = Math.min(size ?? MOST_TRIALS, MOST_TRIALS)
  return { ...plan, trials: withinBudget(plan, trials, budget, most) }
}

function checkFixed(fixed: Spec): void {
  checkSpec(fixed)
  if (fixed.data.validation === undefined)
    throw new StudyError(
      'data',
      'There are no validation data: expected some, since trials are judged by them alone. Set examples aside for validation.',
    )
  if (fixed.stop)
    throw new StudyError(
      'stop',
      `A trial is to stop after ${fixed.stop.epochs} epochs without a better accuracy: expected none that stops by itself, since the rungs end trials that do not do well. Leave the early stop out, and keep the best epoch if you like.`,
    )
}

/** Checks a whole number of `least` .. `most`. @throws StudyError */
function checkCount(field: string, count: number, least: number, most: number): void {
  if (Number.isSafeInteger(count) && count >= least && count <= most) return
  const range = `a whole number of ${least} .. ${most.toLocaleString('en')}`
  throw new StudyError(field, `${field} is ${count}: expected ${range}.`)
}

/** The epochs at the end of each rung: a third, or a ninth, of a run's. Rungs that would be equal are one. */
function rungsOf(epochs: number, count: number): number[] {
  const ends: number[] = []
  for (let end = epochs, left = count; left > 0 && end >= 1; left--, end = Math.round(end / REDUCTION))
    if (end !== ends[0]) ends.unshift(end)
  return ends
}

/** The number of trials: as many as were asked for, or as a budget pays. */
function withinBudget(
  plan: Omit<Plan, 'trials'>,
  asked: number | undefined,
  budget: number | undefined,
  most: number,
): number {
  const isGrid = plan.sampler === 'grid'
  if (budget === undefined) return asked ?? (isGrid ? most : Math.min(most, USUAL_TRIALS))
  checkCount('budget', budget, 1, Number.MAX_SAFE_INTEGER)
  const cost = (trials: number): number => costOf({ ...plan, trials })
  const few = asked ?? 1
  if (cost(few) > budget)
    throw new StudyError(
      'budget',
      `The budget is ${budget.toLocaleString('en')} ${budget === 1 ? 'example' : 'examples'}, and ${few === 1 ? 'one trial takes' : `${few} trials take`} ${cost(few).toLocaleString('en')}: expected as many at least. Raise it, or try fewer trials, epochs or seeds.`,
    )
  if (asked !== undefined) return asked
  let [fits, tooMany] = [1, most + 1]
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2)
    if (cost(middle) <= budget) fits = middle
    else tooMany = middle
  }
  return fits
}

/** The number of trials that train in each rung, unless some diverge. */
export function rungSizes({ trials, rungs }: Pick<Plan, 'trials' | 'rungs'>): number[] {
  let size = trials
  return rungs.map((_, rung) => {
    if (rung > 0) size = survivorsOf(size)
    return size
  })
}

/** The number of trials that goes on, out of so many in a rung. */
export function survivorsOf(trials: number): number {
  return Math.ceil(trials / REDUCTION)
}

/** Examples that a study trains on in all, unless trials diverge. */
export function costOf(plan: Pick<Plan, 'trials' | 'rungs' | 'seeds' | 'fixed'>): number {
  const { rungs, seeds, fixed } = plan
  const epochs = rungSizes(plan).reduce(
    (sum, size, rung) => sum + size * ((rungs[rung] ?? 0) - (rungs[rung - 1] ?? 0)),
    0,
  )
  return epochs * seeds * fixed.data.train
}

/** Job of a study: a run of a trial, from the rung before to the end of this one. */
export interface Job {
  /** Number of the trial, from 0. */
  readonly trial: number
  /** Number of the run among those of the trial, from 0. */
  readonly seed: number
  /** Number of the rung, from 0. */
  readonly rung: number
}

/** A job as a text that is its own: `12.0.1` is the second rung of the first run of trial 12. */
export function jobKey({ trial, seed, rung }: Job): string {
  return `${trial}.${seed}.${rung}`
}
