import type { Confusions, EpochEvent, FinishedEvent } from '@gradus/core'
import type { Finding, Health } from '@gradus/core/health'
import type {
  ActivationsEvent,
  CheckpointedEvent,
  CheckpointFailedEvent,
  PixelsEvent,
  RunEvent,
  SavedEvent,
  SnapshotEvent,
  UnsavedEvent,
} from '../run/events.ts'
import { initialRun, type RunProgress, runAfter } from '../run/run-state.ts'
import { shownSetOf } from '../run/snapshots.ts'
import { placeOf } from '../terminal/format.ts'
import { printable } from '../terminal/printable.ts'
import { type ExaminationEvent, examinationAfter } from './examination.ts'
import {
  describeCheckpointFailure,
  describeEpoch,
  describeEta,
  describeEtaChanges,
  describeFinished,
  describeKept,
  describeLoaded,
  describeSetAside,
  describeStarted,
  withEntry,
} from './log.ts'
import { byInfluence, INITIAL_CHOICE } from './neuron-weights.ts'
import {
  type AskedEvent,
  type CostPoint,
  type DashboardEvent,
  type DashboardState,
  shownExample,
} from './state.ts'

/** Display of a run before its first event, and of one that is rewound. */
const BEGINNING = {
  miniBatchCosts: [],
  statistics: undefined,
  health: { status: 'unknown', verdict: 'Nothing is known yet.', findings: [] },
  askedEta: undefined,
  confusion: undefined,
  pixels: new Map<number, Uint8Array | Float32Array>(),
  snapshot: undefined,
  initialWeights: undefined,
  activations: new Map<number, ActivationsEvent>(),
  shown: undefined,
} as const

export const initialDashboard: DashboardState = {
  ...initialRun,
  ...BEGINNING,
  earlier: undefined,
  isCheckpointAsked: false,
  log: [],
  view: 'overview',
  pages: {
    overview: 0,
    confusion: 0,
    mistakes: 0,
    neurons: 0,
    health: 0,
    log: 0,
    example: 0,
    doctor: 0,
    help: 0,
  },
  neurons: INITIAL_CHOICE,
  help: false,
  examination: undefined,
  showsDoctor: false,
  notice: undefined,
}

/** The state after an event. */
export function reduce(state: DashboardState, event: DashboardEvent): DashboardState {
  switch (event.type) {
    case 'health':
      return diagnose(state, event.health, event.ended)
    case 'earlier-run':
      return { ...state, earlier: event.run }
    case 'view':
      return orderedAnew({ ...state, view: event.view, help: false, showsDoctor: false, notice: undefined })
    case 'page':
      return turn(state, event.by)
    case 'neurons':
      return orderedAnew(toggled(state, event.toggles))
    case 'help':
      return { ...state, help: event.shown, notice: undefined }
    case 'doctor':
      return { ...state, showsDoctor: event.shown, help: false, notice: undefined }
    case 'examination':
      return examined(state, event.event)
    case 'notice':
      return { ...state, notice: printable(event.text) }
    case 'asked':
      return asked(state, event)
    default:
      return follow(state, runAfter(state, event), event)
  }
}

/** The log has the beginning of an examination and its end. */
function examined(state: DashboardState, event: ExaminationEvent): DashboardState {
  const next = { ...state, examination: examinationAfter(state.examination, event) }
  switch (event.type) {
    case 'begun':
      return withEntry({ ...next, pages: { ...state.pages, doctor: 0 } }, 'command', 'Examine the run')
    case 'stopping':
      return withEntry(next, 'command', 'Stop the examination')
    case 'failed':
      return withEntry(next, 'warning', `The examination failed: ${event.message}`)
    case 'diagnosis': {
      const { status, sentence } = event.report
      return withEntry(next, status === 'healthy' ? 'event' : 'alarm', `Doctor: ${sentence}`)
    }
    default:
      return next
  }
}

/** Follows the run in the log and the charts. @param next the state after the event but for them */
function follow(state: DashboardState, next: DashboardState, event: RunEvent): DashboardState {
  switch (event.type) {
    case 'loaded':
      return [describeLoaded(event), ...(event.notes ?? [])].reduce(
        (logged, text) => withEntry(logged, 'event', text),
        next,
      )
    case 'snapshot':
      return snapshotTaken(next, event)
    case 'initial-weights':
      return { ...next, initialWeights: event }
    case 'activations':
      return { ...next, activations: withActivations(state, event) }
    case 'shown':
      return { ...next, shown: event }
    case 'pixels':
      return withPixels(next, event)
    case 'rewound':
      return orderedAnew({ ...withEntry(next, 'event', 'Back to the initial weights'), ...BEGINNING })
    case 'started': {
      const notice = state.phase === 'loading' ? undefined : state.notice
      const confusion = confusionAfter(state, event.epoch - 1, event.confusions)
      return withEntry({ ...next, notice, ...confusion }, 'event', describeStarted(event))
    }
    case 'progress':
      return { ...next, miniBatchCosts: costsAfter(state, event) }
    case 'eta': {
      const askedEta = event.eta === state.askedEta ? undefined : state.askedEta
      return withEntry({ ...next, askedEta }, 'event', describeEta(event, state.eta))
    }
    case 'statistics':
      return { ...next, statistics: event }
    case 'epoch':
      return complete(state, next, event)
    case 'finished':
      return finish(orderedAnew({ ...next, askedEta: undefined }), event)
    case 'set-aside':
      return withEntry(next, 'event', describeSetAside(event))
    case 'checkpointed':
      return checkpointed(state, next, event)
    case 'checkpoint-failed':
      return checkpointFailed(state, next, event)
    case 'saved':
    case 'unsaved':
      return keep(next, event)
    case 'failed':
    case 'died':
      return withEntry(next, 'alarm', event.message)
    case 'paused':
    case 'resumed': {
      const text = event.type === 'paused' ? `Paused${placeIn(state)}` : 'Training goes on'
      return isSame(state, next) ? state : withEntry({ ...next, notice: undefined }, 'command', text)
    }
    case 'stopping':
      return isSame(state, next) ? state : withEntry(next, 'command', 'Stop, and save')
    default:
      return next
  }
}

/** Whether a command comes too late, or again. */
function isSame(state: DashboardState, next: DashboardState): boolean {
  return state.phase === next.phase
}

/**
 * A point of the mini-batch cost curve only of an epoch that has none yet: the examples since the last one
 * are few, and their mean says little.
 */
function complete(state: DashboardState, next: DashboardState, event: EpochEvent): DashboardState {
  const isKnown = state.progress?.epoch === event.epoch || !next.progress
  const miniBatchCosts = isKnown ? state.miniBatchCosts : costsAfter(state, next.progress)
  const confusion = confusionAfter(state, event.epoch, event.confusions)
  return withEntry({ ...next, miniBatchCosts, ...confusion }, 'event', describeEpoch(event, state.best))
}

function finish(state: DashboardState, event: FinishedEvent): DashboardState {
  const kind = event.reason === 'diverged' ? 'alarm' : 'event'
  const ended = withEntry(state, kind, describeFinished(event, state.loaded?.train ?? 0))
  const changes = describeEtaChanges(event)
  return changes === undefined ? ended : withEntry(ended, 'event', changes)
}

function keep(state: DashboardState, event: SavedEvent | UnsavedEvent): DashboardState {
  const problem = event.type === 'saved' ? event.problem : undefined
  const told = problem === undefined ? state : withEntry(state, 'alarm', problem)
  return withEntry(told, event.type === 'unsaved' && event.lost ? 'alarm' : 'event', describeKept(event))
}

/** Logs only checkpoints that a person asked for, and the first that works after a failure. */
function checkpointed(
  { isCheckpointAsked, checkpoint, notice }: DashboardState,
  next: DashboardState,
  { epoch, position, path }: CheckpointedEvent,
): DashboardState {
  if (!isCheckpointAsked && checkpoint.problem === undefined) return next
  const text = `Saved a checkpoint of ${placeOf(epoch, position, next.loaded?.train ?? 0)}: ${path}`
  const told = isCheckpointAsked ? 'A checkpoint is saved' : notice
  return withEntry({ ...next, isCheckpointAsked: false, notice: told }, 'event', text)
}

/** A problem is told of once, however often saving is tried. */
function checkpointFailed(
  state: DashboardState,
  next: DashboardState,
  event: CheckpointFailedEvent,
): DashboardState {
  if (event.message === state.checkpoint.problem && !state.isCheckpointAsked) return state
  const notice = 'The checkpoint cannot be saved: the log (6) says why'
  const told = { ...next, isCheckpointAsked: false, notice }
  return withEntry(told, 'warning', describeCheckpointFailure(event))
}

function asked(state: DashboardState, { text, what, eta = state.askedEta }: AskedEvent): DashboardState {
  const isCheckpointAsked = what === 'checkpoint' || state.isCheckpointAsked
  return withEntry({ ...state, notice: text, askedEta: eta, isCheckpointAsked }, 'command', text)
}

/** Tells what has been found and what is over; that a finding has other figures now is not told. */
function diagnose(state: DashboardState, health: Health, ended: readonly string[]): DashboardState {
  const before = new Set(state.health.findings.map(keyOf))
  let next: DashboardState = { ...state, health }
  for (const finding of health.findings) {
    if (before.has(keyOf(finding))) continue
    const { severity, sentence } = finding
    next =
      severity === 'note'
        ? withEntry(next, 'event', `Note: ${sentence}`)
        : withEntry(next, severity, sentence)
  }
  for (const end of ended) next = withEntry(next, 'event', `Over: ${end}`)
  return next
}

function keyOf({ code, layer }: Finding): string {
  return `${code} ${layer ?? ''}`
}

/** Predictions after an epoch. The pixels that are known stay, as long as they are of the same set. */
function confusionAfter(
  { confusion, pixels }: DashboardState,
  epoch: number,
  confusions: Confusions = {},
): Pick<DashboardState, 'confusion' | 'pixels'> {
  const set = shownSetOf(confusions)
  const shown = set && confusions[set]
  if (!shown) return { confusion: undefined, pixels: BEGINNING.pixels }
  const isSame = confusion === undefined || confusion.set === set
  return { confusion: { ...shown, epoch, set }, pixels: isSame ? pixels : BEGINNING.pixels }
}

/** Examples whose pixels are kept: twice as many as are shown, for those of a short epoch come when it is gone. */
const MOST_PIXELS = 400

/** Adds pixels; of too many the oldest are forgotten. */
function withPixels(state: DashboardState, { set, examples, pixels: rows }: PixelsEvent): DashboardState {
  const { confusion, pixels } = state
  if (confusion?.set !== set) return state
  const size = rows.length / examples.length
  const next = new Map(pixels)
  for (const [row, example] of examples.entries()) {
    next.delete(example)
    next.set(example, rows.subarray(row * size, (row + 1) * size))
  }
  for (const example of next.keys()) {
    if (next.size <= MOST_PIXELS) break
    next.delete(example)
  }
  return { ...state, pixels: next }
}

/** Pages go round: each view takes its number modulo how many it has. */
function turn(state: DashboardState, by: 1 | -1): DashboardState {
  const { view, pages, help, showsDoctor } = state
  const above = help ? 'help' : showsDoctor ? 'doctor' : undefined
  if (above) return { ...state, pages: { ...pages, [above]: pages[above] + by }, notice: undefined }
  if (view === 'overview' && !state.started?.spec.augment) return state
  const page = view === 'example' ? nextExample(state, by) : pages[view] + by
  return orderedAnew({ ...state, pages: { ...pages, [view]: page }, notice: undefined })
}

/** The next example: once the run is over, of those that are kept. */
function nextExample(state: DashboardState, by: 1 | -1): number {
  const { example = 0 } = shownExample(state) ?? {}
  const kept = [...state.activations.keys()]
  if (!state.finished || kept.length === 0) return example + by
  return kept[(kept.indexOf(example) + by + kept.length) % kept.length] ?? example
}

/** The neurons get the order of the next snapshot, or of the present one if none comes. */
function orderedAnew(state: DashboardState): DashboardState {
  return { ...state, neurons: { ...state.neurons, order: undefined } }
}

function toggled(state: DashboardState, what: 'shown' | 'sorted'): DashboardState {
  const { shown, sorted } = state.neurons
  const neurons: DashboardState['neurons'] = {
    ...state.neurons,
    ...(what === 'shown' && { shown: shown === 'weights' ? 'change' : 'weights' }),
    ...(what === 'sorted' && { sorted: sorted === 'influence' ? 'number' : 'influence' }),
  }
  return { ...state, neurons, pages: { ...state.pages, neurons: 0 }, notice: undefined }
}

function snapshotTaken(state: DashboardState, snapshot: SnapshotEvent): DashboardState {
  const { neurons } = state
  return { ...state, snapshot, neurons: { ...neurons, order: neurons.order ?? byInfluence(snapshot) } }
}

/** Only the activations of one moment, and of one set, are kept. */
function withActivations(
  { activations }: DashboardState,
  event: ActivationsEvent,
): DashboardState['activations'] {
  const [other] = activations.values()
  const isSame = other?.set === event.set && other.epoch === event.epoch && other.position === event.position
  return new Map(isSame ? activations : []).set(event.example, event)
}

function placeIn({ progress, loaded }: DashboardState): string {
  if (!progress) return ''
  return ` after ${placeOf(progress.epoch, progress.position, loaded?.train ?? 0)}`
}

/** More than a chart has columns. */
const MOST_POINTS = 2000

/**
 * The points of a state with that of the mini-batches up to the next progress. Both tell the mean cost of
 * their epoch so far: without the one before there is a point only at the start of an epoch, which this run
 * did from its start on.
 */
function costsAfter(
  { started, progress: before, miniBatchCosts }: DashboardState,
  { epoch, position, cost }: RunProgress,
): readonly CostPoint[] {
  const isWhole = !started || epoch > started.epoch || started.position === 0
  const from = before?.epoch === epoch ? before : isWhole ? { position: 0, cost: 0 } : undefined
  if (!from || position <= from.position) return miniBatchCosts
  const mean = (cost * position - from.cost * from.position) / (position - from.position)
  return [...miniBatchCosts.slice(-MOST_POINTS + 1), { epoch, position, cost: mean }]
}
