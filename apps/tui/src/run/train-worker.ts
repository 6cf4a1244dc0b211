import { parentPort, workerData } from 'node:worker_threads'
import {
  type CheckpointEvent,
  type Confusions,
  type Examples,
  type FinishedEvent,
  formatModel,
  hyperparametersOf,
  type Network,
  type NetworkNames,
  type SgdEvent,
  sgd,
  specOf,
} from '@gradus/core'
import { HealthMonitor, profileOf } from '@gradus/core/health'
import { FileError, removeLeftovers, tryWriting } from '@gradus/core/node'
import { trainingSampleOf } from '@gradus/data'
import type { LoadProgress } from '@gradus/data/node'
import { describeError, UsageError } from '../failure.ts'
import { Checkpointer, Rewinds } from './checkpointer.ts'
import {
  type LoadedEvent,
  type LookCommand,
  type PixelsCommand,
  publish,
  type TrainCommand,
  type TrainEvent,
} from './events.ts'
import { FiguresTally } from './figures.ts'
import { blameFlag, type PreparedRun, prepareRun, providedRun } from './prepare.ts'
import { partsOf } from './provided.ts'
import { RewindableController } from './rewindable-controller.ts'
import { withSuffix } from './run-paths.ts'
import { save } from './save.ts'
import { FLAGS, type TrainSettings } from './settings.ts'
import { pixelsOf, pixelsOfWorst, Snapshots } from './snapshots.ts'
import { Backpressure, type TrainingInput } from './training.ts'
import { verdictOf } from './verdict.ts'

const { settings: asked, provided, acknowledged }: TrainingInput = workerData
const rewindable = new RewindableController()
/** Stops the loading of the data. */
const stopped = new AbortController()
const backpressure = new Backpressure(acknowledged)
/** Predictions after the last complete epoch. */
let confusions: Confusions | undefined
let onViewCommand: ((command: PixelsCommand | LookCommand) => void) | undefined

function post(event: TrainEvent, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(event, transfer)
  publish(event)
  backpressure.onPost()
}

async function train(): Promise<void> {
  const run = provided ? providedRun(provided, asked) : await load()
  if (!run) return
  const { splits, names, settings } = run
  const testData = settings.test ? splits.test : undefined
  const options = {
    ...{ ...hyperparametersOf(settings), engine: settings.engine },
    ...{ testData, validationData: splits.validation, trainingSample: trainingSampleOf(splits.train) },
    statistics: true,
  }
  let { network } = run
  let events = sgd(network, splits.train, {
    ...options,
    controller: rewindable.controller,
    resume: run.resume,
  })
  await prepareFiles(network, settings)
  post(loadedEvent(run, testData))
  const profile = profileOf(splits.train)
  if (asked.watched) post({ type: 'dashboard-data', profile })
  const monitor = new HealthMonitor(profile, names.classes)
  const figures = new FiguresTally(profile)
  const sets = { test: testData, validation: splits.validation }
  const snapshots = asked.watched ? new Snapshots(sets, splits.train, run.initialWeights, post) : undefined
  onViewCommand = command => {
    if (command.type === 'pixels') post(pixelsOf(sets, command))
    else snapshots?.onLook(command)
  }
  const watchers = { monitor, figures, snapshots, names }
  let finished = await follow(events, network, watchers, { ...settings, resume: asked.resume })
  const rewinds = new Rewinds()
  while (rewindable.restartIfRewound()) {
    post({ type: 'rewound' })
    network = run.initial()
    figures.clear()
    events = sgd(network, splits.train, { ...options, controller: rewindable.controller })
    finished = await follow(events, network, watchers, { ...settings, resume: undefined }, rewinds)
  }
  if (!finished) return
  // Nobody can ask when this thread has ended.
  const pixels = asked.watched && confusions ? pixelsOfWorst(sets, confusions) : undefined
  if (pixels) post(pixels, [pixels.pixels.buffer])
  if (provided) post({ type: 'trained', network: partsOf(network) })
  post({ ...finished, verdict: verdictOf(monitor.health), figures: figures.figures })
  const spec = { ...specOf(network, splits.train, options), etaChanges: finished.etaChanges }
  post(await save(network, spec, finished, settings.out, names))
}

/** Milliseconds of loading that are not worth a word, and between two words. */
const PATIENCE = 1000
const INTERVAL = 100

/** Loads the data, and tells how far that is where it takes its time; undefined if it was stopped. */
async function load(): Promise<PreparedRun | undefined> {
  const start = performance.now()
  let next = start + PATIENCE
  let last: LoadProgress | undefined
  const tell = (progress: LoadProgress): void => {
    last = progress
    post({ type: 'loading', ...progress, seconds: (performance.now() - start) / 1000 })
  }
  const onProgress = (progress: LoadProgress): void => {
    if (performance.now() < next) return
    next = performance.now() + INTERVAL
    tell(progress)
  }
  try {
    const run = await prepareRun(asked, { onProgress, signal: stopped.signal })
    if (last) tell({ ...last, done: last.total })
    return run
  } catch (error) {
    if (!stopped.signal.aborted) throw error
    post({ type: 'failed', message: STOPPED, usage: false, stopped: true })
    return undefined
  }
}

const STOPPED = 'Stopped while the data were loading: nothing is saved.'

function loadedEvent(
  { network, splits: { train, validation }, names, notes }: PreparedRun,
  test: Examples | undefined,
): LoadedEvent {
  return {
    type: 'loaded',
    seed: network.seed,
    dataHash: train.hash,
    train: train.length,
    validation: validation?.length,
    test: test?.length,
    ...colsOf(train),
    title: provided?.title,
    ...names,
    ...(notes.length > 0 && { notes }),
  }
}

/** Inputs in a row of the pictures: numbers that are no bytes are no pixels. */
function colsOf({ kind, cols }: PreparedRun['splits']['train']): Pick<LoadedEvent, 'cols'> {
  if (kind === 'dense') return { cols: 1 }
  return cols === undefined ? {} : { cols }
}

/** Tries whether the model could be saved, and sweeps up after runs that were killed. @throws FileError */
async function prepareFiles(network: Network, { out, checkpoint }: TrainSettings): Promise<void> {
  if (checkpoint !== undefined) await removeLeftovers(checkpoint)
  if (out === undefined) return
  await removeLeftovers(out)
  await removeLeftovers(withSuffix(out, '.diverged'))
  await tryWriting(out, formatModel(network))
}

/** Those that see the events of a run, and the names that go into its checkpoints. */
interface Watchers {
  readonly monitor: HealthMonitor
  readonly figures: FiguresTally
  readonly snapshots: Snapshots | undefined
  readonly names: NetworkNames
}

/** Runs to the end, saves checkpoints, judges the run, and tells what happens but for the end. */
async function follow(
  events: AsyncIterable<SgdEvent>,
  network: Network,
  { monitor, figures, snapshots, names }: Watchers,
  { checkpoint: path, checkpointSeconds: seconds, resume }: TrainSettings,
  rewinds?: Rewinds,
): Promise<FinishedEvent | undefined> {
  const { controller } = rewindable
  const isResumed = path === resume
  const checkpointer =
    path === undefined
      ? undefined
      : new Checkpointer({ path, seconds, isResumed, names, rewinds }, controller, post)
  for await (const event of events) {
    await checkpointer?.onEvent(event)
    if (event.type === 'finished') await checkpointer?.flush()
    snapshots?.onEvent(event, network, controller.paused)
    if (event.type !== 'checkpoint') monitor.see(event)
    if (event.type === 'statistics') figures.add(event)
    if (event.type === 'started' || event.type === 'epoch') confusions = event.confusions
    if (event.type === 'finished') return event
    if (isTold(event)) post(event)
    await backpressure.wait(() => rewindable.isAborted)
  }
  return undefined
}

/** Whether an event is for the screen: statistics are for the dashboard alone. */
function isTold(event: SgdEvent): event is Exclude<SgdEvent, CheckpointEvent | FinishedEvent> {
  return event.type !== 'checkpoint' && (asked.watched || event.type !== 'statistics')
}

/** The flag that is to blame for an error, if one is. */
function blame(error: unknown): unknown {
  if (provided) return error
  if (!(error instanceof FileError)) return blameFlag(error, asked)
  const { out, checkpoint, resume } = asked
  if (out !== undefined && error.path === out) return new UsageError(FLAGS.out, out, error.message)
  if (checkpoint === undefined || error.path !== checkpoint) return error
  const flag = checkpoint === resume ? FLAGS.resume : FLAGS.checkpoint
  const message = `${error.message} Or save elsewhere by ${FLAGS.checkpoint}, or keep none by --no-checkpoint.`
  return new UsageError(flag, checkpoint, message)
}

parentPort?.on('message', (command: TrainCommand) => {
  if (command.type === 'abort') stopped.abort()
  if (command.type === 'pixels' || command.type === 'look') onViewCommand?.(command)
  else rewindable.onCommand(command)
})
try {
  await train()
} catch (cause) {
  const error = blame(cause)
  post({ type: 'failed', message: describeError(error), usage: error instanceof UsageError })
} finally {
  parentPort?.close()
}
