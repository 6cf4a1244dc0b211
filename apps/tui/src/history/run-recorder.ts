import type { LoadedEvent, TrainEvent } from '../run/messages.ts'
import type { TrainSettings } from '../run/settings.ts'
import { Course } from './course.ts'
import { RunWriter } from './run-writer.ts'
import { RUNS_FLAG } from './runs-folder.ts'

/**
 * Keeps the record of a run from what its training thread tells, and saves it: at the start, as epochs become complete (at most about
 * once a second), and in the end. Nothing that goes wrong with it reaches the training: it is told by one warning.
 */
export class RunRecorder {
  readonly #settings: TrainSettings
  readonly #writer: RunWriter | undefined
  #loaded: LoadedEvent | undefined
  #course: Course | undefined
  #hasEnded = false

  /** @param folder of the runs; without one the run is not kept. @param warn gets one line, with the remedy, if the run cannot be kept. */
  constructor(folder: string | undefined, settings: TrainSettings, warn: (line: string) => void) {
    this.#settings = settings
    const tell = (problem: string): void => warn(warningOf(problem))
    if (folder === undefined) tell('there is no home folder.')
    else this.#writer = new RunWriter(folder, error => tell(error.message))
  }

  /** Takes an event of the run. Never throws. */
  see(event: TrainEvent): void {
    if (this.#hasEnded) return
    if (event.type === 'loaded') this.#loaded = event
    else if (event.type === 'started' && this.#loaded) {
      this.#course = new Course(this.#settings, this.#loaded, event, this.#course)
      this.#save()
    } else if (this.#course) this.#follow(event, this.#course)
  }

  /** Fulfilled when the record is saved. A run whose end was not told has failed. @param why its training thread died, if it is known */
  async close(why = 'it ended too early'): Promise<void> {
    if (this.#course && !this.#hasEnded) {
      this.#course.fail(`The training thread died: ${why}.`)
      this.#end()
    }
    await this.#writer?.flush()
  }

  #follow(event: TrainEvent, course: Course): void {
    course.see(event)
    switch (event.type) {
      case 'epoch':
      case 'checkpointed':
        if (this.#writer?.isRested) this.#save()
        break
      case 'finished':
        this.#save()
        break
      case 'saved':
      case 'unsaved':
      case 'failed':
        this.#end()
        break
      default:
    }
  }

  #end(): void {
    this.#hasEnded = true
    this.#save()
  }

  #save(): void {
    if (this.#course) this.#writer?.save(this.#course.record())
  }
}

function warningOf(problem: string): string {
  const remedy = `Training goes on; keep its runs elsewhere by ${RUNS_FLAG}.`
  return `warning: The run is not kept: ${problem} ${remedy}`
}
