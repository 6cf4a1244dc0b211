import { type Spec, seedOf, seedText } from '@gradus/core'
import { StudyError } from './errors.ts'
import { type FieldValue, fieldText } from './fields.ts'
import type { Plan } from './plan.ts'
import { type Points, pointsOf } from './points.ts'
import { Space } from './space.ts'

/** The trials of a plan: their values and Specs, each of which depends on the plan and its number alone. */
export class Trials {
  /** The trials that were asked for last: those of a small space know the settings before theirs. */
  static #last: { readonly text: string; readonly trials: Trials } | undefined

  /** The fields that are tried. */
  readonly space: Space
  readonly #plan: Plan
  readonly #points: Points

  /** @throws StudyError for a plan without such trials */
  constructor(plan: Plan) {
    this.#plan = plan
    this.space = Space.read(plan.space)
    this.#points = pointsOf(this.space, plan)
  }

  /** The trials of a plan, which are kept for the next job of the same one. @throws StudyError for a plan without such trials */
  static of(plan: Plan): Trials {
    const text = JSON.stringify(plan)
    if (Trials.#last?.text !== text) Trials.#last = { text, trials: new Trials(plan) }
    return Trials.#last.trials
  }

  /** The values of a trial, one a field of the space. @throws StudyError for a number that is none of a trial */
  values(trial: number): readonly FieldValue[] {
    const { trials } = this.#plan
    if (Number.isSafeInteger(trial) && trial >= 0 && trial < trials) return this.#points.at(trial)
    throw new StudyError('trial', `The trial is ${trial}: expected a whole number of 0 .. ${trials - 1}.`)
  }

  /** The values of a trial as a person writes them: `eta 0.5, hidden 30`. */
  text(trial: number): string {
    return this.values(trial)
      .map((value, i) => `${this.space.dimensions[i]?.field} ${fieldText(value)}`)
      .join(', ')
  }

  /** The Spec of a run of a trial: it knows no test data. */
  spec({ trial, seed }: { readonly trial: number; readonly seed: number }): Spec {
    const { test, ...data } = this.#plan.fixed.data
    const fixed = { ...this.#plan.fixed, data }
    return { ...this.space.specOf(fixed, this.values(trial)), seed: seedOfRun(fixed.seed, seed) }
  }
}

/** The seed of a trial's run: that of the plan's Spec and the numbers after it, so that all trials have the same. */
function seedOfRun(text: string, run: number): string {
  const seed = seedOf(text)
  if (typeof seed === 'object') return run === 0 ? text : seedText([...seed, run])
  return String(BigInt(seed) + BigInt(run))
}
