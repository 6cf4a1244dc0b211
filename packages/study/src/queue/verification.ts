import { createHash } from 'node:crypto'
import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FileError } from '@gradus/core/node'
import type { Course } from '../course.ts'
import { StudyError } from '../errors.ts'
import type { Outcome } from '../outcome.ts'
import { type Job, jobKey, type Plan } from '../plan.ts'

const FILE = 'verified.txt'
/** Draws lie on a grid of 2^48 steps. */
const DRAW_BYTES = 6

/** Share of the jobs that are verified, 0 .. 1. @throws StudyError ('verify') */
function checkShare(share: number): number {
  if (share >= 0 && share <= 1) return share
  throw new StudyError('verify', `verify is ${share}: expected a share of 0 .. 1, such as 0.05.`)
}

/** Whether a job is to be done twice: by a draw from (seed of the plan, job), the same whoever runs the study. */
export function isChosen({ seed }: Pick<Plan, 'seed'>, job: Job, share: number): boolean {
  const digest = createHash('sha256')
    .update(`verify ${seed} ${jobKey(job)}`)
    .digest()
  return digest.readUIntBE(0, DRAW_BYTES) < share * 2 ** (8 * DRAW_BYTES)
}

/**
 * Jobs that are verified: those chosen that are done, minus those that a second worker has done as well, which
 * stand in a file beside the store.
 */
export class Verification {
  readonly #path: string
  readonly #plan: Plan
  readonly #share: number
  /** First outcomes that wait for a second one, by job. */
  readonly #waiting = new Map<string, Outcome>()

  private constructor(path: string, plan: Plan, share: number) {
    this.#path = path
    this.#plan = plan
    this.#share = share
  }

  /** @throws StudyError ('verify') */
  static async open(
    store: { folder: string; plan: Plan; course: Course },
    share: number,
  ): Promise<Verification> {
    const { folder, plan, course } = store
    const path = join(folder, FILE)
    const verification = new Verification(path, plan, checkShare(share))
    if (share === 0) return verification
    for (let rung = 0; rung <= course.rung; rung++)
      for (const trial of course.members(rung))
        for (let seed = 0; seed < plan.seeds; seed++) {
          const outcome = course.outcome({ trial, seed, rung })
          if (outcome) verification.expect(outcome)
        }
    const text = await readFile(path, 'utf8').catch(() => '')
    for (const line of text.split('\n')) verification.#waiting.delete(line)
    return verification
  }

  /** First outcomes that a second worker is to compare its own with. */
  get waiting(): ReadonlyMap<string, Outcome> {
    return this.#waiting
  }

  /** Takes the first outcome of a job: it waits for a second one, if the job is chosen. */
  expect(outcome: Outcome): void {
    if (isChosen(this.#plan, outcome, this.#share)) this.#waiting.set(jobKey(outcome), outcome)
  }

  /** Keeps that a second outcome is the same. @throws FileError */
  async settle(job: Job): Promise<void> {
    const key = jobKey(job)
    await appendFile(this.#path, `${key}\n`, { flush: true }).catch((error: unknown) => {
      throw new FileError('write', this.#path, error)
    })
    this.#waiting.delete(key)
  }
}
