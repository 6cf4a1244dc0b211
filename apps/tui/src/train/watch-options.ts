import { resolve } from 'node:path'
import { inspect } from 'node:util'
import {
  type CheckpointEvent,
  checkSgdOptions,
  type Examples,
  type FinishedEvent,
  hyperparametersOf,
  type Network,
  OptionError,
  type Preprocessing,
  type SgdEvent,
  type SgdOptions,
  type SplitShares,
} from '@gradus/core'
import { Fields, readNames } from '@gradus/core/node'
import type {
  CheckpointedEvent,
  CheckpointFailedEvent,
  CheckpointGoneEvent,
  FailedEvent,
  JudgedEvent,
  LoadedEvent,
  RewoundEvent,
  SavedEvent,
  SetAsideEvent,
  TrainEvent,
  UnsavedEvent,
} from '../run/events.ts'
import type { TrainSettings } from '../run/settings.ts'

/** Input of `watch`. */
export interface WatchOptions
  extends Omit<
    SgdOptions,
    'testData' | 'validationData' | 'trainingSample' | 'controller' | 'statistics' | 'resume'
  > {
  /** The network to train. It is trained in place: at the end it has the trained weights. */
  readonly network: Network
  /** Examples to train on, of the network's numbers of inputs and outputs. */
  readonly train: Examples
  /** Evaluated after every epoch, and never trained on. */
  readonly test?: Examples | undefined
  /** As `test`; to choose hyper-parameters by. */
  readonly validation?: Examples | undefined
  /** Names of the classes, one an output, in the order of the labels: else the views have their numbers. */
  readonly classes?: readonly string[] | undefined
  /** Steps from a person's data to the inputs, as `loadData` tells them, to be kept with the network. */
  readonly preprocessing?: Preprocessing | undefined
  /** The way in which one set of data was split, as `loadData` tells it, to be kept with the network. */
  readonly split?: SplitShares | undefined
  /** Choices that were made for the data, as `loadData` tells them: said before training. */
  readonly notes?: readonly string[] | undefined
  /** Name of the run at the head of the dashboard. */
  readonly title?: string | undefined
  /** File to save the trained network in, as `gradus train --out` does; none is saved without it. */
  readonly out?: string | undefined
  /**
   * File for a checkpoint after every epoch and every few seconds; without it the one of `resume`, and if there
   * is none either, none is kept.
   */
  readonly checkpoint?: string | undefined
  /**
   * Checkpoint of an earlier run to go on from, to the bits of one that never stopped. Pass the network, data
   * and options that it began with; the epochs may be more. Its changes of eta hold, `etaChanges` is not read.
   */
  readonly resume?: string | undefined
  /** Folder to keep the record of the run in, for `gradus runs --runs`; none is kept without it. */
  readonly runs?: string | undefined
  /**
   * Whether to save there also if another run has locked the file, of which nobody can tell whether it goes
   * on: false by default.
   */
  readonly takeOver?: boolean | undefined
  /** A transcript and a progress bar on terminals too, in place of the dashboard: false by default. */
  readonly plain?: boolean | undefined
  /** Whether the dashboard waits for a key once the run is over: false by default. */
  readonly stay?: boolean | undefined
  /** Ends the run after the mini-batch at hand: `watch` is fulfilled, with the reason 'aborted'. */
  readonly signal?: AbortSignal | undefined
  /**
   * Called with each event of the run, in order, once it is shown. It is not waited for. An error that it
   * throws ends the run, and `watch` is rejected with that very error.
   */
  readonly onEvent?: ((event: WatchEvent) => void) | undefined
}

/** Event of a run: those of core's `sgd`, and of its data, checkpoints and model. */
export type WatchEvent =
  | LoadedEvent
  | Exclude<SgdEvent, CheckpointEvent | FinishedEvent>
  | JudgedEvent
  | RewoundEvent
  | SetAsideEvent
  | CheckpointedEvent
  | CheckpointFailedEvent
  | CheckpointGoneEvent
  | SavedEvent
  | UnsavedEvent
  | FailedEvent

/** Events that only bring something to this thread. */
const INTERNAL: Readonly<Record<Exclude<TrainEvent, WatchEvent>['type'], true>> = {
  loading: true,
  'dashboard-data': true,
  'initial-weights': true,
  snapshot: true,
  activations: true,
  shown: true,
  pixels: true,
  trained: true,
}

/** Whether an event is for the program, too. */
export function isPublic(event: TrainEvent): event is WatchEvent {
  return !Object.hasOwn(INTERNAL, event.type)
}

/** Characters of a class's name, at the most: as many as a model file may have. */
const LONGEST_NAME = 100
/** Seconds between two checkpoints within an epoch. */
const CHECKPOINT_SECONDS = 5

/** Settings of a run with checked options. */
export function settingsOf(options: WatchOptions): TrainSettings {
  const { network, engine = 'auto', out, resume, checkpoint = resume, takeOver = false } = options
  const { sizes, seed, activation, output, cost, initialiser } = network
  const { etaChanges, ...hyperparameters } = hyperparametersOf(options)
  const pathOf = (path: string | undefined): string | undefined => path && resolve(path)
  return {
    ...{ sizes, seed, activation, output, cost, initialiser, ...hyperparameters, engine, takeOver },
    // A run that goes on has its own.
    etaChanges: resume === undefined ? etaChanges : undefined,
    ...{ out: pathOf(out), checkpoint: pathOf(checkpoint), resume: pathOf(resume) },
    checkpointSeconds: CHECKPOINT_SECONDS,
    ...{ test: options.test !== undefined, watched: false, given: [] },
  }
}

/** @throws OptionError or ExamplesError naming what is wrong. */
export function checkOptions(options: WatchOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new OptionError(
      'options',
      `options is ${String(options)}: expected { network, train, epochs, miniBatchSize, eta }.`,
    )
  }
  const { network, train, test, validation, classes, signal, onEvent } = options
  checkSgdOptions(
    network,
    train,
    { ...options, testData: test, validationData: validation, resume: undefined },
    { testData: 'test', validationData: 'validation' },
  )
  for (const name of ['title', 'out', 'checkpoint', 'resume', 'runs'] as const) checkText(name, options[name])
  for (const name of ['plain', 'stay', 'takeOver'] as const) checkFlag(name, options[name])
  if (classes !== undefined) checkClasses(classes, train.outputSize)
  checkFacts(options)
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw wrong('signal', signal, 'an AbortSignal', 'Pass the signal of an AbortController.')
  if (onEvent !== undefined && typeof onEvent !== 'function')
    throw wrong('onEvent', onEvent, 'a function', 'Pass one that takes an event, or leave it out.')
}

/** @throws OptionError for facts about the data that are none, or do not fit the network */
function checkFacts({ network, preprocessing, split, notes }: WatchOptions): void {
  const fields = new Fields(
    { ...(preprocessing && { preprocessing }), ...(split && { split }) },
    '',
    (problem, path) => new OptionError(path.split('.')[0] ?? path, `${problem}. Pass what loadData tells.`),
  )
  readNames(fields, network)
  if (notes === undefined || (Array.isArray(notes) && notes.every(note => typeof note === 'string'))) return
  throw wrong('notes', notes, 'a list of texts', 'Pass what loadData tells, or leave it out.')
}

function checkText(name: string, value: unknown): void {
  if (value === undefined || (typeof value === 'string' && value !== '')) return
  throw wrong(name, value, 'a text that is not empty', 'Leave it out to have none.')
}

function checkFlag(name: string, value: unknown): void {
  if (value === undefined || typeof value === 'boolean') return
  throw wrong(name, value, 'true or false', 'Leave it out for false.')
}

function checkClasses(classes: unknown, outputs: number): void {
  const complaint = (found: string, expected: string): OptionError => {
    const remedy = 'Name every class, in the order of the labels.'
    return new OptionError('classes', `${found}: expected ${expected}. ${remedy}`)
  }
  const isList = Array.isArray(classes) && classes.every(name => typeof name === 'string')
  if (!isList || classes.length !== outputs) {
    const found = isList ? `a list of ${classes.length}` : shown(classes)
    throw complaint(`classes is ${found}`, `a list of ${outputs} texts, one for each output of the examples`)
  }
  for (const [label, name] of classes.entries()) {
    const found = `classes[${label}] is ${shown(name)}`
    if (name.trim() === '' || name.length > LONGEST_NAME)
      throw complaint(found, `1 .. ${LONGEST_NAME} characters`)
    const other = classes.indexOf(name)
    if (other < label) throw complaint(found, `another name than classes[${other}] has`)
  }
}

function wrong(name: string, value: unknown, expected: string, remedy: string): OptionError {
  return new OptionError(name, `${name} is ${shown(value)}: expected ${expected}. ${remedy}`)
}

/** A value that may be anything, on one line. */
function shown(value: unknown): string {
  return inspect(value, {
    depth: 0,
    maxArrayLength: 3,
    maxStringLength: 60,
    breakLength: Number.POSITIVE_INFINITY,
  })
}
