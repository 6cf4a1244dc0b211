import { createHash } from 'node:crypto'
import { Fields } from '@gradus/core/node'
import { StudyError } from '../errors.ts'
import { fieldOf, readOutcome, readPlan } from '../node/study-file.ts'
import type { Outcome } from '../outcome.ts'
import { type Job, jobKey, type Plan } from '../plan.ts'

/** The largest checkpoint that a queue carries, in bytes. */
export const MOST_BYTES = 64 * 2 ** 20

/** Name of a study on a server: the same plan has the same name, and so the same outcomes. */
export function nameOf(plan: Plan): string {
  return createHash('sha256').update(JSON.stringify(plan, inOrder)).digest('hex').slice(0, 16)
}

/** Fields by name, so that their order does not matter. */
function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A job as it is handed out. */
export interface Errand {
  readonly job: Job
  /** The worker that did it before, if it is to be verified: it is for another one. */
  readonly first: string | undefined
}

/** Id of an errand in every box. */
export function errandId({ job, first }: Errand): string {
  return `${first === undefined ? 'job' : 'check'}-${jobKey(job)}`
}

/** A job that is done, as it comes back. */
export interface Result {
  readonly errand: Errand
  readonly outcome: Outcome
  readonly checkpoint: Uint8Array | undefined
}

/** Epochs of a job as far as they are told: pairs of epoch and correct predictions. */
export type ToldEpochs = readonly (readonly [epoch: number, correct: number])[]

export const messages = {
  announcement: {
    write: (plan: Plan): object => ({ plan }),
    read: (data: unknown): Plan => readPlan(fieldOf(data, 'plan'), blame),
  },
  errand: {
    write: ({ job: { trial, seed, rung }, first }: Errand): object => ({ trial, seed, rung, first }),
    read: (data: unknown): Errand => readErrand(new Fields(data, 'job', blame)),
  },
  start: {
    write: (checkpoint: Uint8Array): object => ({ checkpoint: base64(checkpoint) }),
    read: (data: unknown): Uint8Array => bytes(new Fields(data, 'start', blame).text('checkpoint')),
  },
  result: {
    write: ({ errand, outcome, checkpoint }: Result): object => ({
      errand: messages.errand.write(errand),
      outcome,
      ...(checkpoint && { checkpoint: base64(checkpoint) }),
    }),
    read(data: unknown): Result {
      const fields = new Fields(data, 'result', blame)
      return {
        errand: readErrand(fields.object('errand')),
        outcome: readOutcome(fields.object('outcome')),
        checkpoint: fields.optional('checkpoint', name => bytes(fields.text(name))),
      }
    },
  },
  epochs: {
    write: (epochs: ToldEpochs): object => ({ epochs }),
    /** None for a job that tells nothing yet. */
    read(progress: unknown): ToldEpochs {
      const epochs = fieldOf(progress, 'epochs')
      return Array.isArray(epochs) ? epochs.filter(isPair) : []
    },
  },
} as const

function isPair(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isSafeInteger)
}

function readErrand(fields: Fields): Errand {
  return {
    job: { trial: fields.count('trial'), seed: fields.count('seed'), rung: fields.count('rung') },
    first: fields.optional('first', fields.text),
  }
}

function blame(problem: string): StudyError {
  return new StudyError(
    'queue',
    `A message of the queue is damaged, or of another program: ${problem}. Let all machines run one version.`,
  )
}

function base64(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'base64')
}

/** @throws StudyError for a checkpoint that no queue carries */
export function checkSize(job: Job, checkpoint: Uint8Array | undefined): void {
  if (checkpoint === undefined || checkpoint.length <= MOST_BYTES) return
  const size = (checkpoint.length / 2 ** 20).toFixed(0)
  throw new StudyError(
    'queue',
    `The checkpoint of job ${jobKey(job)} has ${size} MiB: expected at most ${MOST_BYTES / 2 ** 20} on a queue. Run the study on the threads of one machine.`,
  )
}
