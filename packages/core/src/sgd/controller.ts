import { checkEta } from './options.ts'
import { Pacer } from './pacer.ts'

/** The pacer behind a controller: for the run alone. */
export let pacerOf: (controller: SgdController) => Pacer

/**
 * The way to a running `sgd`: pass one in its options. Commands take effect at the next mini-batch boundary. An evaluation
 * belongs to the epoch's last mini-batch: a pause that comes in the middle of one waits for its end. One controller serves one run.
 */
export class SgdController {
  readonly #pacer = new Pacer()

  static {
    pacerOf = controller => controller.#pacer
  }

  /** Whether the run is to stand still (but for steps asked for). */
  get paused(): boolean {
    return this.#pacer.paused
  }

  /** Stands still from the next mini-batch on; nothing moves meanwhile, clocks included. Forgets steps not yet done. */
  pause(): void {
    this.#pacer.pause()
  }

  /** Goes on after a pause. */
  resume(): void {
    this.#pacer.resume()
  }

  /** Trains one mini-batch, or up to the end of the epoch, and then stands still. */
  step(unit: 'miniBatch' | 'epoch' = 'miniBatch'): void {
    this.#pacer.step(unit)
  }

  /** Changes the learning rate from the next mini-batch on. @throws OptionError unless it is a finite number above 0. */
  setEta(eta: number): void {
    checkEta(eta)
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
