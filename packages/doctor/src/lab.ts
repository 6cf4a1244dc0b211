import type { EngineChoice } from '@gradus/core'
import type { TrialData } from '@gradus/study'
import { trainTrial } from './training.ts'
import type { Lab, Trial, TrialResult } from './trial.ts'

/** Options of a lab in this thread. */
export interface LocalLabOptions {
  /** 'auto' by default; all give the same bits. */
  readonly engine?: EngineChoice | undefined
  /** Ends the trial at hand after its mini-batch: `run` then throws the reason of the signal. */
  readonly signal?: AbortSignal | undefined
}

/** A lab that does one trial after the other in the thread of its caller. */
export class LocalLab implements Lab {
  readonly #data: TrialData
  readonly #options: LocalLabOptions

  constructor({ train, validation }: TrialData, options: LocalLabOptions = {}) {
    this.#data = { train, validation }
    this.#options = options
  }

  /** Does trials. @throws the reason of the signal, once it is aborted */
  async run(trials: readonly Trial[]): Promise<readonly TrialResult[]> {
    const results: TrialResult[] = []
    for (const trial of trials) {
      const result = await trainTrial(trial, this.#data, this.#options)
      this.#options.signal?.throwIfAborted()
      if (result) results.push(result)
    }
    return results
  }
}
