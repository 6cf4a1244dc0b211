import type { Plan } from '../plan.ts'
import type { Trained } from '../training.ts'
import type { Errand, ToldEpochs } from './messages.ts'

/** Those who train jobs: a crew of threads. */
export interface Trainers {
  train(
    task: { readonly plan: Plan; readonly job: Errand['job']; readonly from: Uint8Array | undefined },
    options: {
      readonly signal: AbortSignal
      readonly onEpoch: (epoch: number, judged: { readonly correct: number }) => void
    },
  ): Promise<Trained | undefined>
  close(): Promise<void>
}

/** A study as a worker knows it. */
export interface KnownStudy {
  readonly name: string
  readonly plan: Plan
  /** When it was last seen among those of the server, in milliseconds. */
  seen: number
  /** Until then it looks for no outcomes to verify, in milliseconds. */
  abstainsUntil: number
  isServed: boolean
  isRefused: boolean
}

/** The end of a task: it was trained, or failed; neither if it was aborted. */
interface End {
  readonly trained?: Trained | undefined
  readonly error?: unknown
  /** In milliseconds. */
  readonly at: number
}

/** A job at work. */
export class Task {
  readonly study: KnownStudy
  /** Id of its errand in the boxes of the study. */
  readonly id: string
  readonly errand: Errand
  /** Opens the lock that others respect. */
  readonly token: string
  /** Whether the lock is its own, as far as is known. */
  isHeld = true
  end: End | undefined
  readonly #epochs: [number, number][] = []
  #told = 0
  readonly #controller = new AbortController()
  #run: Promise<void> = Promise.resolve()

  constructor(study: KnownStudy, { id, errand, token }: Pick<Task, 'id' | 'errand' | 'token'>) {
    this.study = study
    this.id = id
    this.errand = errand
    this.token = token
  }

  /**
   * Begins to train.
   * @param told of each epoch, and of the end
   */
  begin(
    trainers: Trainers,
    from: Uint8Array | undefined,
    told: { epoch(epoch: number, correct: number): void; end(): void },
  ): void {
    const end = (how: Omit<End, 'at'>): void => {
      this.end = { ...how, at: Date.now() }
      told.end()
    }
    const onEpoch = (epoch: number, { correct }: { readonly correct: number }): void => {
      this.#epochs.push([epoch, correct])
      told.epoch(epoch, correct)
    }
    const { signal } = this.#controller
    this.#run = trainers
      .train({ plan: this.study.plan, job: this.errand.job, from }, { signal, onEpoch })
      .then(
        trained => end({ trained }),
        (error: unknown) => end({ error }),
      )
  }

  /** Ends it after the mini-batch at hand. */
  abort(): void {
    this.#controller.abort()
  }

  /** Fulfilled when it has ended. */
  get ended(): Promise<void> {
    return this.#run
  }

  /** Epochs to tell the study of, if there are new ones. */
  news(): ToldEpochs | undefined {
    if (this.#epochs.length === this.#told) return undefined
    this.#told = this.#epochs.length
    return this.#epochs
  }
}
