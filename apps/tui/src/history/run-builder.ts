import type { EpochEvent, EpochRecord, EtaChange, ProgressEvent, StartedEvent } from '@gradus/core'
import { thisProcess } from '@gradus/core/node'
import { formatSeed } from '../arguments.ts'
import { recordOf } from '../run/best.ts'
import type { LoadedEvent, TrainEvent } from '../run/events.ts'
import type { TrainSettings } from '../run/settings.ts'
import type { Run, RunResult } from './run.ts'

/** Run without the id that it gets when it is first saved. */
export type UnnamedRun = Omit<Run, 'id'>

/** A run that has started, as far as it has come. */
export class RunBuilder {
  readonly #settings: TrainSettings
  readonly #loaded: LoadedEvent
  readonly #begun: StartedEvent
  readonly #time: string
  readonly #rewinds: number
  readonly #history: EpochRecord[]
  /** Learning rate at the first start, also for a resumed run. */
  readonly #firstEta: number
  #etaChanges: readonly EtaChange[]
  #place: { readonly epoch: number; readonly position: number }
  #seconds: number
  #model: string | undefined
  #checkpoint: string | undefined
  #result: RunResult = { status: 'running' }

  /** @param before the course that the run took before it began anew. */
  constructor(settings: TrainSettings, loaded: LoadedEvent, begun: StartedEvent, before?: RunBuilder) {
    const { resume, checkpoint } = settings
    this.#settings = before ? { ...settings, resume: undefined } : settings
    this.#loaded = loaded
    this.#begun = begun
    this.#time = before ? before.#time : new Date().toISOString()
    this.#rewinds = before ? before.#rewinds + 1 : 0
    this.#history = [...begun.history]
    this.#place = { epoch: begun.epoch, position: begun.position }
    this.#seconds = begun.elapsedSeconds
    this.#checkpoint = before ? before.#checkpoint : checkpoint === resume ? checkpoint : undefined
    const past = before ? undefined : loaded.past
    this.#firstEta = past?.eta ?? begun.eta
    this.#etaChanges = past?.etaChanges ?? []
  }

  /** Takes an event of the run after its start. */
  onEvent(event: TrainEvent): void {
    switch (event.type) {
      case 'progress':
        this.#onProgress(event)
        break
      case 'eta': {
        const { epoch, position, eta } = event
        this.#etaChanges = [...this.#etaChanges, { epoch, position, eta }]
        break
      }
      case 'epoch':
        this.#onEpoch(event)
        break
      case 'checkpointed':
        this.#checkpoint = event.path
        break
      case 'finished': {
        const { epoch, position, reason: status, error, etaChanges } = event
        // 0 where no training was done, which is no rate.
        const examplesPerSecond = event.examplesPerSecond || undefined
        this.#place = { epoch, position }
        this.#seconds = event.elapsedSeconds
        this.#etaChanges = etaChanges
        this.#result = { status, reason: error?.message, examplesPerSecond }
        break
      }
      case 'saved':
        this.#model = event.path
        this.#result = { ...this.#result, sha256: event.sha256, problem: event.problem }
        break
      case 'unsaved':
        this.#result = { ...this.#result, sha256: event.sha256, problem: event.reason }
        break
      case 'failed':
        this.fail(event.message)
        break
      default:
    }
  }

  /** Ends the run, which has failed. */
  fail(reason: string): void {
    this.#result = { ...this.#result, status: 'failed', reason }
  }

  /** Record of the run. */
  record(): UnnamedRun {
    const { resume, out, data: folder } = this.#settings
    const { seed, dataHash: hash, train, validation, test } = this.#loaded
    const { sizes, epochs, miniBatchSize, precision, engine } = this.#begun
    return {
      started: this.#time,
      process: thisProcess(),
      options: {
        ...{ sizes, epochs, miniBatchSize, eta: this.#firstEta },
        ...{ seed: formatSeed(seed), precision, engine },
      },
      data: { folder, hash, train, validation, test },
      etaChanges: this.#etaChanges,
      rewinds: this.#rewinds,
      resumedFrom: resume,
      out,
      model: this.#model,
      checkpoint: this.#checkpoint,
      ...this.#place,
      seconds: this.#seconds,
      result: this.#result,
      history: [...this.#history],
    }
  }

  #onProgress({ epoch, position, elapsedSeconds }: ProgressEvent): void {
    this.#place = { epoch, position }
    this.#seconds = elapsedSeconds
  }

  #onEpoch(event: EpochEvent): void {
    this.#history.push(recordOf(event))
    this.#place = { epoch: event.epoch + 1, position: 0 }
    this.#seconds = event.elapsedSeconds
  }
}
