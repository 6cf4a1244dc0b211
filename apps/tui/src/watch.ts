/**
 * Training in a thread of its own, shown on the terminal.
 * @module @gradus/tui
 */

import { resolve } from 'node:path'
import {
  type Checkpoint,
  checkSgdOptions,
  diffSpecs,
  type EpochRecord,
  type EtaChange,
  GradusError,
  type Network,
  OptionError,
  specOf,
} from '@gradus/core'
import { loadCheckpoint } from '@gradus/core/node'
import { SharedData } from '@gradus/data/node'
import { EXIT, UsageError } from './failure.ts'
import { watchInterrupts } from './interrupts.ts'
import { adopt, type Provided, partsOf } from './run/provided.ts'
import { checkPaths } from './run/run-paths.ts'
import type { TrainSettings } from './run/settings.ts'
import { namesIn } from './run/settings.ts'
import type { Verdict } from './run/verdict.ts'
import { guardOutput } from './terminal/output.ts'
import { type ShownEnd, ShownRun, withLocks } from './train/shown-run.ts'
import { checkOptions, isPublic, settingsOf, type WatchOptions } from './train/watch-options.ts'

export type {
  CheckpointedEvent,
  CheckpointFailedEvent,
  CheckpointGoneEvent,
  FailedEvent,
  JudgedEvent,
  LoadedEvent,
  RewoundEvent,
  SavedEvent,
  SetAsideEvent,
  UnsavedEvent,
} from './run/events.ts'
export type { LayerFigures, Measurement, RunFigures } from './run/figures.ts'
export type { Verdict, VerdictFinding } from './run/verdict.ts'
export type { WatchEvent, WatchOptions } from './train/watch-options.ts'

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
  /** The verdict on the run: whether it learned, and what to do if it did not. */
  readonly verdict: Verdict
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
  /** Name of the class. */
  override readonly name = 'WatchError'
}

/** Names of the paths in messages. */
const NAMES = { out: 'out', checkpoint: 'checkpoint', resume: 'resume', takeOver: 'takeOver: true' }

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
 * @example
 * ```ts
 * import { denseExamples, Network, oneHot } from '@gradus/core'
 * import { watch } from '@gradus/tui'
 *
 * const xor = denseExamples([
 *   [[0, 0], oneHot(0, 2)],
 *   [[0, 1], oneHot(1, 2)],
 *   [[1, 0], oneHot(1, 2)],
 *   [[1, 1], oneHot(0, 2)],
 * ])
 * const network = new Network([2, 4, 2], { seed: 1 })
 * // prints Epoch 0 : 2 / 4
 * // prints Epoch 1 : 2 / 4
 * const options = { epochs: 2, miniBatchSize: 4, eta: 5 }
 * const { reason } = await watch({ network, train: xor, test: xor, ...options })
 * console.log(reason) // prints done
 * ```
 */
export async function watch(options: WatchOptions): Promise<WatchResult> {
  checkOptions(options)
  if (isWatching)
    throw new OptionError('network', 'Another run is watched: expected one at a time. Wait for its end.')
  isWatching = true
  try {
    const settings = settingsOf(options)
    const paths = await checkPaths(settings, NAMES)
    return await withLocks({ ...settings, ...paths }, NAMES, release =>
      train(options, { ...settings, ...paths }, release),
    )
  } catch (error) {
    throw error instanceof UsageError
      ? new OptionError(error.option, error.message, { cause: error.cause })
      : error
  } finally {
    isWatching = false
  }
}

async function train(
  options: WatchOptions,
  settings: TrainSettings,
  onSaved: () => void,
): Promise<WatchResult> {
  const { network, signal, onEvent, runs, plain = false, stay = false } = options
  const provided = await providedBy(options, settings)
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
      ...{ json: false, plain, exit: !stay, ask: interrupts.ask, onSaved, provided },
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

/** Everything that the training thread is given. @throws as `watch` does, for a run that cannot go on */
async function providedBy(options: WatchOptions, settings: TrainSettings): Promise<Provided> {
  const { network, train, validation, test, title, notes = [] } = options
  const { checkpoint, resume } = settings
  const earlier = resume === undefined ? undefined : await loadEarlier(resume, options)
  const shared = new SharedData()
  const data = {
    train: await shared.take(train, checkpoint !== undefined || resume !== undefined),
    validation: validation && (await shared.take(validation)),
    test: test && (await shared.take(test)),
  }
  const provided = { network: partsOf(network), data, title, names: namesIn(options), notes }
  if (!earlier) return { ...provided, earlier }
  const { progress } = earlier
  checkSgdOptions(earlier.network, data.train, { ...options, etaChanges: undefined, resume: progress })
  return { ...provided, earlier: { network: partsOf(earlier.network), progress } }
}

/** Fields in which a run may differ from the one that it goes on with; its data are compared by themselves. */
const MAY_DIFFER = ['epochs', 'etaChanges', 'data.hash', 'data.train', 'data.validation', 'data.test']

/** Loads a checkpoint. @throws UsageError if it is none, or the options are not those of its run */
async function loadEarlier(path: string, { network, train, ...options }: WatchOptions): Promise<Checkpoint> {
  const earlier = await loadCheckpoint(path).catch((error: unknown) => {
    if (!(error instanceof GradusError)) throw error
    throw new UsageError('resume', path, error.message, { cause: error })
  })
  const { spec, epoch, position } = earlier.progress
  for (const { field, values } of diffSpecs([
    spec,
    specOf(network, train, { ...options, resume: undefined }),
  ])) {
    const [then, now] = values.map(value => JSON.stringify(value))
    if (MAY_DIFFER.includes(field)) continue
    const message = `Its run has ${field} ${then}, the options say ${now}. Pass what it began with; only the epochs may be more.`
    throw new UsageError('resume', path, message)
  }
  const least = position > 0 ? epoch + 1 : epoch
  if (options.epochs >= least) return earlier
  const message = `Its run has ${epoch} epochs behind it${position > 0 ? ' and is within the next' : ''}: expected at least ${least} epochs, not ${options.epochs}.`
  throw new UsageError('resume', path, message)
}

/** @throws WatchError if the run did not end by itself. */
function resultOf(network: Network, { state, death }: ShownEnd): WatchResult {
  const { finished, kept, failed, checkpoint } = state
  if (!finished || !kept) {
    const why = failed?.message ?? death?.message ?? 'it ended too early'
    throw new WatchError(`The training ended before its time: ${why}`)
  }
  const { reason, error, history, etaChanges, verdict } = finished
  const problem = kept.type === 'saved' ? kept.problem : kept.lost ? kept.reason : undefined
  return {
    ...{ network, reason, error, history, etaChanges, verdict, sha256: kept.sha256 },
    model: kept.type === 'saved' ? kept.path : undefined,
    checkpoint: checkpoint.last?.path,
    problem: problem ?? checkpoint.problem,
  }
}
