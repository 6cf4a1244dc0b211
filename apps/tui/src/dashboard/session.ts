import type { Spec } from '@gradus/core'
import { type HealthEvent, HealthMonitor } from '@gradus/core/health'
import type { Examine } from '../examination/examine.ts'
import type { FindEarlierRun } from '../history/earlier-run.ts'
import type { DashboardDataEvent, Look, RunControls, RunEvent } from '../run/events.ts'
import type { Theme } from '../terminal/theme.ts'
import { classNames } from './class-names.ts'
import { DoctorKey } from './doctor-key.ts'
import { type Action, steppedEta } from './keys.ts'
import { whyNoChange } from './neuron-weights.ts'
import { initialDashboard, reduce } from './reduce.ts'
import { type DashboardEvent, type DashboardState, shownExample, VIEWS, type ViewName } from './state.ts'

/** Commands of the dashboard to the program around it. */
interface SessionControls extends RunControls {
  /** Stops the program until the shell lets it go on. */
  suspend(): void
  /** Writes the present view and the history, and tells where, or why not. */
  export(state: DashboardState): Promise<string>
}

export interface SessionOptions {
  readonly controls: SessionControls
  readonly theme: Pick<Theme, 'unicode'>
  /** Whether checkpoints are kept. */
  readonly keepsCheckpoints: boolean
  /** Finds the run that is shown beside this one. */
  readonly findEarlier?: FindEarlierRun | undefined
  /** Examines the run; undefined of one that a program trains by itself. */
  readonly examine?: Examine | undefined
  /** Called when there is something new to show. @param urgent whether a person waits for it */
  readonly onChange: (urgent: boolean) => void
}

/** Bounds of eta for keys: within them, steps are above 0 and finite in float32 too. */
const [SMALLEST_ETA, LARGEST_ETA] = [1e-30, 1e30]

/** The dashboard without its pictures: turns events and keys into a state, and keys into commands. */
export class Session {
  readonly #options: SessionOptions
  #state: DashboardState = initialDashboard
  #monitor = new HealthMonitor()
  #data: DashboardDataEvent | undefined
  /** Predictions whose pixels were asked for last, and whether those have not come yet. */
  #asked: DashboardState['confusion']
  #awaitsPixels = false
  /** The part of the network that the run was last asked to show. */
  #look: Look = { at: 'nothing' }
  readonly #doctor: DoctorKey

  constructor(options: SessionOptions) {
    this.#options = options
    const host = {
      state: () => this.#state,
      apply: (event: DashboardEvent, urgent: boolean) => this.#apply(event, urgent),
    }
    this.#doctor = new DoctorKey(host, options.examine)
  }

  get state(): DashboardState {
    return this.#state
  }

  /** Takes an event of the run. */
  onEvent(event: RunEvent): void {
    if (event.type === 'dashboard-data') this.#onData(event)
    if (event.type === 'rewound') this.#judgeAnew()
    if (event.type === 'started' && !this.#state.started) void this.#findEarlier(event.spec)
    this.#apply(event, ['finished', 'saved', 'unsaved', 'died'].includes(event.type))
    if (isHealthEvent(event)) this.#diagnose(event)
    if (event.type === 'pixels') this.#awaitsPixels = false
    this.#askForPixels()
    this.#askForLook()
  }

  /** Ends an examination that goes on: fulfilled when nothing of it is left. */
  endExamination(): Promise<void> {
    return this.#doctor.end()
  }

  /** Does what a key asks for. */
  press(action: Action): void {
    const { controls } = this.#options
    if (typeof action === 'object') this.#show(action.view)
    else if (action === 'quit' || action === 'interrupt')
      controls.quit(action === 'interrupt' ? 'SIGINT' : undefined)
    else if (action === 'suspend') controls.suspend()
    else if (action === 'export') void this.#export()
    else if (isSteering(action)) this.#steer(action)
    else this.#navigate(action)
  }

  /** Handles actions that only change the view. */
  #navigate(action: Navigation): void {
    switch (action) {
      case 'toggle-help':
        this.#apply({ type: 'help', shown: !this.#state.help }, true)
        break
      case 'close':
        this.#close()
        break
      case 'examine':
        this.#doctor.press()
        break
      case 'next-view':
      case 'previous-view':
        this.#turn(action === 'next-view' ? 1 : -1)
        break
      case 'page-on':
      case 'page-back':
        this.#apply({ type: 'page', by: action === 'page-on' ? 1 : -1 }, true)
        this.#askForLook()
        break
      case 'toggle-change':
      case 'toggle-order':
        this.#toggleNeurons(action === 'toggle-change' ? 'shown' : 'sorted')
        break
    }
  }

  /** Closes what stands in place of the view. */
  #close(): void {
    const { help, showsDoctor } = this.#state
    if (help) this.#apply({ type: 'help', shown: false }, true)
    else if (showsDoctor) this.#doctor.close()
  }

  #toggleNeurons(toggles: 'shown' | 'sorted'): void {
    const why = whyNotToggled(this.#state, toggles)
    if (why === undefined) this.#apply({ type: 'neurons', toggles }, true)
    else this.#notice(why)
  }

  /** Handles actions that change the run, as long as it can be changed. */
  #steer(action: Steering): void {
    const { phase } = this.#state
    if (phase === 'loading') this.#notice('Not yet: the data are loading')
    if (phase !== 'training' && phase !== 'paused') return
    switch (action) {
      case 'toggle-pause':
        this.#togglePause(phase === 'paused')
        break
      case 'step-mini-batch':
      case 'step-epoch':
        this.#step(action === 'step-epoch' ? 'epoch' : 'miniBatch', phase === 'paused')
        break
      case 'eta-up':
      case 'eta-down':
        this.#changeEta(action === 'eta-up' ? 'up' : 'down')
        break
      case 'checkpoint':
        this.#checkpoint()
        break
      case 'rewind':
        this.#options.controls.post({ type: 'rewind' })
        this.#apply({ type: 'asked', text: 'Rewind' }, true)
        break
    }
  }

  #togglePause(isPaused: boolean): void {
    this.#options.controls.post({ type: isPaused ? 'resume' : 'pause' })
    this.#apply({ type: isPaused ? 'resumed' : 'paused' }, true)
  }

  #step(unit: 'miniBatch' | 'epoch', isPaused: boolean): void {
    if (isPaused) this.#options.controls.post({ type: 'step', unit })
    else this.#notice('Pause first (space): steps are for a run that stands still')
  }

  #checkpoint(): void {
    const { controls, keepsCheckpoints } = this.#options
    if (!keepsCheckpoints) {
      this.#notice('This run keeps no checkpoint')
      return
    }
    controls.post({ type: 'checkpoint' })
    this.#apply({ type: 'asked', text: 'A checkpoint now', what: 'checkpoint' }, true)
  }

  #changeEta(direction: 'up' | 'down'): void {
    const eta = this.#state.askedEta ?? this.#state.eta
    if (eta === undefined) return
    const next = steppedEta(eta, direction)
    if (next < SMALLEST_ETA || next > LARGEST_ETA) {
      this.#notice(`eta stays between ${SMALLEST_ETA} and ${LARGEST_ETA}`)
      return
    }
    this.#options.controls.post({ type: 'setEta', eta: next })
    this.#apply({ type: 'asked', text: `eta ${next}`, eta: next }, true)
  }

  #turn(by: 1 | -1): void {
    const next = (VIEWS.indexOf(this.#state.view) + by + VIEWS.length) % VIEWS.length
    this.#show(VIEWS[next] ?? 'overview')
  }

  #show(view: ViewName): void {
    this.#apply({ type: 'view', view }, true)
    this.#askForPixels()
    this.#askForLook()
  }

  /** Asks for the pixels that the mistakes view lacks, once those that were asked for before are there. */
  #askForPixels(): void {
    const { view, confusion, pixels, phase } = this.#state
    if (view !== 'mistakes' || !confusion || phase === 'over') return
    if (this.#awaitsPixels || confusion === this.#asked) return
    this.#asked = confusion
    const examples = confusion.worst.map(({ example }) => example).filter(example => !pixels.has(example))
    if (examples.length === 0) return
    this.#awaitsPixels = true
    this.#options.controls.post({ type: 'pixels', set: confusion.set, examples })
  }

  /** Asks the run for what the view shows of its network, and to send no more of what it showed before. */
  #askForLook(): void {
    const { phase } = this.#state
    const look = lookOf(this.#state)
    if (phase === 'loading' || phase === 'saving' || phase === 'over' || isSameLook(look, this.#look)) return
    this.#look = look
    this.#options.controls.post({ type: 'look', ...look })
  }

  async #export(): Promise<void> {
    const text = await this.#options.controls.export(this.#state)
    this.#apply({ type: 'asked', text }, true)
  }

  #notice(text: string): void {
    this.#apply({ type: 'notice', text }, true)
  }

  #onData(event: DashboardDataEvent): void {
    this.#data = event
    this.#judgeAnew()
  }

  /** An earlier run that cannot be found is not missed. */
  async #findEarlier(spec: Spec): Promise<void> {
    const run = await this.#options.findEarlier?.(spec).catch(() => undefined)
    if (run) this.#apply({ type: 'earlier-run', run }, false)
  }

  #judgeAnew(): void {
    const names = classNames(this.#state, this.#options.theme).inSentences
    this.#monitor = new HealthMonitor(this.#data?.profile, names)
  }

  #diagnose(event: HealthEvent): void {
    this.#monitor.see(event)
    const { health, ended } = this.#monitor
    if (health !== this.#state.health) this.#apply({ type: 'health', health, ended }, false)
  }

  #apply(event: DashboardEvent, urgent: boolean): void {
    const before = this.#state
    this.#state = reduce(before, event)
    if (this.#state !== before) this.#options.onChange(urgent)
  }
}

const STEERING = [
  'toggle-pause',
  'step-mini-batch',
  'step-epoch',
  'eta-up',
  'eta-down',
  'checkpoint',
  'rewind',
] as const
type Steering = (typeof STEERING)[number]
type Navigation = Exclude<Extract<Action, string>, Steering | 'quit' | 'interrupt' | 'suspend' | 'export'>

/** Why a key of the neurons does nothing; undefined where it does something. */
function whyNotToggled(
  { view, help, neurons, initialWeights, snapshot }: DashboardState,
  toggles: 'shown' | 'sorted',
): string | undefined {
  if (view !== 'neurons' || help) return 'c and o are keys of the neurons (4)'
  if (toggles === 'shown') return neurons.shown === 'weights' ? whyNoChange(initialWeights) : undefined
  if (!snapshot || snapshot.outgoing) return undefined
  return 'These neurons are the outputs: they stay in the order of their classes'
}

/** The part of the run that the view at hand needs. */
function lookOf(state: DashboardState): Look {
  if (state.view === 'neurons') return { at: 'neurons' }
  if (state.view === 'overview' && state.started?.spec.augment) return { at: 'shown' }
  const shown = state.view === 'example' ? shownExample(state) : undefined
  return shown ? { at: 'example', set: shown.set, example: shown.example } : { at: 'nothing' }
}

function isSameLook(a: Look, b: Look): boolean {
  if (a.at !== 'example' || b.at !== 'example') return a.at === b.at
  return a.set === b.set && a.example === b.example
}

function isSteering(action: Steering | Navigation): action is Steering {
  return STEERING.some(each => each === action)
}

function isHealthEvent(event: RunEvent): event is HealthEvent & RunEvent {
  return ['started', 'eta', 'statistics', 'epoch', 'finished'].includes(event.type)
}
