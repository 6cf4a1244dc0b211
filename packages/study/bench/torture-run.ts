import { isDeepStrictEqual } from 'node:util'
import { type Course, type Job, jobKey, type Plan, type StudyEvent, type TrialData } from '@gradus/study'
import { runOnThreads, Store } from '@gradus/study/node'
import { inFolder } from '@gradus/testing/folders'
import { Program } from '../test/processes.ts'
import { queueData, queuePlan, TIMES } from '../test/queue-study.ts'
import type { Server } from '../test/servers.ts'

/** Something that befell a study. */
interface Blow {
  readonly what: string
  /** The job that was lost with it; undefined where none was at hand. */
  readonly job: string | undefined
  /** Outcomes that were there before. */
  readonly done: number
  /** Seconds until the job was done by another worker, or the next outcome came. */
  readonly seconds: number
}

/** A study that was tortured. */
export interface TortureRun {
  readonly server: string
  readonly trials: number
  readonly jobs: number
  readonly seconds: number
  readonly blows: readonly Blow[]
  /** Whether it ended with the table of a study on one thread, and the same weights. */
  readonly isEqual: boolean
  /** SHA-256 of the winner's weights. */
  readonly sha256: string
}

const TRIALS = 100
/** So many that jobs are seen at work. */
const EPOCHS = 108
const WORKERS = 3
const MOST_LOSSES = 2
/** Every fifth kill hits the coordinator. */
const KILLS = 25
/** Outcomes from one kill to the next; and kills from one coordinator's to the next. */
const STEP = 5
/** After so many kills the server forgets everything, and is killed. */
const FLUSH_AFTER = 8
const CRASH_AFTER = 16

/** Tortures a study on that server, and stops the server. */
export async function torture(
  kind: string,
  server: Server,
  print: (line: string) => void,
): Promise<TortureRun> {
  const data = await queueData()
  const plan = await queuePlan(data, { trials: TRIALS, epochs: EPOCHS })
  print(`${kind}: the study on one thread`)
  const straight = await onOneThread(plan, data)
  try {
    return await inFolder(async folder => {
      await (await Store.create(folder, plan)).close()
      const run = new Torture(server, folder, line => print(`${kind}: ${line}`))
      const begun = performance.now()
      try {
        await run.toTheEnd()
      } finally {
        await run.close()
      }
      const { course } = await Store.read(folder)
      return {
        ...{ server: kind, trials: TRIALS, jobs: run.done, blows: run.blows },
        seconds: (performance.now() - begun) / 1000,
        isEqual: course.isOver && isDeepStrictEqual(course.rows(), straight.rows()),
        sha256: course.ranking()[0]?.sha256[0] ?? '',
      }
    })
  } finally {
    await server.stop()
  }
}

function onOneThread(plan: Plan, data: TrialData): Promise<Course> {
  return inFolder(async folder => {
    const store = await Store.create(folder, plan)
    await runOnThreads(store, data, { threads: 1 })
    await store.close()
    return store.course
  })
}

/** A blow that the study has not got over yet. */
interface OpenBlow extends Omit<Blow, 'seconds'> {
  /** Its place among all blows. */
  readonly index: number
  /** Whether it is over when its job is done: else when any outcome comes. */
  readonly isForJob: boolean
  readonly since: number
}

/** A study, its workers and its coordinator, under blows. */
class Torture {
  readonly blows: Blow[] = []
  /** Outcomes so far that were told. */
  done = 0
  readonly #server: Server
  readonly #folder: string
  readonly #print: (line: string) => void
  readonly #workers: Program[] = []
  readonly #atWork = new Map<string, string>()
  /** Times that each job was lost with its worker. */
  readonly #losses = new Map<string, number>()
  #coordinator: Program
  #open: OpenBlow[] = []
  /** Kills, and blows of all kinds. */
  #kills = 0
  #struck = 0
  #hired = 0
  /** Blows in their order: one ends before the next one falls. */
  #falling: Promise<void> = Promise.resolve()
  readonly #over = Promise.withResolvers<void>()

  constructor(server: Server, folder: string, print: (line: string) => void) {
    this.#server = server
    this.#folder = folder
    this.#print = print
    for (let i = 0; i < WORKERS; i++) this.#workers.push(this.#hire())
    this.#coordinator = this.#appoint()
  }

  async toTheEnd(): Promise<void> {
    await this.#over.promise
    await this.#falling
    for (const blow of this.#open) this.#close(blow)
  }

  async close(): Promise<void> {
    const all = [...this.#workers, this.#coordinator].filter(({ runs }) => runs)
    await Promise.all(all.map(program => program.end('SIGTERM')))
  }

  #hire(): Program {
    return new Program('worker-program.ts', [this.#server.url, `worker ${this.#hired++}`, `${TIMES.lock}`])
  }

  #appoint(): Program {
    const program = new Program('coordinator-program.ts', [this.#server.url, this.#folder], event =>
      this.#onEvent(event),
    )
    void program.ended().then(code => {
      if (code === 0) this.#over.resolve()
      else if (code !== 'SIGKILL') this.#over.reject(new Error(`The coordinator ended: ${program.errors}`))
    })
    return program
  }

  #onEvent(event: StudyEvent): void {
    if (event.type === 'begun') this.#atWork.set(event.worker, jobKey(event.job))
    if (event.type === 'given-back') this.#atWork.delete(event.worker)
    if (event.type === 'done') this.#onDone(event.outcome)
    this.#falling = this.#falling.then(() => this.#strike())
  }

  #onDone(job: Job & { readonly worker?: string | undefined }): void {
    const key = jobKey(job)
    if (job.worker !== undefined && this.#atWork.get(job.worker) === key) this.#atWork.delete(job.worker)
    this.done++
    const isOver = ({ isForJob, job }: OpenBlow): boolean => !isForJob || job === key
    for (const blow of this.#open.filter(isOver)) this.#close(blow)
    this.#open = this.#open.filter(blow => !isOver(blow))
  }

  #close({ index, isForJob: _, since, ...blow }: OpenBlow): void {
    const seconds = (performance.now() - since) / 1000
    this.blows[index] = { ...blow, seconds }
    this.#print(`${blow.what} after ${blow.done} outcomes: went on after ${seconds.toFixed(1)} s`)
  }

  /** Strikes, if it is time to: a worker only while it is at a job. */
  async #strike(): Promise<void> {
    if (this.#kills === KILLS || this.done < STEP * (this.#kills + 1)) return
    if ((this.#kills + 1) % STEP === 0) {
      await this.#blow('coordinator killed', () => this.#killCoordinator())
      this.#kills++
    } else {
      const worker = this.#workers.find(candidate => candidate.runs && this.#isVictim(candidate))
      if (!worker) return
      const job = this.#atWork.get(worker.name)
      if (job !== undefined) this.#losses.set(job, (this.#losses.get(job) ?? 0) + 1)
      await this.#blow('worker killed', () => this.#kill(worker), job)
      this.#kills++
    }
    if (this.#kills === FLUSH_AFTER) await this.#blow('everything forgotten', () => this.#server.flush())
    if (this.#kills === CRASH_AFTER) await this.#blow('server killed', () => this.#crash())
  }

  /** Whether a worker is at a job that may be lost once more: after three times the study gives it up. */
  #isVictim({ name }: Program): boolean {
    const job = this.#atWork.get(name)
    return job !== undefined && (this.#losses.get(job) ?? 0) < MOST_LOSSES
  }

  /** Kills a worker, and hires another one. */
  async #kill(worker: Program): Promise<void> {
    await worker.end('SIGKILL')
    this.#atWork.delete(worker.name)
    this.#workers.splice(this.#workers.indexOf(worker), 1)
    this.#workers.push(this.#hire())
  }

  async #killCoordinator(): Promise<void> {
    await this.#coordinator.end('SIGKILL')
    this.#atWork.clear()
    // It may have kept an outcome that it did not tell of any more.
    this.#open = this.#open.map(blow => ({ ...blow, isForJob: false }))
    this.#coordinator = this.#appoint()
  }

  async #crash(): Promise<void> {
    await this.#server.kill()
    await this.#server.start()
  }

  async #blow(what: string, strike: () => Promise<void>, job?: string): Promise<void> {
    const { done } = this
    const since = performance.now()
    await strike()
    this.#open.push({ index: this.#struck++, isForJob: job !== undefined, what, job, done, since })
  }
}
