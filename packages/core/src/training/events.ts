import type { Confusions } from '../confusion.ts'
import type { EngineName } from '../engine/engine.ts'
import { GradusError } from '../errors.ts'
import type { EtaChange, Spec } from '../spec.ts'
import type { Checkpoint, EpochRecord } from './progress.ts'
import type { Statistics } from './statistics.ts'

/**
 * Events of a run, in this order: `started`; then `progress`, `eta`, `statistics`, `checkpoint` and, when an
 * epoch is complete, `epoch`, any number of times; last `finished`. At every event the network holds the
 * weights of that moment. Nothing is thrown once a run has started.
 */
export type SgdEvent =
  | StartedEvent
  | ProgressEvent
  | EtaEvent
  | StatisticsEvent
  | EpochEvent
  | CheckpointEvent
  | FinishedEvent

/** Seconds of work of the whole run, evaluations included. Waiting does not count. */
export interface Clocks {
  /** Seconds so far. */
  readonly elapsedSeconds: number
  /** Seconds to come, estimated from those so far. */
  readonly remainingSeconds: number
  /** Examples trained on per second of training, since the run was started or resumed. */
  readonly examplesPerSecond: number
}

/** The run begins: the first event. */
export interface StartedEvent {
  /** Name of the event. */
  readonly type: 'started'
  /** All that decides its bits. Its changes of eta are those that were made, and those that are planned. */
  readonly spec: Spec
  /** The engine that computes it. */
  readonly engine: EngineName
  /** The learning rate at hand: the Spec's, unless it was changed in the run that is resumed. */
  readonly eta: number
  /** Examples of each class in the test data, else in the validation data. */
  readonly answers?: readonly number[]
  /** Epoch in which the run begins: 0, unless it is resumed. */
  readonly epoch: number
  /** Examples of that epoch that were trained on before: 0, unless it is resumed. */
  readonly position: number
  /** Seconds of work before. */
  readonly elapsedSeconds: number
  /** The epochs that were complete before. */
  readonly history: readonly EpochRecord[]
  /** The predictions after the last of them, of a run that is resumed, where its checkpoint has them. */
  readonly confusions?: Confusions
}

/**
 * Emitted about ten times a second (once for networks that take long to write), and after every step of a
 * paused run.
 */
export interface ProgressEvent extends Clocks {
  /** Name of the event. */
  readonly type: 'progress'
  /** Whether the run trains, or evaluates the network at the end of an epoch. */
  readonly phase: 'train' | 'evaluate'
  /** The epoch at hand, counted from 0. */
  readonly epoch: number
  /** Number of epochs of the run. */
  readonly epochs: number
  /** Examples of this epoch that have been trained on. */
  readonly position: number
  /** Number of training examples. */
  readonly examples: number
  /** The learning rate at hand. */
  readonly eta: number
  /** Mean cost of this epoch's examples so far, as in the record of an epoch. */
  readonly cost: number
  /** Indices of examples of the mini-batch before: the last 16 of a larger one. */
  readonly shown: readonly number[]
}

/**
 * The learning rate has changed: from this example of this epoch on it is `eta`. A change that comes when all
 * examples of an epoch have been trained on counts from the next epoch on.
 */
export interface EtaEvent extends EtaChange {
  /** Name of the event. */
  readonly type: 'eta'
}

/**
 * Emitted if the option `statistics` is on: the statistics of each layer over a sample of the examples. They
 * come after every 36,000 examples (after every epoch of fewer, or every 300 examples), at the end of the first
 * epoch, and after every step of a paused run: at the same positions whatever the speed.
 */
export interface StatisticsEvent extends Statistics {
  /** Name of the event. */
  readonly type: 'statistics'
  /** The epoch at hand, counted from 0. */
  readonly epoch: number
  /** Examples of this epoch that have been trained on. */
  readonly position: number
  /** The learning rate of the mini-batch before. */
  readonly eta: number
}

/** An epoch is complete and, where there is something to evaluate on, evaluated. */
export interface EpochEvent extends EpochRecord, Clocks {
  /** Name of the event. */
  readonly type: 'epoch'
  /** The predictions on each evaluated set, where there is one. They are not kept in the history. */
  readonly confusions?: Confusions
}

/** The part of the event that is kept in a history. */
export function recordOf(event: EpochEvent): EpochRecord {
  const { type, confusions, elapsedSeconds, remainingSeconds, examplesPerSecond, ...record } = event
  return record
}

/**
 * Emitted for `controller.checkpoint()`: all that it takes to go on from here. The network is a class: to
 * send a checkpoint to another thread, send `formatCheckpoint(checkpoint)`, and of an error its message.
 */
export interface CheckpointEvent {
  /** Name of the event. */
  readonly type: 'checkpoint'
  /** The network, which the run goes on to change, and the run's progress. */
  readonly checkpoint: Checkpoint
}

/** The run is over: the last event. */
export interface FinishedEvent extends Clocks {
  /** Name of the event. */
  readonly type: 'finished'
  /**
   * 'done' after all epochs; 'aborted' by the controller; 'diverged' if a number became NaN or infinite.
   */
  readonly reason: 'done' | 'aborted' | 'diverged'
  /**
   * Only when the run diverged: the network is then as the last event before had it, and epoch and position
   * say where that was.
   */
  readonly error?: DivergenceError
  /** Only when a run is done before its epochs, since the accuracy on the validation data did not better. */
  readonly stopped?: boolean
  /** Only of a run that keeps the best epoch: the one, from 0, whose weights the network has. */
  readonly kept?: number
  /** Number of complete epochs. */
  readonly epoch: number
  /** Examples of the epoch after them that have been trained on. */
  readonly position: number
  /** The learning rate at the end. */
  readonly eta: number
  /** Every change of eta: with them as an option the run can be repeated. */
  readonly etaChanges: readonly EtaChange[]
  /** Records of the complete epochs, in order. */
  readonly history: readonly EpochRecord[]
  /** Seconds of training. */
  readonly trainSeconds: number
  /** Seconds of evaluations. */
  readonly evaluateSeconds: number
}

/** Training has driven a number out of the range of finite ones. */
export class DivergenceError extends GradusError {
  override readonly name = 'DivergenceError'
  /** The layer, counted as `sizes` is: 1 is the first after the input. */
  readonly layer: number
  /** The epoch at hand, counted from 0. */
  readonly epoch: number
  /** Examples of the epoch that had been trained on when it was noticed. */
  readonly position: number

  /** @param what of the layer is NaN or infinite. @param usual a learning rate that suits such a network */
  constructor(
    what: 'a bias or weight' | 'a cost',
    layer: number,
    epoch: number,
    position: number,
    eta: number,
    usual = 3,
  ) {
    super(
      'DIVERGED',
      `Layer ${layer} has ${what} that is NaN or infinite, in epoch ${epoch} by example ${position}, with eta = ${eta}: ` +
        `expected finite numbers. Try a smaller eta (${usual} suits MNIST), or scale the inputs and wanted outputs to 0 .. 1.`,
    )
    this.layer = layer
    this.epoch = epoch
    this.position = position
  }
}
