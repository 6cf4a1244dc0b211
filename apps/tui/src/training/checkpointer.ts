import type { Checkpoint, SgdController, SgdEvent } from '@gradus/core'
import { saveCheckpoint } from '@gradus/core/node'
import type { CheckpointedEvent, CheckpointFailedEvent } from './messages.ts'

/** Of the time, at the most, what saving within an epoch may take: large networks are saved less often. */
const LARGEST_SHARE = 0.1

/**
 * Saves a run's checkpoints: at its start, so that a place that cannot be written is known at once; after each epoch; every few
 * seconds; and whenever the controller asks for one. Training goes on meanwhile. A save that fails leaves the earlier one alone, and
 * the next is tried all the same.
 */
export class Checkpointer {
  readonly #path: string
  readonly #seconds: number
  readonly #controller: SgdController
  readonly #tell: (event: CheckpointedEvent | CheckpointFailedEvent) => void
  /** The newest that is still to be saved. */
  #next: Checkpoint | undefined
  #saving: Promise<void> | undefined
  #hasBegun = false
  #requested = performance.now()
  #saveSeconds = 0

  /** @param seconds between two checkpoints within an epoch. @param tell is told what was saved, and what could not be. */
  constructor(
    path: string,
    seconds: number,
    controller: SgdController,
    tell: (event: CheckpointedEvent | CheckpointFailedEvent) => void,
  ) {
    this.#path = path
    this.#seconds = seconds
    this.#controller = controller
    this.#tell = tell
    controller.checkpoint()
  }

  /** Takes an event of the run. @throws FileError if the first checkpoint cannot be saved */
  async see(event: SgdEvent): Promise<void> {
    if (event.type === 'epoch' || (event.type === 'progress' && this.#isDue())) this.#request()
    if (event.type !== 'checkpoint') return
    if (this.#hasBegun) {
      this.#next = event.checkpoint
      this.#saving ??= this.#saveAll()
    } else {
      this.#hasBegun = true
      await this.#save(event.checkpoint)
    }
  }

  /** Fulfilled when everything seen so far is saved, or has failed to be. */
  async flush(): Promise<void> {
    await this.#saving
  }

  #isDue(): boolean {
    const pause = Math.max(this.#seconds, this.#saveSeconds / LARGEST_SHARE)
    return performance.now() - this.#requested >= 1000 * pause
  }

  #request(): void {
    this.#requested = performance.now()
    this.#controller.checkpoint()
  }

  async #saveAll(): Promise<void> {
    for (let next = this.#next; next; next = this.#next) {
      this.#next = undefined
      await this.#save(next).catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error)
        this.#tell({ type: 'checkpoint-failed', message })
      })
    }
    this.#saving = undefined
  }

  async #save(checkpoint: Checkpoint): Promise<void> {
    const start = performance.now()
    await saveCheckpoint(this.#path, checkpoint)
    this.#saveSeconds = (performance.now() - start) / 1000
    const { epoch, position } = checkpoint.progress
    this.#tell({ type: 'checkpointed', path: this.#path, epoch, position })
  }
}
