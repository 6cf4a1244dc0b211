import type { EpochEvent, EtaEvent, FinishedEvent, ProgressEvent, StartedEvent } from '@gradus/core'
import type { Finding, Health } from '@gradus/core/health'
import { bestBy, meritOf, recordOf } from '../run/best.ts'
import type {
  CheckpointedEvent,
  CheckpointFailedEvent,
  SavedEvent,
  SnapshotEvent,
  UnsavedEvent,
} from '../run/events.ts'
import { placeOf } from '../terminal/format.ts'
import { printable } from '../terminal/printable.ts'
import {
  describeAnalysisFailure,
  describeCleared,
  describeEpoch,
  describeEta,
  describeEtaChanges,
  describeFinished,
  describeKept,
  describeLoaded,
  describeStarted,
  withEntry,
} from './log.ts'
import type { AskedEvent, CostPoint, DashboardEvent, DashboardState, WeightsSnapshot } from './state.ts'

/** State of a run before its first event. */
const BEGINNING = {
  started: undefined,
  progress: undefined,
  history: [],
  best: undefined,
  miniBatchCosts: [],
  statistics: undefined,
  health: { status: 'unknown', verdict: 'Nothing is known yet.', findings: [] },
  eta: undefined,
  askedEta: undefined,
  analysis: undefined,
  snapshot: undefined,
  finished: undefined,
} as const

export const initialDashboard: DashboardState = {
  ...BEGINNING,
  phase: 'loading',
  loaded: undefined,
  log: [],
  checkpoint: { last: undefined, isAsked: false, problem: undefined },
  kept: undefined,
  problem: undefined,
  view: 'overview',
  pages: { mistakes: 0, neurons: 0, log: 0 },
  help: false,
  notice: undefined,
}

/** The state after an event. */
export function reduce(state: DashboardState, event: DashboardEvent): DashboardState {
  switch (event.type) {
    case 'loaded':
      return withEntry({ ...state, loaded: event }, 'event', describeLoaded(event))
    case 'dashboard-data':
      return state
    case 'snapshot':
      return { ...state, snapshot: snapshotOf(event) }
    case 'rewound':
      return { ...withEntry(state, 'event', 'Back to the initial weights'), ...BEGINNING }
    case 'started':
      return start(state, event)
    case 'progress':
      return proceed(state, event)
    case 'eta':
      return changeEta(state, event)
    case 'statistics':
      return { ...state, statistics: event }
    case 'epoch':
      return complete(state, event)
    case 'finished':
      return finish(state, event)
    case 'set-aside':
      return withEntry(
        state,
        'event',
        `Kept the checkpoint of an earlier run that is not complete: ${event.path}`,
      )
    case 'checkpointed':
      return checkpointed(state, event)
    case 'checkpoint-gone':
      return { ...state, checkpoint: { ...state.checkpoint, last: undefined } }
    case 'checkpoint-failed':
      return checkpointFailed(state, event)
    case 'saved':
    case 'unsaved':
      return keep(state, event)
    case 'failed':
    case 'died':
      return withEntry({ ...state, phase: 'over', problem: event.message }, 'alarm', event.message)
    case 'health':
      return diagnose(state, event.health)
    case 'analysed':
      return { ...state, analysis: event.analysis }
    case 'analysis-failed':
      return withEntry(state, 'warning', describeAnalysisFailure(event.epoch, event.message))
    default:
      return command(state, event)
  }
}

/** Handles actions of a person. */
function command(
  state: DashboardState,
  event: Extract<
    DashboardEvent,
    { type: 'stopping' | 'view' | 'page' | 'help' | 'paused' | 'resumed' | 'notice' | 'asked' }
  >,
): DashboardState {
  switch (event.type) {
    case 'stopping':
      return state.phase === 'saving' || state.phase === 'over' || state.phase === 'stopping'
        ? state
        : withEntry({ ...state, phase: 'stopping' }, 'command', 'Stop, and save')
    case 'view':
      return { ...state, view: event.view, help: false, notice: undefined }
    case 'page':
      return turn(state, event.by)
    case 'help':
      return { ...state, help: event.shown, notice: undefined }
    case 'paused':
      return state.phase === 'training'
        ? withEntry({ ...state, phase: 'paused', notice: undefined }, 'command', `Paused${placeIn(state)}`)
        : state
    case 'resumed':
      return state.phase === 'paused'
        ? withEntry({ ...state, phase: 'training', notice: undefined }, 'command', 'Training goes on')
        : state
    case 'notice':
      return { ...state, notice: printable(event.text) }
    case 'asked':
      return asked(state, event)
  }
}

function start(state: DashboardState, event: StartedEvent): DashboardState {
  const isLoading = state.phase === 'loading'
  const phase = isLoading ? 'training' : state.phase
  const notice = isLoading ? undefined : state.notice
  const next: DashboardState = {
    ...state,
    phase,
    notice,
    started: event,
    history: event.history,
    best: bestBy(event.history, meritOf),
    eta: event.eta,
  }
  return withEntry(next, 'event', describeStarted(event))
}

function proceed(state: DashboardState, event: ProgressEvent): DashboardState {
  const { started, progress } = state
  const isWhole = !started || event.epoch > started.epoch || started.position === 0
  return {
    ...state,
    progress: event,
    miniBatchCosts: withCostPoint(state.miniBatchCosts, progress, event, isWhole),
  }
}

function changeEta(state: DashboardState, event: EtaEvent): DashboardState {
  const { eta } = event
  const next: DashboardState = {
    ...state,
    eta,
    askedEta: eta === state.askedEta ? undefined : state.askedEta,
  }
  return withEntry(next, 'event', describeEta(event, state.eta))
}

/**
 * A point of the mini-batch cost curve only of an epoch that has none yet: the examples since the last one
 * are few, and their mean says little.
 */
function complete(state: DashboardState, event: EpochEvent): DashboardState {
  const { history, best, miniBatchCosts, progress } = state
  const record = recordOf(event)
  const known = state.started ? proceed(state, progressAfter(state.started, event)) : state
  const next: DashboardState = {
    ...known,
    ...(progress?.epoch === record.epoch && { miniBatchCosts }),
    history: [...history, record],
    best: bestBy(best ? [best, record] : [record], meritOf),
  }
  return withEntry(next, 'event', describeEpoch(record, best))
}

/**
 * Progress of a run at the end of an epoch: the last progress event is older, and a paused run sends no
 * other.
 */
function progressAfter({ epochs, examples }: StartedEvent, event: EpochEvent): ProgressEvent {
  const { epoch, cost, eta, examplesPerSecond, elapsedSeconds, remainingSeconds } = event
  return {
    type: 'progress',
    phase: 'train',
    ...{ epoch, epochs, position: examples, examples, cost, eta },
    ...{ examplesPerSecond, elapsedSeconds, remainingSeconds },
  }
}

function finish(state: DashboardState, event: FinishedEvent): DashboardState {
  const progress = lastProgress(state, event)
  const next: DashboardState = {
    ...state,
    phase: 'saving',
    finished: event,
    eta: event.eta,
    askedEta: undefined,
    progress,
  }
  const kind = event.reason === 'diverged' ? 'alarm' : 'event'
  const ended = withEntry(next, kind, describeFinished(event, state.loaded?.train ?? 0))
  const changes = describeEtaChanges(event)
  return changes === undefined ? ended : withEntry(ended, 'event', changes)
}

/** Progress of a run that has finished: the last progress event is older. */
function lastProgress({ started, progress, history }: DashboardState, event: FinishedEvent) {
  if (!started) return progress
  const { epoch, position, eta, examplesPerSecond, elapsedSeconds } = event
  const { epochs, examples } = started
  const isWhole = position === 0 && epoch > 0
  const last: ProgressEvent = {
    type: 'progress',
    phase: 'evaluate',
    epoch: isWhole ? epoch - 1 : epoch,
    epochs,
    position: isWhole ? examples : position,
    examples,
    eta,
    cost: progress?.cost ?? history.at(-1)?.cost ?? Number.NaN,
    examplesPerSecond,
    elapsedSeconds,
    remainingSeconds: 0,
  }
  return last
}

function keep(state: DashboardState, event: SavedEvent | UnsavedEvent): DashboardState {
  const next: DashboardState = { ...state, phase: 'over', kept: event }
  const problem = event.type === 'saved' ? event.problem : undefined
  const told = problem === undefined ? next : withEntry(next, 'alarm', problem)
  return withEntry(told, event.type === 'unsaved' && event.lost ? 'alarm' : 'event', describeKept(event))
}

/** Logs only checkpoints that a person asked for, and the first that works after a failure. */
function checkpointed(state: DashboardState, event: CheckpointedEvent): DashboardState {
  const { isAsked, problem } = state.checkpoint
  const next: DashboardState = {
    ...state,
    checkpoint: { last: event, isAsked: false, problem: undefined },
  }
  if (!isAsked && problem === undefined) return next
  const place = placeOf(event.epoch, event.position, state.loaded?.train ?? 0)
  const text = `Saved a checkpoint of ${place}: ${event.path}`
  return { ...withEntry(next, 'event', text), notice: isAsked ? 'A checkpoint is saved' : next.notice }
}

/** A problem is told of once, however often saving is tried. */
function checkpointFailed(state: DashboardState, { message }: CheckpointFailedEvent): DashboardState {
  const { last, isAsked, problem } = state.checkpoint
  if (message === problem && !isAsked) return state
  const next: DashboardState = { ...state, checkpoint: { last, isAsked: false, problem: message } }
  const told = withEntry(next, 'warning', `${message} Training goes on, and the next checkpoint is tried.`)
  return { ...told, notice: 'The checkpoint cannot be saved: the log (6) says why' }
}

function asked(state: DashboardState, { text, what, eta = state.askedEta }: AskedEvent): DashboardState {
  const isAsked = what === 'checkpoint' || state.checkpoint.isAsked
  const next: DashboardState = {
    ...state,
    ...{ notice: text, askedEta: eta, checkpoint: { ...state.checkpoint, isAsked } },
  }
  return withEntry(next, 'command', text)
}

/** Tells what has been found and what has cleared; that a finding has other figures now is not told. */
function diagnose(state: DashboardState, health: Health): DashboardState {
  const before = new Set(state.health.findings.map(keyOf))
  const after = new Set(health.findings.map(keyOf))
  let next: DashboardState = { ...state, health }
  for (const finding of health.findings) {
    if (!before.has(keyOf(finding))) next = withEntry(next, finding.severity, finding.sentence)
  }
  for (const finding of state.health.findings) {
    if (!after.has(keyOf(finding))) next = withEntry(next, 'event', describeCleared(finding))
  }
  return next
}

function keyOf({ code, layer }: Finding): string {
  return `${code} ${layer ?? ''}`
}

function snapshotOf({ epoch, position, sizes, weights }: SnapshotEvent): WeightsSnapshot {
  const [cols = 0, rows = 0] = sizes
  return { epoch, position, rows, cols, weights: new Float32Array(weights[0] ?? []) }
}

/** Pages go round: each view takes its number modulo how many it has. */
function turn(state: DashboardState, by: 1 | -1): DashboardState {
  const { view, pages } = state
  if (view !== 'mistakes' && view !== 'neurons' && view !== 'log') return state
  return { ...state, pages: { ...pages, [view]: pages[view] + by }, notice: undefined }
}

function placeIn({ progress, loaded }: DashboardState): string {
  if (!progress) return ''
  return ` after ${placeOf(progress.epoch, progress.position, loaded?.train ?? 0)}`
}

/** More than a chart has columns. */
const MOST_POINTS = 2000

/**
 * The points with that of the mini-batches between two progress events. Both tell the mean cost of their
 * epoch so far: without the one before there is a point only at the start of an epoch. @param isWhole whether
 * this run did the epoch from its start on
 */
function withCostPoint(
  miniBatchCosts: readonly CostPoint[],
  before: ProgressEvent | undefined,
  { epoch, position, cost }: ProgressEvent,
  isWhole: boolean,
): readonly CostPoint[] {
  const from = before?.epoch === epoch ? before : isWhole ? { position: 0, cost: 0 } : undefined
  if (!from || position <= from.position) return miniBatchCosts
  const mean = (cost * position - from.cost * from.position) / (position - from.position)
  return [...miniBatchCosts.slice(-MOST_POINTS + 1), { epoch, position, cost: mean }]
}
