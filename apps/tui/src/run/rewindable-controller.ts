import { SgdController } from '@gradus/core'
import type { LookCommand, PixelsCommand, TrainCommand } from './events.ts'

/** Controller of a run that survives its rewinds: applies the commands of the dashboard. */
export class RewindableController {
  #controller = new SgdController()
  #isPaused = false
  #isAborted = false
  #isRewinding = false

  /** The controller of the run at hand. */
  get controller(): SgdController {
    return this.#controller
  }

  /** Whether the run is to end. */
  get isAborted(): boolean {
    return this.#isAborted
  }

  onCommand(command: Exclude<TrainCommand, PixelsCommand | LookCommand>): void {
    const controller = this.#controller
    switch (command.type) {
      case 'pause':
        this.#isPaused = true
        controller.pause()
        break
      case 'resume':
        this.#isPaused = false
        controller.resume()
        break
      case 'step':
        this.#isPaused = true
        controller.step(command.unit)
        break
      case 'setEta':
        controller.setEta(command.eta)
        break
      case 'checkpoint':
        controller.checkpoint()
        break
      case 'rewind':
        this.#isRewinding = true
        controller.abort()
        break
      case 'abort':
        this.#isAborted = true
        controller.checkpoint()
        controller.abort()
        break
    }
  }

  /**
   * Whether the run is to begin anew instead of ending; true once, and with a new controller, which stands
   * still if the last one did.
   */
  restartIfRewound(): boolean {
    if (!this.#isRewinding || this.#isAborted) return false
    this.#isRewinding = false
    this.#controller = new SgdController()
    if (this.#isPaused) this.#controller.pause()
    return true
  }
}
