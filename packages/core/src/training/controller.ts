import { checkEta } from '../checks.ts'
import { OptionError } from '../errors.ts'
import { checkStep, type StepOptions } from './check-step.ts'
import { Pacer } from './pacer.ts'

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
