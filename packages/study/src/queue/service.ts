import type { Box } from './box.ts'
import { pause } from './connection.ts'
import { GRACE, KnownStudies, type Means } from './known-studies.ts'
import type { Link, QueueTimes } from './link.ts'
import { checkSize, messages } from './messages.ts'
import { startOf, takeJob } from './pick.ts'
import { announcements, boxesOf, boxOf } from './study-boxes.ts'
import type { Task } from './task.ts'

/** Everything that a service needs. */
export interface ServiceOptions extends Means {
  readonly name: string
  readonly threads: number
  readonly times: QueueTimes
  readonly signal: AbortSignal
}

/** Milliseconds from one look for jobs to the next: while there is something to do, and at last. */
const SHORTEST = 100
const LONGEST = 1000
/** Milliseconds from one look for studies to the next. */
const REFRESH = 1000
/** A worker at its work: one loop speaks with the queue, while threads train. */
export class Service {
  readonly #options: ServiceOptions
  readonly #studies: KnownStudies
  readonly #tasks = new Set<Task>()
  readonly #bell = new Bell()
  readonly #ring = (): void => this.#bell.ring()
  #nextRefresh = 0
  #nextRenewal = 0
  #nextCheck = 0
  #isIdle = false

  constructor(options: ServiceOptions) {
    this.#options = options
    this.#studies = new KnownStudies(options)
    options.signal.addEventListener('abort', this.#ring)
  }

  /** Serves until it is aborted, then gives its jobs back. @throws LinkLost */
  async session(link: Link): Promise<void> {
    const { signal, times, tell } = this.#options
    this.#nextRefresh = 0
    this.#nextRenewal = 0
    let wait = SHORTEST
    while (!signal.aborted) {
      if (Date.now() >= this.#nextRefresh) await this.#refresh(link)
      const hasSettled = await this.#settle(link)
      if (Date.now() >= this.#nextRenewal) await this.#renew(link)
      const hasTaken = await this.#takeAll(link)
      wait = hasSettled || hasTaken ? SHORTEST : Math.min(1.5 * wait, LONGEST)
      const isIdle = this.#tasks.size === 0
      if (isIdle && !this.#isIdle) tell({ type: 'idle' })
      this.#isIdle = isIdle
      await this.#bell.wait(isIdle ? wait : Math.min(wait, times.lock / 6))
    }
    for (const task of this.#tasks) task.abort()
    await Promise.all(Array.from(this.#tasks, ({ ended }) => ended))
    await this.#settle(link)
  }

  /** Ends what still trains, and the threads. */
  async close(): Promise<void> {
    this.#options.signal.removeEventListener('abort', this.#ring)
    for (const task of this.#tasks) task.abort()
    await this.#studies.close()
  }

  /** Looks for studies, and for jobs of dead workers. */
  async #refresh(link: Link): Promise<void> {
    await this.#studies.refresh(link)
    const now = Date.now()
    // A study that is over, or was stopped, needs no more work.
    for (const task of this.#tasks) if (now - task.study.seen > GRACE) task.abort()
    if (now >= this.#nextCheck) {
      for (const { name } of this.#studies.welcome) {
        const { jobs, checks } = boxesOf(link, name)
        await jobs.recover()
        await checks.recover()
      }
      this.#nextCheck = now + this.#options.times.check
    }
    this.#nextRefresh = now + REFRESH
  }

  /** Renews the locks of tasks, and tells of their epochs. */
  async #renew(link: Link): Promise<void> {
    const { lock } = this.#options.times
    for (const box of new Set(Array.from(this.#tasks, task => boxFor(link, task)))) {
      const held = [...this.#tasks].filter(task => boxFor(link, task) === box && task.isHeld)
      const lost = new Set(await box.keep(held, lock))
      for (const task of held) {
        // Another worker may do it as well: the first outcome counts, and the second one is compared.
        if (lost.has(task.id)) task.isHeld = false
        const news = task.news()
        if (news) await box.tell(task.id, messages.epochs.write(news))
      }
    }
    this.#nextRenewal = Date.now() + Math.min(lock / 3, LONGEST)
  }

  /** Takes jobs for all threads that are free. @returns whether there were some */
  async #takeAll(link: Link): Promise<boolean> {
    let hasTaken = false
    while (this.#tasks.size < this.#options.threads && !this.#options.signal.aborted) {
      if (!(await this.#takeOne(link))) break
      hasTaken = true
    }
    return hasTaken
  }

  async #takeOne(link: Link): Promise<boolean> {
    const { name, tell } = this.#options
    for (const study of this.#studies.welcome) {
      const { jobs, checks } = boxesOf(link, study.name)
      // Data are loaded where there is something to do with them.
      const mayChange = this.#tasks.size === 0 && ((await isIn(jobs)) || (await isIn(checks)))
      const trainers = await this.#studies.trainersFor(study, mayChange)
      const task = trainers && (await takeJob(link, study, name))
      if (!task) continue
      const { job } = task.errand
      const from = await startOf(link, task)
      tell({ type: 'begun', study: study.name, job })
      task.begin(trainers, from, {
        epoch: (epoch, correct) => tell({ type: 'epoch', study: study.name, job, epoch, correct }),
        end: this.#ring,
      })
      this.#tasks.add(task)
      return true
    }
    return false
  }

  /** Delivers what is trained, and gives back what is not. @returns whether there was anything */
  async #settle(link: Link): Promise<boolean> {
    const ended = [...this.#tasks].filter(({ end }) => end !== undefined)
    let hasSettled = false
    for (const task of ended) {
      if (!(await this.#settleOne(link, task))) continue
      this.#tasks.delete(task)
      hasSettled = true
    }
    return hasSettled
  }

  /** @returns false if nobody can be asked now whether the result is wanted */
  async #settleOne(link: Link, task: Task): Promise<boolean> {
    const { name, tell } = this.#options
    const { study, id, token, errand, end } = task
    if (end === undefined) return false
    if (end.error !== undefined) {
      await this.#fail(link, task, end.error)
      return true
    }
    if (end.trained === undefined) {
      await boxFor(link, task).giveBack(id, token)
      tell({ type: 'returned', study: study.name, job: errand.job })
      return true
    }
    const { checkpoint } = end.trained
    const outcome = { ...end.trained.outcome, worker: name }
    try {
      checkSize(errand.job, checkpoint)
    } catch (error) {
      await this.#fail(link, task, error, true)
      return true
    }
    const isWanted = (await announcements(link).get(study.name)) !== undefined
    if (!isWanted) return Date.now() - end.at > GRACE
    await boxesOf(link, study.name).results.put([
      { id, data: messages.result.write({ errand, outcome, checkpoint }) },
    ])
    await boxFor(link, task).finish(id, token)
    tell({ type: 'delivered', study: study.name, outcome })
    return true
  }

  async #fail(link: Link, task: Task, error: unknown, final = false): Promise<void> {
    const { study, id, token, errand } = task
    const { name, tell } = this.#options
    const message = error instanceof Error ? error.message : String(error)
    tell({ type: 'failed', study: study.name, job: errand.job, message })
    await boxFor(link, task).fail(id, token, `${name}: ${message}`, final)
  }
}

/** Whether something is to be taken. */
async function isIn(box: Box): Promise<boolean> {
  return (await box.list(['waiting'], 1)).length > 0
}

function boxFor(link: Link, { study, errand }: Task): Box {
  return boxOf(boxesOf(link, study.name), errand)
}

/** Ends a wait early. A ring while nobody waits ends the next wait. */
class Bell {
  #controller = new AbortController()

  ring(): void {
    this.#controller.abort()
  }

  async wait(milliseconds: number): Promise<void> {
    await pause(milliseconds, this.#controller.signal)
    this.#controller = new AbortController()
  }
}
