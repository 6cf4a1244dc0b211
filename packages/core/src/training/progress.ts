import type { Precision } from '../engine/engine.ts'
import type { EpochRecord } from './epoch-record.ts'

/** What a run begins with, and its bits depend on. */
export interface TrainingOptions {
  readonly epochs: number
  readonly miniBatchSize: number
  readonly eta: number
  /** 'float64' without it. */
  readonly precision?: Precision | undefined
}

/** Where a run stands: with the network (its generator included) all that it takes to go on with the same bits. */
export interface Progress {
  /** What the run began with. */
  readonly options: TrainingOptions
  /** The fingerprint of the network that belongs to it. */
  readonly network: number
  /** The epoch at hand, from 0; as many are complete. */
  readonly epoch: number
  /** Examples of this epoch trained on: the end of a mini-batch. At 0 the epoch's shuffle is still to come. */
  readonly position: number
  /** The examples' indices in the order of this epoch (at position 0: of the one before). */
  readonly order: Uint32Array
  /** The sum of the quadratic costs of this epoch's examples so far. */
  readonly costSum: number
  /** The learning rate at hand, and every change of it. */
  readonly eta: number
  readonly etaChanges: readonly EtaChange[]
  readonly history: readonly EpochRecord[]
  /** Seconds of work of the whole run so far, and those of training in this epoch. */
  readonly trainSeconds: number
  readonly evaluateSeconds: number
  readonly epochTrainSeconds: number
  /** What the run trains on. */
  readonly examples: { readonly length: number; readonly hash?: string | undefined }
}

/** From this example of this epoch on, the learning rate was eta. */
export interface EtaChange {
  readonly epoch: number
  readonly position: number
  readonly eta: number
}
