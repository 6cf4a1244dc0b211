import { checkEta } from '../checks.ts'
import { checkStep, type StepOptions } from '../engine/precision.ts'
import { OptionError } from '../errors.ts'

/** What a controller asked for and the run has not yet done. */
export class Pacer {
  paused = false
  aborted = false
  /** Nobody takes events any more. */
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

  /** How many mini-batches may be trained now; a step that this begins is taken off. */
  takeAllowance(): number {
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

  /** An epoch is complete. */
  epochDone(): void {
    this.#inStep = false
    if (this.#epochs > 0) this.#epochs--
  }

  /** The learning rate that was asked for, if it was not taken yet. */
  get askedEta(): number | undefined {
    return this.#eta
  }

  /** The new learning rate, once. */
  takeEta(): number | undefined {
    const eta = this.#eta
    this.#eta = undefined
    return eta
  }

  /** Whether a checkpoint was asked for; true once. */
  takeCheckpoint(): boolean {
    const asked = this.#checkpoint
    this.#checkpoint = false
    return asked
  }

  /** Waits for the next command, unless one is there to be obeyed. */
  changed(): Promise<void> {
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

/** Takes the pacer behind a controller, once. @throws OptionError if another run has it, or had it, or for an eta that was set before. */
export let takePacer: (controller: SgdController, options: StepOptions) => Pacer

/**
 * The way to a running `sgd`: pass one in its options. Commands take effect at the next mini-batch boundary, or within some
 * milliseconds during an evaluation. One controller serves one run; commands given before it starts wait for it.
 */
export class SgdController {
  readonly #pacer = new Pacer()

  /** Of the run that took it. */
  #options: StepOptions | undefined

  static {
    takePacer = (controller, options) => {
      if (!(controller instanceof SgdController)) {
        throw new OptionError('controller', `controller is ${String(controller)}: expected an SgdController.`)
      }
      if (controller.#options) {
        throw new OptionError(
          'controller',
          'The controller belongs to another run: expected a new one. Make one for each run.',
        )
      }
      const { askedEta } = controller.#pacer
      if (askedEta !== undefined) checkStep(askedEta, options)
      controller.#options = options
      return controller.#pacer
    }
  }

  /** Whether the run is to stand still (but for steps asked for). */
  get paused(): boolean {
    return this.#pacer.paused
  }

  /** Stands still from the next mini-batch on; nothing moves meanwhile, clocks included. Forgets steps not yet done. */
  pause(): void {
    this.#pacer.pause()
  }

  /** Goes on after a pause. Forgets steps not yet done. */
  resume(): void {
    this.#pacer.resume()
  }

  /**
   * Trains one mini-batch more, or up to the end of the epoch, and then stands still. The last mini-batch of an epoch includes its
   * evaluation. @throws OptionError for another unit.
   */
  step(unit: 'miniBatch' | 'epoch' = 'miniBatch'): void {
    if (unit !== 'miniBatch' && unit !== 'epoch') {
      throw new OptionError('unit', `unit is ${JSON.stringify(unit)}: expected 'miniBatch' or 'epoch'.`)
    }
    this.#pacer.step(unit)
  }

  /**
   * Changes the learning rate from the next mini-batch on.
   * @throws OptionError unless it is a finite number above 0, also divided by the mini-batch size in the run's precision; before the run,
   * `sgd` throws for the latter.
   */
  setEta(eta: number): void {
    if (this.#options) checkStep(eta, this.#options)
    else checkEta(eta)
    this.#pacer.setEta(eta)
  }

  /** Asks for a `checkpoint` event, also while the run stands still. */
  checkpoint(): void {
    this.#pacer.requestCheckpoint()
  }

  /** Ends the run after the mini-batch at hand, with the reason 'aborted'. */
  abort(): void {
    this.#pacer.abort()
  }
}
