import { type FileHandle, mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Blame,
  Fields,
  FileError,
  printableJson,
  removeLeftovers,
  specFrom,
  writeFileAtomic,
} from '@gradus/core/node'
import { Course } from '../course.ts'
import { StudyError } from '../errors.ts'
import type { Outcome } from '../outcome.ts'
import { type Job, jobKey, makePlan, type Plan } from '../plan.ts'
import { SAMPLERS } from '../points.ts'
import { Space } from '../space.ts'

const FORMAT = 'gradus-study'
const VERSION = 1
const FILE = 'study.jsonl'
const CHECKPOINTS = 'checkpoints'
/** Name of a checkpoint's file, which tells its job. */
const NAME = /^(\d+\.\d+\.\d+)\.safetensors$/

/** The end of a study, once it is known. */
export interface Ending {
  /** Number of the winner. */
  readonly trial: number
  /** SHA-256 of its weights. */
  readonly sha256: string
  /** Its evaluation on the test data, which are looked at this once; undefined where there are none. */
  readonly test?: { readonly correct: number; readonly total: number } | undefined
}

/**
 * A study on the disk: a folder with `study.jsonl`, which is only ever appended to (the plan, then an outcome a
 * line, each flushed before it counts), and a checkpoint of each run that may go on. Whatever kills the program, an
 * outcome is whole or it has not been.
 */
export class Store {
  /** Path of the folder. */
  readonly folder: string
  readonly course: Course
  /** Things that the program that began the study wants to find again, such as where the data are. */
  readonly about: unknown
  readonly #file: FileHandle
  #ending: Ending | undefined
  /** Ends when all that was put before is on the disk. */
  #written: Promise<unknown> = Promise.resolve()

  private constructor(folder: string, file: FileHandle, { plan, about, outcomes, ending }: Contents) {
    this.folder = folder
    this.about = about
    this.#file = file
    this.#ending = ending
    this.course = new Course(plan)
    for (const outcome of outcomes) this.course.take(outcome)
  }

  /**
   * Makes the folder of a new study.
   * @param about kept as JSON @throws StudyError ('store') if there is a study already; FileError
   */
  static async create(folder: string, plan: Plan, about: unknown = {}): Promise<Store> {
    const path = join(folder, FILE)
    const lines = `${printableJson({ format: FORMAT, version: VERSION, plan, about })}\n`
    await attempt(folder, () => mkdir(join(folder, CHECKPOINTS), { recursive: true }))
    const file = await open(path, 'ax').catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
        throw new FileError('write', path, error)
      throw new StudyError(
        'store',
        `${path} exists: expected a folder without a study. Choose another name, or resume that one.`,
      )
    })
    await attempt(path, async () => {
      await file.appendFile(lines)
      await file.datasync()
    })
    return new Store(folder, file, { plan, about, outcomes: [], ending: undefined })
  }

  /** Opens a study, to go on with it. A last line that was not written to its end is removed. @throws StudyError ('store') if it is damaged; FileError */
  static async open(folder: string): Promise<Store> {
    const { contents, length, whole } = await read(folder)
    const path = join(folder, FILE)
    const file = await attempt(path, () => open(path, 'r+'))
    if (whole < length) await attempt(path, () => file.truncate(whole))
    await file.close()
    const store = new Store(folder, await attempt(path, () => open(path, 'a')), contents)
    await attempt(folder, () => mkdir(join(folder, CHECKPOINTS), { recursive: true }))
    await store.#sweep()
    return store
  }

  /** Reads a study that somebody else may be running. @throws StudyError ('store') if it is damaged; FileError */
  static async read(
    folder: string,
  ): Promise<{ readonly course: Course; readonly ending: Ending | undefined; readonly about: unknown }> {
    const { plan, about, outcomes, ending } = (await read(folder)).contents
    const course = new Course(plan)
    for (const outcome of outcomes) course.take(outcome)
    return { course, ending, about }
  }

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
   * @throws DifferentOutcomes where the job had another one; FileError
   */
  put(outcome: Outcome, checkpoint: Uint8Array | undefined): Promise<boolean> {
    return this.#inTurn(async () => {
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

  /** The checkpoint that a job goes on from; undefined for the first rung, and where it is lost: the job then begins anew. */
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

  async #append(line: object): Promise<void> {
    await attempt(join(this.folder, FILE), async () => {
      await this.#file.appendFile(`${printableJson(line)}\n`)
      await this.#file.datasync()
    })
  }

  /** One after the other, so that no line stands within another. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#written.then(work)
    this.#written = done.catch(() => undefined)
    return done
  }

  /** Removes checkpoints that no job goes on from, and leftovers of a program that was killed. */
  async #sweep(): Promise<void> {
    const folder = join(this.folder, CHECKPOINTS)
    const { course } = this
    const winner = course.isOver ? course.ranking()[0]?.trial : undefined
    for (const name of await readdir(folder)) {
      const key = NAME.exec(name)?.[1]
      if (key === undefined) {
        await removeLeftovers(join(folder, name.replace(/\.safetensors.*$/, '.safetensors')))
        continue
      }
      const [trial = 0, , rung = 0] = key.split('.').map(Number)
      const isNeeded = course.isOver
        ? trial === winner && rung === course.rung
        : rung === course.rung || (rung === course.rung - 1 && course.members(course.rung).has(trial))
      if (!isNeeded) await rm(join(folder, name), { force: true })
    }
  }
}

interface Contents {
  readonly plan: Plan
  readonly about: unknown
  readonly outcomes: readonly Outcome[]
  readonly ending: Ending | undefined
}

/** @returns the contents, the bytes of the file, and those of its whole lines */
async function read(folder: string): Promise<{ contents: Contents; length: number; whole: number }> {
  const path = join(folder, FILE)
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new StudyError(
      'store',
      `${folder} has no ${FILE} that can be read (${String(error instanceof Error ? error.message : error)}): expected the folder of a study.`,
      { cause: error },
    )
  })
  const whole = bytes.lastIndexOf(0x0a) + 1
  const [first, ...others] = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1)
  if (first === undefined) throw damage(path, 1)('it is missing', '')
  const { plan, about } = readHead(first, damage(path, 1))
  const outcomes: Outcome[] = []
  let ending: Ending | undefined
  others.forEach((line, i) => {
    const fields = Fields.parse(line, 'line', damage(path, i + 2))
    if (fields.has('ending')) ending = readEnding(fields.object('ending'))
    else outcomes.push(readOutcome(fields.object('outcome')))
  })
  return { contents: { plan, about, outcomes, ending }, length: bytes.length, whole }
}

/** Blames a line of a store. */
function damage(path: string, line: number): Blame {
  const remedy =
    line === 1
      ? 'Nothing can be told without it: restore the file.'
      : 'Restore the file, or remove this line: its job is then done again.'
  return problem => new StudyError('store', `Line ${line} of ${path} is damaged: ${problem}. ${remedy}`)
}

function readHead(line: string, blame: Blame): { plan: Plan; about: unknown } {
  const head = Fields.parse(line, '', blame)
  head.oneOf('format', [FORMAT])
  head.oneOf('version', [VERSION])
  const plan = head.object('plan')
  const parsed: unknown = JSON.parse(line)
  const given = {
    space: Space.read(fieldOf(fieldOf(parsed, 'plan'), 'space')).toJSON(),
    fixed: specFrom(plan.object('fixed')),
    sampler: plan.oneOf('sampler', SAMPLERS),
    gridSteps: plan.count('gridSteps', 2),
    trials: plan.count('trials', 1),
    seed: plan.text('seed'),
    seeds: plan.count('seeds', 1),
    engine: plan.text('engine'),
  }
  const rungs = plan.counts('rungs')
  return {
    plan: { ...plan.attempt(() => makePlan({ ...given, rungs: rungs.length })), rungs },
    about: fieldOf(parsed, 'about'),
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined
}

/** Reads an outcome, of a store or of a message. */
export function readOutcome(fields: Fields): Outcome {
  return {
    trial: fields.count('trial'),
    seed: fields.count('seed'),
    rung: fields.count('rung'),
    sha256: fields.text('sha256'),
    epochs: fields
      .objects('epochs')
      .map(epoch => ({ correct: epoch.count('correct'), cost: epoch.number('cost') })),
    problem: fields.optional('problem', fields.text),
    seconds: fields.number('seconds'),
    worker: fields.optional('worker', fields.text),
  }
}

function readEnding(fields: Fields): Ending {
  return {
    trial: fields.count('trial'),
    sha256: fields.text('sha256'),
    test: fields.optional('test', name => {
      const test = fields.object(name)
      return { correct: test.count('correct'), total: test.count('total', 1) }
    }),
  }
}

async function attempt<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new FileError('write', path, error)
  }
}
