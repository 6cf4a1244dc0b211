import { StudyError } from '../errors.ts'
import type { StudyEvent } from '../events.ts'
import type { Store } from '../node/store.ts'
import { DifferentOutcomes, isSame, type Outcome } from '../outcome.ts'
import { type Job, jobKey } from '../plan.ts'
import { readAddress } from './address.ts'
import type { Entry } from './box.ts'
import { overLinks, pause } from './connection.ts'
import { HandedOut } from './handed-out.ts'
import { type Link, QUEUE_TIMES, type QueueTimes } from './link.ts'
import { checkSize, type Errand, errandId, messages, nameOf, type Result } from './messages.ts'
import { announcements, boxesOf, entriesOf, handOut, type StudyBoxes } from './study-boxes.ts'
import { Verification } from './verification.ts'

/** Options of a study whose trials are trained by workers on any machines. */
export interface RunOnQueueOptions {
  /** Address of the queue: `redis://HOST:6379`, or `postgres://USER:PASSWORD@HOST:5432/DATABASE`. */
  readonly queue: string
  /** Share of the jobs that are done twice, by different workers, 0 .. 1; 0 by default. */
  readonly verify?: number | undefined
  /** Locks of 15 s and checks every 5 s by default. Workers have times of their own. */
  readonly times?: QueueTimes | undefined
  /** Takes the study off the server, and ends: it can go on from its store. */
  readonly signal?: AbortSignal | undefined
  /** Told what happens. */
  readonly onEvent?: ((event: StudyEvent) => void) | undefined
}

/** Milliseconds from one look at the queue to the next. */
const TURN = 200
/** A look at what thousands of threads are at takes long: so many times longer comes none. */
const WATCH_SHARE = 20
/** Jobs and bytes of checkpoints that lie in the queue at a time, at the most, unless more workers are at work. */
const MOST_JOBS = 256
const MOST_START_BYTES = 256 * 2 ** 20
/** Jobs that are handed out at once. */
const BATCH = 32
/** Bytes of results that are read at once, as far as the last one tells their size. */
const RESULT_BYTES = 16 * 2 ** 20

/**
 * Runs a study by workers on any machines, up to its end or until it is aborted; it goes on from the outcomes that
 * the store has, and puts each new one there. The queue only carries jobs and outcomes: if it loses them, they are
 * handed out again.
 * @throws StudyError ('queue') for a queue that cannot be used, or a job that was given up; DifferentOutcomes for
 * workers that differ; what the store throws. All outcomes that were there by then are kept.
 */
export async function runOnQueue(store: Store, options: RunOnQueueOptions): Promise<void> {
  const { queue, verify = 0, times = QUEUE_TIMES, signal = new AbortController().signal } = options
  const address = readAddress(queue)
  const verification = await Verification.open(store, verify)
  if (store.course.isOver && verification.waiting.size === 0) return
  const tell = options.onEvent ?? (() => undefined)
  const coordinator = new Coordinator(store, verification, { tell, times })
  const events = {
    lost: (message: string) => tell({ type: 'lost', message }),
    back: () => tell({ type: 'back' }),
    warning: (message: string) => tell({ type: 'warning', message }),
  }
  await overLinks(address, { times, signal, events }, link => coordinator.session(link, signal))
}

/** Owner of the store, who hands out the jobs that it waits for. */
class Coordinator {
  readonly #store: Store
  readonly #verification: Verification
  readonly #times: QueueTimes
  readonly #tell: (event: StudyEvent) => void
  readonly #study: string
  readonly #handed: HandedOut
  /** Rungs that are known to be complete. */
  #complete: number
  #resultBytes = RESULT_BYTES
  #nextCheck = 0
  #nextWatch = 0
  /** Jobs that workers are at. */
  #atWork = 0
  #hasWarned = false

  constructor(
    store: Store,
    verification: Verification,
    { tell, times }: { tell: (event: StudyEvent) => void; times: QueueTimes },
  ) {
    this.#store = store
    this.#verification = verification
    this.#tell = tell
    this.#times = times
    this.#handed = new HandedOut(tell)
    this.#study = nameOf(store.plan)
    const { rung, isOver } = store.course
    this.#complete = isOver ? rung + 1 : rung
  }

  /** Coordinates until the study is over, or the signal aborts. @throws LinkLost; as `runOnQueue` does */
  async session(link: Link, signal: AbortSignal): Promise<void> {
    const boxes = boxesOf(link, this.#study)
    this.#nextCheck = 0
    let isOver = false
    try {
      await boxes.jobs.allow()
      await boxes.checks.allow()
      while (!isOver && !signal.aborted) {
        isOver = await this.#turn(link, boxes)
        if (!isOver) await pause(TURN, signal)
      }
    } catch (error) {
      // Wrong outcomes that may still lie there must not come back when the study goes on.
      if (error instanceof StudyError) await this.#withdraw(link, boxes).catch(() => undefined)
      throw error
    }
    if (!isOver) await this.#collect(boxes)
    await this.#withdraw(link, boxes)
  }

  /** @returns whether the study is over */
  async #turn(link: Link, boxes: StudyBoxes): Promise<boolean> {
    const isCheck = Date.now() >= this.#nextCheck
    if (isCheck) {
      await announcements(link).put([
        { id: this.#study, data: messages.announcement.write(this.#store.plan) },
      ])
      await boxes.jobs.recover()
      await boxes.checks.recover()
    }
    // Workers bring results before they let go of jobs: what is in neither place is lost.
    const present = isCheck && (await entriesOf(boxes, ['waiting', 'put-off', 'taken', 'given-up']))
    const taken = await this.#watch(boxes)
    await this.#collect(boxes)
    if (taken) this.#handed.noticeReturned(taken)
    await this.#refuseGivenUp(boxes)
    if (present) this.#handed.forgetLost(present)
    if (isCheck) this.#nextCheck = Date.now() + this.#times.check
    this.#warnOfLoneWorker()
    if (this.#store.course.isOver && this.#verification.waiting.size === 0) return true
    await this.#handOut(boxes)
    return false
  }

  /** Looks what workers are at, unless that was a short while ago. */
  async #watch(boxes: StudyBoxes): Promise<Entry[] | undefined> {
    const begun = Date.now()
    if (begun < this.#nextWatch) return undefined
    const taken = await entriesOf(boxes, ['taken'])
    this.#handed.watch(taken)
    this.#atWork = taken.length
    this.#nextWatch = Date.now() + WATCH_SHARE * (Date.now() - begun)
    return taken
  }

  /** Puts results into the store. */
  async #collect({ results, starts }: StudyBoxes): Promise<void> {
    for (;;) {
      const most = Math.max(1, Math.min(BATCH, Math.floor(RESULT_BYTES / this.#resultBytes)))
      const entries = await results.list(['waiting'], most)
      for (const { id, data } of entries) {
        const result = this.#read(data)
        this.#resultBytes = 2 * (result?.checkpoint?.length ?? 0) + 1
        try {
          if (result) await this.#receive(result)
        } catch (error) {
          // It would stop the study each time that it goes on.
          if (error instanceof StudyError) await results.remove(id)
          throw error
        }
        await results.remove(id)
        await starts.remove(id)
      }
      if (entries.length < most) return
    }
  }

  /** A result, unless it is damaged: its job is then handed out again. */
  #read(data: unknown): Result | undefined {
    try {
      return messages.result.read(data)
    } catch (error) {
      if (!(error instanceof StudyError)) throw error
      this.#tell({ type: 'warning', message: error.message })
      return undefined
    }
  }

  async #receive({ errand, outcome, checkpoint }: Result): Promise<void> {
    const { worker = 'a worker' } = outcome
    this.#handed.take(errand, worker)
    const known = this.#store.course.outcome(outcome)
    if (known && errand.first !== undefined) return this.#verify(known, outcome)
    const isNew = await this.#store.put(outcome, checkpoint)
    if (!isNew) return
    this.#tell({ type: 'done', outcome })
    this.#verification.expect(outcome)
    const { rung, isOver } = this.#store.course
    const complete = isOver ? rung + 1 : rung
    while (this.#complete < complete) this.#tell({ type: 'rung', rung: this.#complete++ })
  }

  /** @throws DifferentOutcomes */
  async #verify(known: Outcome, outcome: Outcome): Promise<void> {
    const { worker = 'a worker' } = outcome
    const { worker: first = 'a worker' } = known
    if (!isSame(known, outcome)) throw new DifferentOutcomes(known, outcome)
    if (first === worker || !this.#verification.waiting.has(jobKey(outcome))) return
    await this.#verification.settle(outcome)
    const { trial, seed, rung } = outcome
    this.#tell({ type: 'verified', job: { trial, seed, rung }, workers: [first, worker] })
  }

  /** @throws StudyError naming a job that workers failed at */
  async #refuseGivenUp({ jobs, checks }: StudyBoxes): Promise<void> {
    for (const box of [jobs, checks]) {
      const [entry] = await box.list(['given-up'], 1)
      if (!entry) continue
      await box.remove(entry.id)
      throw this.#givenUp(entry)
    }
  }

  #givenUp(entry: Entry): StudyError {
    const { job } = messages.errand.read(entry.data)
    const { trials } = this.#store.course
    return new StudyError(
      'queue',
      `Job ${jobKey(job)} (trial ${job.trial}: ${trials.text(job.trial)}) cannot be done: ${entry.problem.replace(/\.$/, '')}. ` +
        'Everything that was done is kept: resume the study when that is mended.',
    )
  }

  /** Jobs that somebody is to do, in their order. */
  *#wanted(): Generator<Errand, void, void> {
    for (const { trial, seed, rung, worker = 'a worker' } of this.#verification.waiting.values())
      yield { job: { trial, seed, rung }, first: worker }
    for (const job of this.#store.course.waiting()) yield { job, first: undefined }
  }

  async #handOut(boxes: StudyBoxes): Promise<void> {
    const most = Math.max(MOST_JOBS, 2 * this.#atWork)
    if (this.#handed.size > most / 2) return
    let { bytes } = this.#handed
    let batch: Errand[] = []
    for (const errand of this.#wanted()) {
      if (this.#handed.size >= most || bytes >= MOST_START_BYTES) break
      if (this.#handed.has(errand)) continue
      const start = await this.#start(errand.job)
      if (start) await boxes.starts.put([{ id: errandId(errand), data: messages.start.write(start) }])
      const length = start?.length ?? 0
      bytes += length
      this.#handed.add(errand, length)
      batch.push(errand)
      if (batch.length < BATCH) continue
      await handOut(boxes, batch)
      batch = []
    }
    await handOut(boxes, batch)
  }

  /** The checkpoint that a job goes on from. */
  async #start(job: Job): Promise<Uint8Array | undefined> {
    const checkpoint = await this.#store.checkpointBefore(job)
    checkSize(job, checkpoint)
    return checkpoint
  }

  #warnOfLoneWorker(): void {
    if (this.#hasWarned || !this.#handed.isLonely(this.#times.lock)) return
    this.#hasWarned = true
    const message =
      'Trials wait to be verified by a second worker, and there is only one: start another one on some machine.'
    this.#tell({ type: 'warning', message })
  }

  /** Takes the study off the server, with all that lies there. */
  async #withdraw(link: Link, { jobs, checks, starts, results }: StudyBoxes): Promise<void> {
    await announcements(link).remove(this.#study)
    for (const box of [jobs, checks, starts, results]) await box.empty()
  }
}
