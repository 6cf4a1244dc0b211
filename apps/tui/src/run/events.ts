/**
 * Events of a run, in the training thread and out of it.
 * @module @gradus/tui/events
 */

import { channel } from 'node:diagnostics_channel'
import type { CheckpointEvent, FinishedEvent, NetworkNames, Seed, SgdEvent } from '@gradus/core'
import type { DataProfile } from '@gradus/core/health'
import type { LoadProgress } from '@gradus/data/node'
import type { LayerFigures, Measurement, RunFigures } from './figures.ts'
import type { NetworkParts } from './provided.ts'
import type { Verdict, VerdictFinding } from './verdict.ts'

export type { LayerFigures, LoadProgress, Measurement, NetworkParts, RunFigures, Verdict, VerdictFinding }

/**
 * Events that the training thread sends and the screen shows: `loading` where that takes its time, `loaded`, `dashboard-data` if the run is
 * watched, then the events of core's `sgd` with `snapshot`, `pixels`, `set-aside`, `checkpointed`, `checkpoint-failed`
 * or `checkpoint-gone` between them, then `saved` or `unsaved`; or `failed`, after which nothing follows.
 * After `rewound` the events of `sgd` begin anew.
 */
export type TrainEvent =
  | LoadingEvent
  | LoadedEvent
  | DashboardDataEvent
  | PixelsEvent
  | InitialWeightsEvent
  | SnapshotEvent
  | ActivationsEvent
  | ShownEvent
  | RewoundEvent
  | Exclude<SgdEvent, CheckpointEvent | FinishedEvent>
  | JudgedEvent
  | SetAsideEvent
  | CheckpointedEvent
  | CheckpointFailedEvent
  | CheckpointGoneEvent
  | TrainedEvent
  | SavedEvent
  | UnsavedEvent
  | FailedEvent

/** The data are loading, which takes its time: several times a second, and once in the end. */
export interface LoadingEvent extends LoadProgress {
  /** Name of the event. */
  readonly type: 'loading'
  /** Seconds that it has taken. */
  readonly seconds: number
}

/** The data are in memory, and the network is drawn. */
export interface LoadedEvent extends NetworkNames {
  /** Name of the event. */
  readonly type: 'loaded'
  /** The seed of the network. */
  readonly seed: Seed
  /** SHA-256 (hex) of the training data. */
  readonly dataHash: string | undefined
  /** Number of training examples. */
  readonly train: number
  /** Number of validation examples; undefined where there are none. */
  readonly validation: number | undefined
  /** Number of test examples; undefined where there are none. */
  readonly test: number | undefined
  /**
   * Pixels in a row of the images; 1 where the inputs are no pictures. Where it is not known, those that may
   * be are taken for squares.
   */
  readonly cols?: number
  /** Name of the run. */
  readonly title?: string | undefined
  /** Choices that were made for the data, a sentence each. */
  readonly notes?: readonly string[] | undefined
}

/** Data for the dashboard of a watched run: a profile of the training data. */
export interface DashboardDataEvent {
  /** Name of the event. */
  readonly type: 'dashboard-data'
  /** Facts about the training data. */
  readonly profile: DataProfile
}

/** An evaluated set. */
export type EvaluatedSet = 'test' | 'validation'

/** Inputs of some examples: those that were asked for, and at the end those of the worst misclassified ones. */
export interface PixelsEvent {
  /** Name of the event. */
  readonly type: 'pixels'
  /** The set that the examples are of. */
  readonly set: EvaluatedSet
  /** Indices in the set. */
  readonly examples: readonly number[]
  /** A row an example: bytes, which show as a picture where the data are pictures; numbers of dense examples. */
  readonly pixels: Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>
}

/**
 * The weights that the run began with, into the first hidden neurons: once, before the first snapshot; again
 * after a rewind.
 */
export interface InitialWeightsEvent {
  /** Name of the event. */
  readonly type: 'initial-weights'
  /**
   * neurons x inputs, row-major; undefined where they are not known: a program that goes on with a run passed
   * the network of the checkpoint in place of the one that the run began with.
   */
  readonly weights: Float32Array | undefined
}

/**
 * Snapshot of the weights into the first hidden neurons of a run that somebody looks into, a few times a
 * second; rarer where there are many. One comes unasked before `finished`.
 */
export interface SnapshotEvent {
  /** Name of the event. */
  readonly type: 'snapshot'
  /** The epoch at hand, counted from 0. */
  readonly epoch: number
  /** Examples of this epoch that have been trained on. */
  readonly position: number
  /** Number of neurons. */
  readonly rows: number
  /** Number of inputs. */
  readonly cols: number
  /** rows x cols weights, row-major. */
  readonly weights: Float32Array
  /**
   * Norm of the weights from each neuron into the next layer, the root of the sum of their squares; undefined
   * where the neurons are the outputs.
   */
  readonly outgoing: Float32Array | undefined
}

/**
 * One example on its way through the network of a run, as `Network.feedforward` computes it in float64: for
 * the view that asks for it, about ten times a second; before `finished` some come unasked.
 */
export interface ActivationsEvent {
  /** Name of the event. */
  readonly type: 'activations'
  /** The set that the example is of. */
  readonly set: EvaluatedSet
  /** Index in the set. */
  readonly example: number
  /** The class of the example. */
  readonly label: number
  /** The epoch at hand, counted from 0. */
  readonly epoch: number
  /** Examples of this epoch that have been trained on. */
  readonly position: number
  /** The input: bytes, of which 255 stands for 1, or numbers of dense examples. */
  readonly input: Uint8Array | Float32Array
  /** Activations of every layer after the input, a number a neuron. */
  readonly layers: readonly Float64Array[]
}

/**
 * Training images that the network was shown last, as they are and as they were changed for the epoch: of a run with
 * augmentation, for the view that asks for them, at most four times a second; before `finished` they come unasked.
 */
export interface ShownEvent {
  /** Name of the event. */
  readonly type: 'shown'
  /** The epoch at hand, counted from 0. */
  readonly epoch: number
  /** Examples of this epoch that have been trained on: the end of their mini-batch. */
  readonly position: number
  /** Indices in the training data: a few of the mini-batch. */
  readonly examples: readonly number[]
  /** Their classes. */
  readonly labels: readonly number[]
  /** The images as they are: bytes, a row an example. */
  readonly images: Uint8Array<ArrayBuffer>
  /** The same images as they were shown. */
  readonly changed: Uint8Array<ArrayBuffer>
}

/** The run begins again with its initial weights, as it was asked to. */
export interface RewoundEvent {
  /** Name of the event. */
  readonly type: 'rewound'
}

/** The checkpoint of an earlier run that is not complete was renamed, to make room for that of this run. */
export interface SetAsideEvent {
  /** Name of the event. */
  readonly type: 'set-aside'
  /** Absolute path that it has now. */
  readonly path: string
}

/** A checkpoint of this place is on the disk. */
export interface CheckpointedEvent {
  /** Name of the event. */
  readonly type: 'checkpointed'
  /** Absolute path of the file. */
  readonly path: string
  /** The epoch at hand, counted from 0. */
  readonly epoch: number
  /** Examples of this epoch that have been trained on. */
  readonly position: number
}

/** A checkpoint could not be saved. The one before it is still there, and training goes on. */
export interface CheckpointFailedEvent {
  /** Name of the event. */
  readonly type: 'checkpoint-failed'
  /** The error, and its remedy. */
  readonly message: string
}

/**
 * Report at the end that the last checkpoint is missing, since it or its folder was moved or
 * removed.
 */
export interface CheckpointGoneEvent {
  /** Name of the event. */
  readonly type: 'checkpoint-gone'
}

/** The run is over: the end that core's `sgd` tells, a verdict on the run, and figures for its record. */
export interface JudgedEvent extends FinishedEvent {
  /** The diagnosis at the end. */
  readonly verdict: Verdict
  /** The profile of the training data, and the first and the last statistics in short. */
  readonly figures?: RunFigures
}

/** The trained network of a run whose network a program provided: it comes right before the end. */
export interface TrainedEvent {
  /** Name of the event. */
  readonly type: 'trained'
  /** The numbers of the network. */
  readonly network: NetworkParts
}

/** The model is on the disk. */
export interface SavedEvent {
  /** Name of the event. */
  readonly type: 'saved'
  /** Absolute path of the file. */
  readonly path: string
  /** Hash of the weights, as `Network.sha256` gives it. */
  readonly sha256: string
  /** Why it is at another path than the one asked for. */
  readonly problem?: string
}

/** There is no model to save, or none could be saved. */
export interface UnsavedEvent {
  /** Name of the event. */
  readonly type: 'unsaved'
  /** Hash of the weights, as `Network.sha256` gives it. */
  readonly sha256: string
  /** The reason, as a sentence. */
  readonly reason: string
  /** Whether something was lost that should have been saved. */
  readonly lost: boolean
}

/** The run cannot be done. */
export interface FailedEvent {
  /** Name of the event. */
  readonly type: 'failed'
  /** The error, and its remedy. */
  readonly message: string
  /** Whether a flag is to blame. */
  readonly usage: boolean
  /** Whether it was asked to end while the data were loading, so that nothing went wrong. */
  readonly stopped?: true
}

/** Channel on which the training thread publishes its events, beside sending them. */
const CHANNEL = channel('gradus:train')

/** Publishes an event of the training thread to whoever listens in it. */
export function publish(event: TrainEvent): void {
  CHANNEL.publish(event)
}

/**
 * Calls back for each event of the training thread, in that thread, when it is sent and before the run goes
 * on: for a module that Node loads into the command by `--import`.
 */
export function onTrainEvent(listener: (event: TrainEvent) => void): void {
  CHANNEL.subscribe(message => {
    if (isTrainEvent(message)) listener(message)
  })
}

/** Nothing else is published on the channel. */
function isTrainEvent(message: unknown): message is TrainEvent {
  return typeof message === 'object' && message !== null && 'type' in message
}

/** Commands to the training thread. */
export type TrainCommand = PlainCommand | StepCommand | EtaCommand | PixelsCommand | LookCommand

/** A command that its name says all about. */
export interface PlainCommand {
  /** Name of the command. */
  readonly type: 'abort' | 'pause' | 'resume' | 'checkpoint' | 'rewind'
}

/** A command to train a little more, and then to stand still. */
export interface StepCommand {
  /** Name of the command. */
  readonly type: 'step'
  /** One mini-batch, or up to the end of the epoch. */
  readonly unit: 'miniBatch' | 'epoch'
}

/** A command to change the learning rate. */
export interface EtaCommand {
  /** Name of the command. */
  readonly type: 'setEta'
  /** The new learning rate. */
  readonly eta: number
}

/** A request for the pixels of some examples, by their indices in the set. */
export interface PixelsCommand {
  /** Name of the command. */
  readonly type: 'pixels'
  /** The set that the examples are of. */
  readonly set: EvaluatedSet
  /** Indices in the set. */
  readonly examples: readonly number[]
}

/** A wish to look into the network from now on: at one thing at a time. It is answered at once. */
export type LookCommand = {
  /** Name of the command. */
  readonly type: 'look'
} & Look

/**
 * Something to look at: the weights of the first neurons, images that the network was shown last, one example on
 * its way through, or nothing.
 */
export type Look =
  | {
      /** Weights, training images, or nothing any more. */
      readonly at: 'neurons' | 'shown' | 'nothing'
    }
  | {
      /** An example. */
      readonly at: 'example'
      /** The data that it is one of. */
      readonly set: EvaluatedSet
      /** Its number there, counted from 0. */
      readonly example: number
    }

/** Commands that a screen gives to the run it shows. */
export interface RunControls {
  /** Sends a command to the training thread. */
  post(command: TrainCommand): void
  /** Ends the run, which is saved. @param signal that a key stands for, as Ctrl-C stands for SIGINT */
  quit(signal: NodeJS.Signals | undefined): void
}

/** Events of a run: those of the training thread, what it was told to do, and the thread's death. */
export type RunEvent = TrainEvent | ToldEvent | DiedEvent

/** The training thread was told to do this. */
export interface ToldEvent {
  /** Name of the event. */
  readonly type: 'paused' | 'resumed' | 'stopping'
}

/** The training thread is gone before its time. */
export interface DiedEvent {
  /** Name of the event. */
  readonly type: 'died'
  /** The reason, as a sentence. */
  readonly message: string
}

/** Screen that shows a run while it lasts. */
export interface Screen {
  /** Shows an event. */
  show(event: RunEvent): void
  /** A line for standard error, kept apart from the transcript. */
  note(line: string): void
  /** Leaves the terminal as it was, with the transcript on it. */
  close(): Promise<void>
}

/** The line of standard output that an event adds, if it adds one. */
export type Transcript = (event: RunEvent) => string | undefined
