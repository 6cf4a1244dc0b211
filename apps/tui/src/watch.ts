import { resolve } from 'node:path'
import { inspect } from 'node:util'
import {
  checkSgdOptions,
  type EpochRecord,
  type EtaChange,
  type Examples,
  hyperparametersOf,
  type Network,
  OptionError,
  type SgdOptions,
} from '@gradus/core'
import { EXIT, UsageError } from './failure.ts'
import { watchInterrupts } from './interrupts.ts'
import type { TrainEvent } from './run/events.ts'
import { adopt, type Provided, partsOf, plainExamples } from './run/provided.ts'
import { checkPaths } from './run/run-paths.ts'
import type { TrainSettings } from './run/settings.ts'
import { guardOutput } from './terminal/output.ts'
import { type ShownEnd, ShownRun, withLocks } from './train/shown-run.ts'

/** Input of `watch`. */
export interface WatchOptions
  extends Omit<SgdOptions, 'testData' | 'validationData' | 'controller' | 'statistics' | 'resume'> {
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
  /** Name of the run at the head of the dashboard. */
  readonly title?: string | undefined
  /** File to save the trained network in, as `gradus train --out` does; none is saved without it. */
  readonly out?: string | undefined
  /** File for a checkpoint after every epoch and every few seconds; none is kept without it. */
  readonly checkpoint?: string | undefined
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
export type WatchEvent = Exclude<TrainEvent, { readonly type: (typeof INTERNAL)[number] }>

/** Events that only bring something to this thread. */
const INTERNAL = ['dashboard-data', 'snapshot', 'pixels', 'trained'] as const

/** End of a run. */
export interface WatchResult {
  /** The network that was passed, trained. */
  readonly network: Network
  /**
   * 'done' after all epochs; 'aborted' if a key, a signal of the system, the `signal` or a closed output ended
   * it; 'diverged' if a number of it became NaN or infinite: the network then has the last finite weights.
   */
  readonly reason: 'done' | 'aborted' | 'diverged'
  /** Says what became NaN or infinite, and where. */
  readonly error: Error | undefined
  /** Every complete epoch. */
  readonly history: readonly EpochRecord[]
  /** Changes of eta, by keys too: passed as `etaChanges`, with the same seed, they repeat the run. */
  readonly etaChanges: readonly EtaChange[]
  /** SHA-256, in hex, of the trained weights, as `Network.sha256` gives it. */
  readonly sha256: string
  /** Absolute path of the model file, if one was saved. */
  readonly model: string | undefined
  /** Absolute path of the last checkpoint, if it is there. */
  readonly checkpoint: string | undefined
  /** Why a model or checkpoint that was asked for was not saved, or not where it should be. */
  readonly problem: string | undefined
}

/** The training ended before its time: its thread died, or it could not begin. */
export class WatchError extends Error {
  override readonly name = 'WatchError'
}

/** Names of the paths in messages. */
const NAMES = { out: 'out', checkpoint: 'checkpoint', resume: 'resume' }
/** Seconds between two checkpoints within an epoch. */
const CHECKPOINT_SECONDS = 5

let isWatching = false

/**
 * Trains a network in a thread of its own, and shows it: on a terminal by the dashboard with its keys,
 * elsewhere by a line an epoch on standard output. The program's event loop stays free. Ctrl-C ends the run
 * after the mini-batch at hand, and the program goes on; a second one ends the program at once. Other signals
 * that ask to end (SIGTERM, SIGHUP, SIGQUIT) end the run alike, and then the program, unless it listens to
 * them itself. When the promise is settled, the terminal is as it was, and no listener, thread
 * or lock is left.
 *
 * A run that was stopped still has a trained network: `watch` is fulfilled, with the reason 'aborted'.
 *
 * @throws OptionError or ExamplesError for what cannot be trained or saved, before anything is opened;
 * WatchError if the thread dies. @throws what `onEvent` throws. The network has the weights of that moment.
 */
export async function watch(options: WatchOptions): Promise<WatchResult> {
  checkOptions(options)
  if (isWatching)
    throw new OptionError('network', 'Another run is watched: expected one at a time. Wait for its end.')
  isWatching = true
  try {
    const settings = settingsOf(options)
    const paths = await checkPaths(settings, NAMES)
    return await withLocks({ ...settings, ...paths }, NAMES, () => train(options, { ...settings, ...paths }))
  } catch (error) {
    throw error instanceof UsageError ? new OptionError(error.option, error.message) : error
  } finally {
    isWatching = false
  }
}

async function train(options: WatchOptions, settings: TrainSettings): Promise<WatchResult> {
  const { network, signal, onEvent, runs, plain = false, stay = false } = options
  const unguard = guardOutput()
  const run = new ShownRun()
  let interrupt: NodeJS.Signals | undefined
  let failure: { readonly error: unknown } | undefined
  const quit = (): void => run.quit(EXIT.done)
  const interrupts = watchInterrupts(name => {
    interrupt = name
    quit()
  }, quit)
  signal?.addEventListener('abort', quit)
  if (signal?.aborted) quit()
  try {
    const end = await run.show(settings, {
      ...{ json: false, plain, exit: !stay, ask: interrupts.ask, provided: providedBy(options) },
      runs: runs === undefined ? false : resolve(runs),
      onEvent: event => {
        if (event.type === 'trained') adopt(network, event.network)
        if (failure || !isPublic(event)) return
        try {
          onEvent?.(event)
        } catch (error) {
          failure = { error }
          quit()
        }
      },
    })
    if (failure) throw failure.error
    return resultOf(network, end)
  } finally {
    signal?.removeEventListener('abort', quit)
    interrupts.withdraw()
    unguard()
    passOn(interrupt)
  }
}

/** Ends a program that a signal asked to end, unless it listens to that itself. Ctrl-C is for the run alone. */
function passOn(signal: NodeJS.Signals | undefined): void {
  if (signal !== undefined && signal !== 'SIGINT' && process.listenerCount(signal) === 0)
    process.kill(process.pid, signal)
}

function isPublic(event: TrainEvent): event is WatchEvent {
  return !INTERNAL.some(type => type === event.type)
}

function providedBy({ network, train, validation, test, classes, title }: WatchOptions): Provided {
  const data = {
    train: plainExamples(train),
    validation: validation && plainExamples(validation),
    test: test && plainExamples(test),
  }
  return { network: partsOf(network), data, title, classes }
}

function settingsOf(options: WatchOptions): TrainSettings {
  const { network, engine = 'auto', out, checkpoint, takeOver = false } = options
  const { sizes, seed, activation, output, cost, initialiser } = network
  return {
    ...{
      sizes,
      seed,
      activation,
      output,
      cost,
      initialiser,
      ...hyperparametersOf(options),
      engine,
      takeOver,
    },
    out: out === undefined ? undefined : resolve(out),
    checkpoint: checkpoint === undefined ? undefined : resolve(checkpoint),
    ...{ checkpointSeconds: CHECKPOINT_SECONDS, resume: undefined },
    ...{ test: options.test !== undefined, watched: false, given: [] },
  }
}

/** @throws WatchError if the run did not end by itself. */
function resultOf(network: Network, { state, death }: ShownEnd): WatchResult {
  const { finished, kept, failed, checkpoint } = state
  if (!finished || !kept) {
    const why = failed?.message ?? death?.message ?? 'it ended too early'
    throw new WatchError(`The training ended before its time: ${why}`)
  }
  const { reason, error, history, etaChanges } = finished
  const problem = kept.type === 'saved' ? kept.problem : kept.lost ? kept.reason : undefined
  return {
    ...{ network, reason, error, history, etaChanges, sha256: kept.sha256 },
    model: kept.type === 'saved' ? kept.path : undefined,
    checkpoint: checkpoint.last?.path,
    problem: problem ?? checkpoint.problem,
  }
}

/** @throws OptionError or ExamplesError naming what is wrong. */
function checkOptions(options: WatchOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new OptionError(
      'options',
      `options is ${String(options)}: expected { network, train, epochs, miniBatchSize, eta }.`,
    )
  }
  const { network, train, test, validation, classes, signal, onEvent } = options
  checkSgdOptions(network, train, { ...options, testData: test, validationData: validation })
  for (const name of ['title', 'out', 'checkpoint', 'runs'] as const) checkText(name, options[name])
  for (const name of ['plain', 'stay', 'takeOver'] as const) checkFlag(name, options[name])
  if (classes !== undefined) checkClasses(classes, train.outputSize)
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw wrong('signal', signal, 'an AbortSignal', 'Pass the signal of an AbortController.')
  if (onEvent !== undefined && typeof onEvent !== 'function')
    throw wrong('onEvent', onEvent, 'a function', 'Pass one that takes an event, or leave it out.')
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
  const isList = Array.isArray(classes) && classes.every(name => typeof name === 'string')
  if (isList && classes.length === outputs) return
  const expected = `a list of ${outputs} texts, one for each output of the examples`
  throw wrong('classes', classes, expected, 'Name every class, in the order of the labels.')
}

function wrong(name: string, value: unknown, expected: string, remedy: string): OptionError {
  return new OptionError(name, `${name} is ${inspect(value)}: expected ${expected}. ${remedy}`)
}
