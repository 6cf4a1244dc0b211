import type { Spec } from '@gradus/core'
import { type Lab, type Trial, type TrialResult, trialOf } from '../trial.ts'

/** A run that was trained before, as its record has it. */
export interface RecordedRun {
  /** All that decides its bits. */
  readonly spec: Spec
  /** Its result; no report tells of its saturation or findings, which may be missing. */
  readonly result: TrialResult
}

/**
 * A lab that takes the result of a whole run from its record. The record is believed if the run at the length of a
 * trial, which is trained all the same, has its first epochs, to the bit of their costs; otherwise it is trained again.
 */
export class RecordedLab implements Lab {
  readonly #lab: Lab
  readonly #run: RecordedRun
  readonly #onResult: ((trial: Trial, result: TrialResult) => void) | undefined

  /** @param lab that does all other trials. @param onResult told when the record is believed */
  constructor(lab: Lab, run: RecordedRun, onResult?: (trial: Trial, result: TrialResult) => void) {
    this.#lab = lab
    this.#run = run
    this.#onResult = onResult
  }

  /** Does trials, or takes the result of one from the record. @throws what the lab throws */
  async run(trials: readonly Trial[]): Promise<readonly TrialResult[]> {
    const { spec, result } = this.#run
    const whole = trials.find(trial => isOf(trial, spec) && trial.spec.epochs === spec.epochs)
    const proof = trials.find(trial => isOf(trial, spec) && trial.spec.epochs < spec.epochs)
    if (!whole || !proof) return this.#lab.run(trials)
    const others = trials.filter(trial => trial !== whole)
    const done = new Map((await this.#lab.run(others)).map((each, i) => [others[i], each]))
    const isProved = hasFirstEpochs(result, done.get(proof))
    const [again] = isProved ? [result] : await this.#lab.run([whole])
    if (again) done.set(whole, again)
    if (isProved) this.#onResult?.(whole, result)
    return trials.flatMap(trial => done.get(trial) ?? [])
  }
}

/** Whether a trial is a run itself, of any number of epochs. */
function isOf({ spec, data, judged }: Trial, run: Spec): boolean {
  const keyOf = (trial: Trial): string => JSON.stringify([trial.spec, trial.data, trial.judged])
  return keyOf({ spec: { ...spec, epochs: run.epochs }, data, judged }) === keyOf(trialOf(run))
}

function hasFirstEpochs({ epochs }: TrialResult, proof: TrialResult | undefined): boolean {
  if (!proof || proof.problem !== undefined || proof.epochs.length > epochs.length) return false
  return JSON.stringify(epochs.slice(0, proof.epochs.length)) === JSON.stringify(proof.epochs)
}
