import { Matrix, Network, type Precision } from '@gradus/core'
import { type HealthEvent, HealthMonitor } from '@gradus/core/health'
import type { DashboardDataEvent, RunControls, RunEvent, SnapshotEvent } from '../run/events.ts'
import { Budget } from '../run/throttle.ts'
import { Analyst } from './analyst.ts'
import { type Action, steppedEta } from './keys.ts'
import { initialDashboard, reduce } from './reduce.ts'
import { type Analysis, type DashboardEvent, type DashboardState, VIEWS } from './state.ts'

/** Commands of the dashboard to the program around it. */
interface SessionControls extends RunControls {
  /** Stops the program until the shell lets it go on. */
  suspend(): void
  /** Writes the present view and the history, and tells where, or why not. */
  export(state: DashboardState): Promise<string>
}

export interface SessionOptions {
  readonly controls: SessionControls
  /** Whether checkpoints are kept. */
  readonly keepsCheckpoints: boolean
  /** Called when there is something new to show. @param urgent whether a person waits for it */
  readonly onChange: (urgent: boolean) => void
}

/** Upper bound on the share of a run's wall time spent on analysis, which slows the training. */
const LARGEST_SHARE = 0.05

/** Bounds of eta for keys: within them, steps are above 0 and finite in float32 too. */
const [SMALLEST_ETA, LARGEST_ETA] = [1e-30, 1e30]

/** The dashboard without its pictures: turns events and keys into a state, and keys into commands. */
export class Session {
  readonly #options: SessionOptions
  #state: DashboardState = initialDashboard
  #monitor = new HealthMonitor()
  #data: DashboardDataEvent | undefined
  #analyst: Analyst | undefined
  /** The newest network that is still to be analysed. */
  #waiting: SnapshotEvent | undefined
  #isAnalysing = false
  /** Whether the run was told to stand still, and to do no step since: then nothing moves. */
  #isStill = false
  /** Analysis that came while the run was paused. */
  #held: Analysis | undefined
  readonly #budget = new Budget(LARGEST_SHARE)

  constructor(options: SessionOptions) {
    this.#options = options
  }

  get state(): DashboardState {
    return this.#state
  }

  /** Takes an event of the run. */
  onEvent(event: RunEvent): void {
    if (event.type === 'dashboard-data') this.#onData(event)
    if (event.type === 'started') this.#prepareAnalyst(event.spec.precision)
    if (event.type === 'rewound') this.#rewind()
    this.#apply(event, ['finished', 'saved', 'unsaved', 'died'].includes(event.type))
    if (isHealthEvent(event)) this.#diagnose(event)
    if (event.type === 'snapshot') this.#enqueue(event)
    if (event.type === 'finished') this.#moveOn()
    this.#analyseIfDue()
  }

  /** Does what a key asks for. */
  press(action: Action): void {
    const { controls } = this.#options
    if (typeof action === 'object') this.#apply({ type: 'view', view: action.view }, true)
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
      case 'close-help':
        this.#apply({ type: 'help', shown: false }, true)
        break
      case 'next-view':
      case 'previous-view':
        this.#turn(action === 'next-view' ? 1 : -1)
        break
      case 'page-on':
      case 'page-back':
        this.#apply({ type: 'page', by: action === 'page-on' ? 1 : -1 }, true)
        break
    }
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
    if (isPaused) this.#moveOn()
    else this.#isStill = true
  }

  #step(unit: 'miniBatch' | 'epoch', isPaused: boolean): void {
    if (isPaused) {
      this.#options.controls.post({ type: 'step', unit })
      this.#moveOn()
    } else this.#notice('Pause first (space): steps are for a run that stands still')
  }

  /** Lets the display follow a run that moves on. */
  #moveOn(): void {
    this.#isStill = false
    const analysis = this.#held
    this.#held = undefined
    if (analysis) this.#apply({ type: 'analysed', analysis }, false)
    this.#analyseIfDue()
  }

  #checkpoint(): void {
    const { controls, keepsCheckpoints } = this.#options
    if (!keepsCheckpoints) {
      this.#notice('No checkpoint is kept (--no-checkpoint)')
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
    this.#apply({ type: 'view', view: VIEWS[next] ?? 'overview' }, true)
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
    this.#monitor = new HealthMonitor(event.profile)
  }

  #prepareAnalyst(precision: Precision): void {
    const { examples, set } = this.#data ?? {}
    if (examples && set) this.#analyst ??= new Analyst(examples, set, precision)
  }

  #rewind(): void {
    this.#monitor = new HealthMonitor(this.#data?.profile)
    this.#waiting = undefined
    this.#held = undefined
  }

  #diagnose(event: HealthEvent): void {
    this.#monitor.see(event)
    const { health } = this.#monitor
    if (health !== this.#state.health) this.#apply({ type: 'health', health }, false)
  }

  /**
   * The network at the end of an epoch is to be tried; if that takes longer than the epochs, the newest each
   * time.
   */
  #enqueue(snapshot: SnapshotEvent): void {
    if (snapshot.position !== 0 || snapshot.epoch === 0) return
    this.#waiting = snapshot
  }

  #analyseIfDue(): void {
    const isDue = this.#state.phase !== 'training' || this.#budget.isDue()
    if (this.#waiting && this.#analyst && isDue && !this.#isStill && !this.#isAnalysing)
      void this.#analyse(this.#waiting, this.#analyst)
  }

  async #analyse(snapshot: SnapshotEvent, analyst: Analyst): Promise<void> {
    this.#isAnalysing = true
    this.#waiting = undefined
    const isFirst = this.#state.analysis === undefined
    const start = performance.now()
    this.#budget.begin()
    try {
      await this.#try(snapshot, analyst)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.#apply({ type: 'analysis-failed', epoch: snapshot.epoch - 1, message }, false)
    }
    // The first one takes far longer than those that follow, whose code is compiled by then.
    if (!isFirst) this.#budget.spend(performance.now() - start)
    this.#isAnalysing = false
    this.#analyseIfDue()
  }

  async #try(snapshot: SnapshotEvent, analyst: Analyst): Promise<void> {
    // A network that has diverged has no answers; the run tells so itself.
    if (![...snapshot.biases, ...snapshot.weights].every(isAllFinite)) return
    const run = this.#monitor
    const analysis = await analyst.analyse(networkOf(snapshot), snapshot.epoch - 1)
    // The analysis is void if the run has begun again meanwhile.
    if (run === this.#monitor) this.#publish(analysis)
  }

  #publish(analysis: Analysis): void {
    if (this.#isStill) this.#held = analysis
    else this.#apply({ type: 'analysed', analysis }, false)
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
type Navigation = 'toggle-help' | 'close-help' | 'next-view' | 'previous-view' | 'page-on' | 'page-back'

function isSteering(action: Steering | Navigation): action is Steering {
  return STEERING.some(each => each === action)
}

function isHealthEvent(event: RunEvent): event is HealthEvent & RunEvent {
  return ['started', 'eta', 'statistics', 'epoch', 'finished'].includes(event.type)
}

function isAllFinite(numbers: Float64Array): boolean {
  return numbers.every(Number.isFinite)
}

function networkOf({ sizes, biases, weights }: SnapshotEvent): Network {
  const [rows, inputs] = [sizes.slice(1), sizes.slice(0, -1)]
  return new Network(sizes, {
    seed: 0,
    biases: biases.map((data, l) => new Matrix(rows[l] ?? 0, 1, data)),
    weights: weights.map((data, l) => new Matrix(rows[l] ?? 0, inputs[l] ?? 0, data)),
  })
}
