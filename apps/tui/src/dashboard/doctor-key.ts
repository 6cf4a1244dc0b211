import { type ExaminationNews, type Examine, type Examiner, NO_VALIDATION } from '../examination/examine.ts'
import { canBegin, type ExaminationEvent } from './examination.ts'
import type { DashboardEvent, DashboardState } from './state.ts'

/** The dashboard that the key belongs to. */
interface Host {
  readonly state: () => DashboardState
  /** @param urgent whether a person waits for it */
  readonly apply: (event: DashboardEvent, urgent: boolean) => void
}

/** Said of a run that no command trains. */
const NO_COMMAND = 'd examines runs of gradus train; a program examines its own by examine of @gradus/doctor'

/** The key that examines the run at hand, and shows or hides what that finds. */
export class DoctorKey {
  readonly #host: Host
  readonly #examine: Examine | undefined
  #examiner: Examiner | undefined

  /** @param examine undefined for a run that a program trains by itself */
  constructor(host: Host, examine: Examine | undefined) {
    this.#host = host
    this.#examine = examine
  }

  /** Begins an examination, or goes on with one that was stopped; otherwise shows the one that there is, or hides it. */
  press(): void {
    const { help, showsDoctor, examination } = this.#host.state()
    const isBegun = canBegin(examination) && this.#begin()
    if (isBegun || this.#host.state().examination)
      this.#host.apply({ type: 'doctor', shown: isBegun || help || !showsDoctor }, true)
  }

  /** Stops an examination that goes on; hides another one. */
  close(): void {
    if (this.#host.state().examination?.phase === 'running') void this.#stop()
    else this.#host.apply({ type: 'doctor', shown: false }, true)
  }

  /** Ends an examination that goes on: fulfilled when nothing of it is left. */
  async end(): Promise<void> {
    await this.#examiner?.stop()
  }

  /** @returns whether there is one to show, or why it failed */
  #begin(): boolean {
    const { started, loaded, etaChanges } = this.#host.state()
    if (!started || !loaded) return this.#refuse('Not yet: the data are loading')
    if (!this.#examine) return this.#refuse(NO_COMMAND)
    this.#tell({ type: 'begun', changes: etaChanges.length })
    if (loaded.validation === undefined) this.#tell({ type: 'failed', message: NO_VALIDATION })
    else this.#examiner = this.#examine({ started, loaded, etaChanges }, news => this.#onNews(news))
    return true
  }

  #refuse(text: string): false {
    this.#host.apply({ type: 'notice', text }, true)
    return false
  }

  #onNews(news: ExaminationNews): void {
    const isEnd = news.type === 'diagnosis' || news.type === 'failed'
    if (this.#host.state().examination?.phase === 'running') this.#tell(news, isEnd)
  }

  async #stop(): Promise<void> {
    this.#tell({ type: 'stopping' })
    await this.end()
    this.#tell({ type: 'stopped' })
  }

  #tell(event: ExaminationEvent, urgent = true): void {
    this.#host.apply({ type: 'examination', event }, urgent)
  }
}
