import { type FileHandle, mkdir, open, readdir, readFile, truncate, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { createFileAtomic, FileError, removeLeftovers, writeFileAtomic } from '@gradus/core/node'
import { Course } from '../course.ts'
import { StudyError } from '../errors.ts'
import type { Outcome } from '../outcome.ts'
import { type Job, jobKey, type Plan } from '../plan.ts'
import { type Ending, FILE, formatHead, readStudyFile, type StudyRecord, sealedLine } from './study-file.ts'

const CHECKPOINTS = 'checkpoints'
/** Name of a checkpoint's file, which tells its job. */
const NAME = /^(\d+\.\d+\.\d+)\.safetensors$/
/** Name of a checkpoint that was not written to its end. */
const LEFTOVER = /^\.(\d+\.\d+\.\d+\.safetensors)\./

/**
 * A study on the disk: a folder with `study.jsonl`, which is only ever appended to (the plan, then an outcome a
 * line, each flushed before it counts), and a checkpoint of each run that may go on. Whatever kills the program, an
 * outcome is whole or it has not been.
 */
export class Store {
  /** Path of the folder. */
  readonly folder: string
  /** The course of the study, as far as its outcomes have brought it. */
  readonly course: Course
  /** Things that the program that began the study wants to find again, such as where the data are. */
  readonly about: unknown
  readonly #file: FileHandle
  /** Bytes of its whole lines. */
  #length: number
  #ending: Ending | undefined
  /** Ends when all that was put before is on the disk. */
  #written: Promise<unknown> = Promise.resolve()

  private constructor(
    folder: string,
    file: FileHandle,
    length: number,
    { course, about, ending }: StudyRecord,
  ) {
    this.folder = folder
    this.about = about
    this.#file = file
    this.#length = length
    this.#ending = ending
    this.course = course
  }

  /**
   * Makes the folder of a new study.
   * @param about kept as JSON
   * @throws StudyError ('store') if there is a study already; FileError
   */
  static async create(folder: string, plan: Plan, about: unknown = {}): Promise<Store> {
    const path = join(folder, FILE)
    const head = Buffer.from(formatHead(plan, about))
    await attempt(folder, () => mkdir(join(folder, CHECKPOINTS), { recursive: true }))
    await createFileAtomic(path, head).catch((error: unknown) => {
      if (!(error instanceof FileError && codeOf(error.cause) === 'EEXIST')) throw error
      throw new StudyError(
        'store',
        `${path} exists: expected a folder without a study. Choose another name, or resume that one.`,
      )
    })
    const file = await attempt(path, () => open(path, 'a'))
    return new Store(folder, file, head.length, { course: new Course(plan), about, ending: undefined })
  }

  /**
   * Opens a study, to go on with it. A last line that was not written to its end is removed.
   * @throws StudyError ('store') if it is damaged; FileError
   */
  static async open(folder: string): Promise<Store> {
    const { record, length, whole } = await readStudyFile(folder)
    const path = join(folder, FILE)
    if (whole < length) await attempt(path, () => truncate(path, whole))
    await attempt(folder, () => mkdir(join(folder, CHECKPOINTS), { recursive: true }))
    const store = new Store(folder, await attempt(path, () => open(path, 'a')), whole, record)
    await removeLeftovers(path)
    await store.#sweep()
    return store
  }

  /** Reads a study that somebody else may be running. @throws StudyError ('store') if it is damaged; FileError */
  static async read(folder: string): Promise<StudyRecord> {
    return (await readStudyFile(folder)).record
  }

  /** Plan of the study. */
  get plan(): Plan {
    return this.course.plan
  }

  /** The end, once it has been told. */
  get ending(): Ending | undefined {
    return this.#ending
  }

  /**
   * Keeps an outcome: first its checkpoint, then its line.
   * @returns whether it is new; one that is known leaves everything as it is
   * @throws DifferentOutcomes where the job had another one; StudyError for one of no job of the study; FileError
   */
  put(outcome: Outcome, checkpoint: Uint8Array | undefined): Promise<boolean> {
    return this.#inTurn(async () => {
      this.course.check(outcome)
      if (this.course.outcome(outcome)) return this.course.take(outcome)
      if (checkpoint) await writeFileAtomic(this.#checkpointFile(outcome), checkpoint)
      await this.#append({ outcome })
      const { rung } = this.course
      this.course.take(outcome)
      if (this.course.rung > rung || this.course.isOver) await this.#sweep()
      return true
    })
  }

  /** Keeps the end. @throws FileError */
  end(ending: Ending): Promise<void> {
    return this.#inTurn(async () => {
      await this.#append({ ending })
      this.#ending = ending
    })
  }

  /**
   * The checkpoint that a job goes on from; undefined for the first rung, and where it is lost: the job then
   * begins anew.
   */
  checkpointBefore({ trial, seed, rung }: Job): Promise<Uint8Array | undefined> {
    return this.checkpointAfter({ trial, seed, rung: rung - 1 })
  }

  /** The checkpoint that a job ended with, as long as it is kept. */
  async checkpointAfter(job: Job): Promise<Uint8Array | undefined> {
    return job.rung < 0 ? undefined : await readFile(this.#checkpointFile(job)).catch(() => undefined)
  }

  /** Ends the access, when all is written. */
  async close(): Promise<void> {
    await this.#written
    await this.#file.close()
  }

  #checkpointFile(job: Job): string {
    return join(this.folder, CHECKPOINTS, `${jobKey(job)}.safetensors`)
  }

  /** Appends a line. Where that fails, such as on a full disk, no part of it is left for the next one to end. */
  async #append(line: object): Promise<void> {
    const bytes = Buffer.from(sealedLine(line))
    try {
      await this.#file.appendFile(bytes)
      await this.#file.datasync()
    } catch (error) {
      await this.#file.truncate(this.#length).catch(() => undefined)
      throw new FileError('write', join(this.folder, FILE), error)
    }
    this.#length += bytes.length
  }

  /** One after the other, so that no line stands within another. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#written.then(work)
    this.#written = done.catch(() => undefined)
    return done
  }

  /**
   * Removes checkpoints that no job goes on from, and leftovers of a program that was killed. Whatever cannot be
   * removed does no harm.
   */
  async #sweep(): Promise<void> {
    const folder = join(this.folder, CHECKPOINTS)
    const { course } = this
    const winner = course.isOver ? course.ranking()[0]?.trial : undefined
    for (const name of await readdir(folder).catch((): string[] => [])) {
      const [, left] = LEFTOVER.exec(name) ?? []
      if (left !== undefined) await removeLeftovers(join(folder, left))
      const [, key] = NAME.exec(name) ?? []
      if (key === undefined) continue
      const [trial = 0, , rung = 0] = key.split('.').map(Number)
      const isNeeded = course.isOver
        ? trial === winner && rung === course.rung
        : rung === course.rung || (rung === course.rung - 1 && course.members(course.rung).has(trial))
      if (!isNeeded) await unlink(join(folder, name)).catch(() => undefined)
    }
  }
}

/** The code of an error of the system. */
function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

async function attempt<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new FileError('write', path, error)
  }
}
