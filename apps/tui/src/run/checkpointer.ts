import { readdir, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, parse } from 'node:path'
import {
  type Checkpoint,
  formatCheckpoint,
  type NetworkNames,
  type SgdController,
  type SgdEvent,
} from '@gradus/core'
import { FileError, loadCheckpoint, saveCheckpoint, tryWriting } from '@gradus/core/node'
import type {
  CheckpointedEvent,
  CheckpointFailedEvent,
  CheckpointGoneEvent,
  SetAsideEvent,
} from './events.ts'
import { withSuffix } from './run-paths.ts'
import { Budget, Latest } from './throttle.ts'

/** Path and interval of checkpoints. */
export interface CheckpointSettings {
  readonly path: string
  /** Seconds between two checkpoints within an epoch. */
  readonly seconds: number
  /** Whether the run goes on from the checkpoint that is there. */
  readonly isResumed: boolean
  /** Names that the network's classes have, if they have some. */
  readonly names?: NetworkNames | undefined
  /** Set-aside checkpoints of a run that was rewound, which are its own. */
  readonly rewinds?: Rewinds | undefined
}

/** Events that the checkpointer emits. */
export type CheckpointerEvent =
  | SetAsideEvent
  | CheckpointedEvent
  | CheckpointFailedEvent
  | CheckpointGoneEvent

/**
 * Upper bound on the share of wall time spent saving: large networks and short epochs are saved less often.
 */
const LARGEST_SHARE = 0.1

/**
 * Saves a run's checkpoints: after each epoch, every few seconds, at its end, and whenever the controller
 * asks for one. Training goes on meanwhile. At the start it only tries whether that can be done, so that what
 * is there is not replaced by a run that has done nothing. A save that fails leaves the earlier one alone,
 * and the next is tried all the same.
 */
export class Checkpointer {
  readonly #settings: CheckpointSettings
  readonly #controller: SgdController
  readonly #emit: (event: CheckpointerEvent) => void
  readonly #budget = new Budget(LARGEST_SHARE)
  readonly #checkpoints = new Latest<Checkpoint>(checkpoint => this.#trySaving(checkpoint))
  #epochs = 0
  #isTried = false
  #hasRoom: boolean
  #isSaved: boolean

  /** @param emit gets what was saved, and what could not be. */
  constructor(
    settings: CheckpointSettings,
    controller: SgdController,
    emit: (event: CheckpointerEvent) => void,
  ) {
    this.#settings = settings
    this.#controller = controller
    this.#emit = emit
    this.#hasRoom = settings.isResumed
    this.#isSaved = settings.isResumed
    this.#request()
  }

  /** Takes an event of the run. @throws FileError if a checkpoint cannot be saved there at all */
  async onEvent(event: SgdEvent): Promise<void> {
    if (event.type === 'started') this.#epochs = event.spec.epochs
    if (event.type === 'epoch' && (event.epoch === this.#epochs - 1 || this.#budget.isDue())) this.#request()
    if (event.type === 'progress' && this.#budget.isDue(1000 * this.#settings.seconds)) this.#request()
    if (event.type !== 'checkpoint') return
    const { epoch, position } = event.checkpoint.progress
    if (!this.#isTried) await tryWriting(this.#settings.path, formatCheckpoint(event.checkpoint))
    this.#isTried = true
    if (epoch === 0 && position === 0) return
    this.#checkpoints.put(event.checkpoint)
  }

  /**
   * Fulfilled when everything seen so far is saved, or has failed to be; if what was saved is gone, that is
   * told.
   */
  async flush(): Promise<void> {
    await this.#checkpoints.flush()
    if (this.#isSaved && !(await isThere(this.#settings.path))) this.#emit({ type: 'checkpoint-gone' })
  }

  #request(): void {
    this.#budget.begin()
    this.#controller.checkpoint()
  }

  async #trySaving(checkpoint: Checkpoint): Promise<void> {
    await this.#save(checkpoint).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error)
      this.#emit({ type: 'checkpoint-failed', message })
    })
  }

  async #save(checkpoint: Checkpoint): Promise<void> {
    const start = performance.now()
    const { path, rewinds, names } = this.#settings
    if (!this.#hasRoom) {
      const aside = await setAsideEarlier(path)
      if (aside !== undefined) await rewinds?.add(aside)
      if (aside !== undefined) this.#emit({ type: 'set-aside', path: aside })
    }
    this.#hasRoom = true
    await saveCheckpoint(path, { ...checkpoint, ...names })
    this.#isSaved = true
    this.#budget.spend(performance.now() - start)
    const { epoch, position } = checkpoint.progress
    this.#emit({ type: 'checkpointed', path, epoch, position })
  }
}

/** Whether there is a file. */
export async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    status => status.isFile(),
    () => false,
  )
}

const MOST_REWINDS = 3

/**
 * Makes room for a new run's checkpoint. That of an earlier run that is not complete would be lost: it is
 * renamed, and its new path returned. @throws FileError, and what loadCheckpoint throws
 */
export async function setAsideEarlier(path: string): Promise<string | undefined> {
  const existing = await stat(path).catch(() => undefined)
  if (!existing || existing.size === 0) return undefined
  const { progress } = await loadCheckpoint(path)
  if (progress.epoch >= progress.spec.epochs) return undefined
  const aside = await freeName(path)
  try {
    await rename(path, aside)
  } catch (error) {
    throw new FileError('write', aside, error)
  }
  return aside
}

/** A name like this, with a number above those of all others there. */
async function freeName(path: string): Promise<string> {
  const { name, ext } = parse(path)
  const numbers = (await readdir(dirname(path))).map(other => {
    if (other === basename(withSuffix(path, '.earlier'))) return 1
    const isAlike = other.startsWith(`${name}.earlier-`) && other.endsWith(ext)
    return isAlike ? Number(other.slice(`${name}.earlier-`.length, other.length - ext.length)) || 0 : 0
  })
  const number = Math.max(0, ...numbers) + 1
  return withSuffix(path, number === 1 ? '.earlier' : `.earlier-${number}`)
}

/**
 * Checkpoints that one run has set aside since it was rewound, again and again: the newest of them are kept.
 */
export class Rewinds {
  readonly #paths: string[] = []

  /** Takes the path of one more. Those of other runs are not touched. */
  async add(path: string): Promise<void> {
    this.#paths.push(path)
    for (const old of this.#paths.splice(0, this.#paths.length - MOST_REWINDS))
      await unlink(old).catch(() => undefined)
  }
}
