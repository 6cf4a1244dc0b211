import { checkEta } from '../checks.ts'
import { checkStep, type StepOptions } from '../engine/precision.ts'
import { OptionError } from '../errors.ts'

/** Commands of a controller that wait for the run. */
export class CommandQueue {
  paused = false
  aborted = false
  /** Whether the iteration over the events has ended. */
  closed = false
  #checkpoint = false
  #eta: number | undefined
  /** Steps that were asked for and are still to be begun. */
  #miniBatches = 0
  #epochs = 0
  /** Whether a step of one mini-batch was begun, so that the evaluation after it is a part of it. */
  #inStep = false
  #wake: (() => void) | undefined

  pause(): void {
    this.paused = true
    this.#forgetSteps()
  }

  resume(): void {
    this.paused = false
    this.#forgetSteps()
    this.#notify()
  }

  step(unit: 'miniBatch' | 'epoch'): void {
    this.paused = true
    if (unit === 'miniBatch') this.#miniBatches++
    else this.#epochs++
    this.#notify()
  }

  setEta(eta: number): void {
    this.#eta = eta
    this.#notify()
  }

  requestCheckpoint(): void {
    this.#checkpoint = true
    this.#notify()
  }

  abort(): void {
    this.aborted = true
    this.#notify()
  }

  close(): void {
    this.closed = true
    this.#notify()
  }

  /** Number of mini-batches that may be trained now; a step that begins with this call is used up. */
  nextAllowance(): number {
    if (!this.paused || this.#epochs > 0) return Number.POSITIVE_INFINITY
    if (this.#miniBatches === 0) return 0
    this.#miniBatches--
    this.#inStep = true
    return 1
  }

  /** Whether an evaluation may go on. */
  get mayEvaluate(): boolean {
    return !this.paused || this.#inStep || this.#miniBatches > 0 || this.#epochs > 0
  }

  /** Notes that an epoch is complete. */
  completeEpoch(): void {
    this.#inStep = false
    if (this.#epochs > 0) this.#epochs--
  }

  /** The new learning rate that waits, if there is one. */
  get pendingEta(): number | undefined {
    return this.#eta
  }

  /** The new learning rate, once. */
  nextEta(): number | undefined {
    const eta = this.#eta
    this.#eta = undefined
    return eta
  }

  /** Whether a checkpoint was asked for; true once. */
  nextCheckpoint(): boolean {
    const asked = this.#checkpoint
    this.#checkpoint = false
    return asked
  }

  /** Waits for the next command, unless one waits already. */
  nextCommand(): Promise<void> {
    if (this.#checkpoint || this.#eta !== undefined || this.aborted || this.closed) return Promise.resolve()
    return new Promise(resolve => {
      this.#wake = resolve
    })
  }

  #forgetSteps(): void {
    this.#miniBatches = 0
    this.#epochs = 0
    this.#inStep = false
  }

  #notify(): void {
    this.#wake?.()
    this.#wake = undefined
  }
}

/**
 * Claims the commands of a controller for a run, once.
 * @throws OptionError if another run has claimed them, or for an invalid eta that was set before.
 */
export let claimCommands: (controller: SgdController, options: StepOptions) => CommandQueue

/**
 * Controls a running `sgd`: pass one in its options. Commands take effect at the next mini-batch boundary, or
 * within some milliseconds during an evaluation. One controller serves one run; commands given before it
 * starts wait for it.
 * @example
 * ```ts
 * import { denseExamples, Network, SgdController, sgd } from '@gradus/core'
 *
 * const examples = denseExamples([[[0], [0]], [[1], [1]]])
 * const controller = new SgdController()
 * const options = { epochs: 3, miniBatchSize: 1, eta: 1, controller }
 * const network = new Network([1, 1], { seed: 0 })
 * for await (const event of sgd(network, examples, options)) {
 *   if (event.type === 'epoch' && event.epoch === 0) controller.setEta(0.5)
 *   if (event.type !== 'finished') continue
 *   console.log(event.etaChanges) // prints [ { epoch: 1, position: 0, eta: 0.5 } ]
 * }
 * ```
 */
export class SgdController {
  readonly #commands = new CommandQueue()

  /** Options of the run that claimed this controller. */
  #options: StepOptions | undefined

  static {
    claimCommands = (controller, options) => {
      if (!(controller instanceof SgdController)) {
        throw new OptionError('controller', `controller is ${String(controller)}: expected an SgdController.`)
      }
      if (controller.#options) {
        throw new OptionError(
          'controller',
          'The controller belongs to another run: expected a new one. Make one for each run.',
        )
      }
      const { pendingEta } = controller.#commands
      if (pendingEta !== undefined) checkStep(pendingEta, options)
      controller.#options = options
      return controller.#commands
    }
  }

  /** Whether the run is to stand still (but for steps asked for). */
  get paused(): boolean {
    return this.#commands.paused
  }

  /**
   * Stands still from the next mini-batch on; nothing moves meanwhile, clocks included. Forgets steps not yet
   * done.
   */
  pause(): void {
    this.#commands.pause()
  }

  /** Goes on after a pause. Forgets steps not yet done. */
  resume(): void {
    this.#commands.resume()
  }

  /**
   * Trains one mini-batch more, or up to the end of the epoch, and then stands still. The last mini-batch of
   * an epoch includes its evaluation.
   * @throws OptionError for another unit.
   */
  step(unit: 'miniBatch' | 'epoch' = 'miniBatch'): void {
    if (unit !== 'miniBatch' && unit !== 'epoch') {
      throw new OptionError('unit', `unit is ${JSON.stringify(unit)}: expected 'miniBatch' or 'epoch'.`)
    }
    this.#commands.step(unit)
  }

  /**
   * Changes the learning rate from the next mini-batch on.
   * @throws OptionError unless it is a finite number above 0, also divided by the mini-batch size in the
   * run's precision; before the run, `sgd` throws for the latter.
   */
  setEta(eta: number): void {
    if (this.#options) checkStep(eta, this.#options)
    else checkEta(eta)
    this.#commands.setEta(eta)
  }

  /** Asks for a `checkpoint` event, also while the run stands still. */
  checkpoint(): void {
    this.#commands.requestCheckpoint()
  }

  /** Ends the run after the mini-batch at hand, with the reason 'aborted'. */
  abort(): void {
    this.#commands.abort()
  }
}
