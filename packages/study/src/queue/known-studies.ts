import { StudyError } from '../errors.ts'
import type { Plan } from '../plan.ts'
import { checkData, type TrialData } from '../training.ts'
import type { Link } from './link.ts'
import { messages } from './messages.ts'
import { announcements } from './study-boxes.ts'
import type { KnownStudy, Trainers } from './task.ts'
import type { WorkerEvent } from './worker-event.ts'

/** Milliseconds in which a server that forgot everything hears of its studies again. */
export const GRACE = 10_000

/** Everything that decides which studies a worker can serve. */
export interface Means {
  readonly loadData: (plan: Plan) => Promise<TrialData>
  /** Version of the engine. */
  readonly version: string
  readonly tell: (event: WorkerEvent) => void
  /** Makes those who train jobs on these data. */
  readonly start: (data: TrialData) => Promise<Trainers>
}

/** The studies of a server, and those of them that this worker has the data and the engine for. */
export class KnownStudies {
  readonly #means: Means
  readonly #studies = new Map<string, KnownStudy>()
  readonly #unreadable = new Set<string>()
  /** Those who train, and the data that they have. */
  #crew: { readonly data: string; readonly trainers: Trainers } | undefined

  constructor(means: Means) {
    this.#means = means
  }

  /** Looks which studies there are. @throws LinkLost */
  async refresh(link: Link): Promise<void> {
    const entries = await announcements(link).list(['waiting'])
    const now = Date.now()
    for (const { id, data } of entries) {
      const known = this.#studies.get(id)
      if (known) known.seen = now
      else this.#meet(id, data)
    }
    for (const [name, { seen }] of this.#studies) if (now - seen > GRACE) this.#studies.delete(name)
  }

  /** Studies that are not refused, the longest known first. */
  get welcome(): KnownStudy[] {
    return [...this.#studies.values()].filter(({ isRefused }) => !isRefused)
  }

  /**
   * Those who train the jobs of a study.
   * @param mayChange whether others may lose theirs
   * @returns undefined if there are none, or it is refused
   */
  async trainersFor(study: KnownStudy, mayChange: boolean): Promise<Trainers | undefined> {
    const { hash, train, validation } = study.plan.fixed.data
    const data = `${hash} ${train} ${validation}`
    if (this.#crew?.data === data) {
      this.#serve(study)
      return this.#crew.trainers
    }
    if (!mayChange) return undefined
    const found = await this.#load(study)
    if (!found) return undefined
    await this.close()
    this.#crew = { data, trainers: await this.#means.start(found) }
    this.#serve(study)
    return this.#crew.trainers
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await this.#crew?.trainers.close()
    this.#crew = undefined
  }

  #serve(study: KnownStudy): void {
    if (study.isServed) return
    study.isServed = true
    this.#means.tell({ type: 'serving', study: study.name, plan: study.plan })
  }

  async #load(study: KnownStudy): Promise<TrialData | undefined> {
    try {
      const data = await this.#means.loadData(study.plan)
      checkData(study.plan, data)
      return data
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      this.#refuse(study, `${reason} Name the data of the study by --data PATH or GRADUS_DATA.`)
      return undefined
    }
  }

  /** A study that is new here. */
  #meet(name: string, data: unknown): void {
    const { version, tell } = this.#means
    try {
      const plan = messages.announcement.read(data)
      const study = { name, plan, seen: Date.now(), abstainsUntil: 0, isServed: false, isRefused: false }
      this.#studies.set(name, study)
      if (plan.engine !== version)
        this.#refuse(
          study,
          `The engine of this worker is version ${version}, and the study began with ${plan.engine}: expected the same, since another one gives other bits. Run the version of Gradus that began the study.`,
        )
    } catch (error) {
      if (!(error instanceof StudyError)) throw error
      if (!this.#unreadable.has(name)) tell({ type: 'refused', study: name, reason: error.message })
      this.#unreadable.add(name)
    }
  }

  #refuse(study: KnownStudy, reason: string): void {
    study.isRefused = true
    this.#means.tell({ type: 'refused', study: study.name, reason })
  }
}
