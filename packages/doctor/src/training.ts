import {
  type EngineChoice,
  hyperparametersOf,
  networkOf,
  SgdController,
  type SgdEvent,
  sgd,
} from '@gradus/core'
import { HealthMonitor, profileOf } from '@gradus/core/health'
import type { TrialData } from '@gradus/study'
import type { Saturation, Trial, TrialEpoch, TrialResult } from './trial.ts'
import { prepared } from './trial-data.ts'

/** Options of a trial. */
export interface TrialOptions {
  /** 'auto' by default; all give the same bits. */
  readonly engine?: EngineChoice | undefined
  /** Ends it after the mini-batch at hand. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Trains a trial from its beginning to its end.
 * @returns undefined if it was aborted
 * @throws what `sgd` throws for a run that cannot be
 */
export async function trainTrial(
  trial: Trial,
  data: TrialData,
  { engine = 'auto', signal }: TrialOptions = {},
): Promise<TrialResult | undefined> {
  if (signal?.aborted) return undefined
  const { train, validation, sample } = prepared(data, trial)
  const controller = new SgdController()
  const abort = (): void => controller.abort()
  signal?.addEventListener('abort', abort)
  const network = networkOf(trial.spec)
  const options = { ...hyperparametersOf(trial.spec), engine, controller, statistics: true }
  const record = new TrialRecord(new HealthMonitor(profileOf(train)))
  try {
    for await (const event of sgd(network, train, {
      ...options,
      validationData: validation,
      trainingSample: sample,
    }))
      record.take(event)
  } finally {
    signal?.removeEventListener('abort', abort)
  }
  if (record.reason === 'aborted') return undefined
  const { epochs, saturated, findings } = record
  if (record.reason === 'done') return { sha256: await network.sha256(), epochs, saturated, findings }
  // The mini-batch at which it was found out depends on the clock: the epoch does not.
  const problem = `diverged in epoch ${epochs.length}`
  return { sha256: '', epochs, problem, saturated: [], findings: [{ code: 'diverged' }] }
}

/** The events of a trial, as its result has them. */
class TrialRecord {
  readonly epochs: TrialEpoch[] = []
  saturated: Saturation[] = []
  reason: 'done' | 'aborted' | 'diverged' = 'aborted'
  readonly #health: HealthMonitor

  constructor(health: HealthMonitor) {
    this.#health = health
  }

  get findings(): TrialResult['findings'] {
    return this.#health.health.findings.map(({ code, change }) => ({ code, ...(change && { change }) }))
  }

  take(event: SgdEvent): void {
    if (event.type === 'checkpoint') return
    this.#health.see(event)
    if (event.type === 'finished') this.reason = event.reason
    if (event.type === 'statistics')
      this.saturated = event.layers.map(({ saturated }, l) => ({
        first: this.saturated[l]?.first ?? saturated,
        last: saturated,
      }))
    if (event.type !== 'epoch' || !event.validation || !event.training) return
    const { training, validation } = event
    this.epochs.push({
      cost: finite(event.cost),
      training: { correct: training.correct, total: training.total },
      validation: { correct: validation.correct, total: validation.total, cost: finite(validation.cost) },
    })
  }
}

/** A number that JSON has, for the cost of a run that diverges. */
function finite(cost: number): number {
  return Number.isFinite(cost) ? cost : Number.MAX_VALUE
}
