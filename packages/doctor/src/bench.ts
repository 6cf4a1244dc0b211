import { costOf, type Lab, type Trial, type TrialResult } from './trial.ts'

/** A set of trials that begins. */
export interface Phase {
  /** Its name, such as `small experiments`. */
  readonly name: string
  /** Number of trials. */
  readonly trials: number
  /** Examples that they train on. */
  readonly examples: number
  /** Examples that those before trained on. */
  readonly spent: number
  /** Examples that may be trained on in all. */
  readonly budget: number
}

/** Something that a trial is done for. */
export interface Wanted {
  readonly trial: Trial
}

/** The same with the result. */
export type Done<W extends Wanted> = W & { readonly result: TrialResult }

/** A lab with a budget, which counts examples: the same everywhere, whatever was done before. */
export class Bench {
  readonly #lab: Lab
  readonly #budget: number
  readonly #onPhase: ((phase: Phase) => void) | undefined
  /** Examples trained on. */
  spent = 0
  /** Trials done. */
  trials = 0

  constructor(lab: Lab, budget: number, onPhase?: (phase: Phase) => void) {
    this.#lab = lab
    this.#budget = budget
    this.#onPhase = onPhase
  }

  /** Whether the budget pays for a trial, or for so many of them. */
  pays(trial: Trial, times = 1): boolean {
    return this.spent + times * costOf(trial) <= this.#budget
  }

  /**
   * Does the trials that the budget pays for, the first ones first.
   * @returns what was wanted of these, in its order, with the results
   */
  async run<W extends Wanted>(name: string, wanted: readonly W[]): Promise<Done<W>[]> {
    const { spent } = this
    const chosen = wanted.filter(({ trial }) => {
      const isPaid = this.pays(trial)
      if (isPaid) this.spent += costOf(trial)
      return isPaid
    })
    if (chosen.length === 0) return []
    this.trials += chosen.length
    const examples = this.spent - spent
    this.#onPhase?.({ name, trials: chosen.length, examples, spent, budget: this.#budget })
    const results = await this.#lab.run(chosen.map(({ trial }) => trial))
    return chosen.flatMap((one, i) => {
      const result = results[i]
      return result ? [{ ...one, result }] : []
    })
  }
}
