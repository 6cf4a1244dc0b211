import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Evaluation } from '@gradus/core'
import { type Blame, Fields, printableJson, specFrom } from '@gradus/core/node'
import { Course } from '../course.ts'
import { StudyError } from '../errors.ts'
import type { Outcome } from '../outcome.ts'
import { makePlan, type Plan } from '../plan.ts'
import { SAMPLERS } from '../points.ts'
import { Space } from '../space.ts'

const FORMAT = 'gradus-study'
const VERSION = 1
/** Name of the file in a study's folder. */
export const FILE = 'study.jsonl'

/** The end of a study, once it is known. */
export interface Ending {
  /** Number of the winner. */
  readonly trial: number
  /** SHA-256 of its weights. */
  readonly sha256: string
  /** Its evaluation on the test data, which are looked at this once; undefined where there are none. */
  readonly test?: Pick<Evaluation, 'correct' | 'total'> | undefined
}

/** A study as its file tells it. */
export interface StudyRecord {
  /** The course of the study, as far as its outcomes have brought it. */
  readonly course: Course
  /** The end, once it has been told. */
  readonly ending: Ending | undefined
  /** Things that the program that began the study keeps with it. */
  readonly about: unknown
}

/** @returns the study, the bytes of the file, and those of its whole lines */
export async function readStudyFile(
  folder: string,
): Promise<{ record: StudyRecord; length: number; whole: number }> {
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
  const course = new Course(plan)
  let ending: Ending | undefined
  others.forEach((line, i) => {
    const blame = damage(path, i + 2)
    const fields = unsealed(line, blame)
    if (fields.has('ending')) ending = readEnding(fields.object('ending'))
    else takeFrom(course, fields.object('outcome'), blame)
    fields.refuseOthers()
  })
  return { record: { course, about, ending }, length: bytes.length, whole }
}

function takeFrom(course: Course, fields: Fields, blame: Blame): void {
  const outcome = readOutcome(fields)
  try {
    course.take(outcome)
  } catch (error) {
    if (!(error instanceof StudyError)) throw error
    throw blame(error.message.replace(/\.$/, ''), 'outcome')
  }
}

/** The end of a line: the first digits of the SHA-256 of all before it. */
const SEAL = /,"check":"([0-9a-f]{8})"\}$/

/** A line of a study's file, which tells if a part of it changes later. */
export function sealedLine(value: object): string {
  const json = printableJson(value)
  return `${json.slice(0, -1)},"check":"${sealOf(json)}"}\n`
}

function sealOf(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, 8)
}

/** The fields of a line but for its seal. A line may go without: a person has written it. */
function unsealed(line: string, blame: Blame): Fields {
  const [seal = '', digits] = SEAL.exec(line) ?? []
  if (seal === '') return Fields.parse(line, '', blame)
  const json = `${line.slice(0, -seal.length)}}`
  if (sealOf(json) !== digits)
    throw blame(`its check is ${digits}: expected ${sealOf(json)} for what it holds`, 'check')
  return Fields.parse(json, '', blame)
}

/** Blames a line of a store. */
function damage(path: string, line: number): Blame {
  const remedy =
    line === 1
      ? 'Nothing can be told without it: restore the file.'
      : 'Restore the file, or remove this line: its job is then done again.'
  return problem => new StudyError('store', `Line ${line} of ${path} is damaged: ${problem}. ${remedy}`)
}

/** The first line of a study's file. */
export function formatHead(plan: Plan, about: unknown): string {
  return sealedLine({ format: FORMAT, version: VERSION, plan, about })
}

function readHead(line: string, blame: Blame): { plan: Plan; about: unknown } {
  const head = unsealed(line, blame)
  head.oneOf('format', [FORMAT])
  head.oneOf('version', [VERSION])
  head.has('plan')
  head.has('about')
  head.refuseOthers()
  const parsed: unknown = JSON.parse(line)
  return { plan: readPlan(fieldOf(parsed, 'plan'), blame), about: fieldOf(parsed, 'about') }
}

/** Reads a plan, of a store or of a message. */
export function readPlan(value: unknown, blame: Blame): Plan {
  const plan = new Fields(value, 'plan', blame)
  plan.has('space')
  const given = {
    space: plan.attempt(() => Space.read(fieldOf(value, 'space')).toJSON()),
    fixed: specFrom(plan.object('fixed')),
    sampler: plan.oneOf('sampler', SAMPLERS),
    gridSteps: plan.count('gridSteps', 2),
    trials: plan.count('trials', 1),
    seed: plan.text('seed'),
    seeds: plan.count('seeds', 1),
    engine: plan.text('engine'),
  }
  const rungs = plan.counts('rungs')
  plan.refuseOthers()
  const areAscending = rungs.every((end, rung) => end > (rungs[rung - 1] ?? 0))
  if (!areAscending || rungs.at(-1) !== given.fixed.epochs)
    throw plan.wrong('rungs', `ascending numbers of epochs, the last of which is ${given.fixed.epochs}`)
  return { ...plan.attempt(() => makePlan({ ...given, rungs: rungs.length })), rungs }
}

/** A field of a JSON value that may be anything; undefined where there is none. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined
}

/** Reads an outcome, of a store or of a message. */
export function readOutcome(fields: Fields): Outcome {
  return complete(fields, {
    trial: fields.count('trial'),
    seed: fields.count('seed'),
    rung: fields.count('rung'),
    sha256: fields.text('sha256'),
    epochs: fields
      .objects('epochs')
      .map(epoch => complete(epoch, { correct: epoch.count('correct'), cost: epoch.number('cost') })),
    problem: fields.optional('problem', fields.text),
    seconds: fields.number('seconds'),
    worker: fields.optional('worker', fields.text),
  })
}

function readEnding(fields: Fields): Ending {
  return complete(fields, {
    trial: fields.count('trial'),
    sha256: fields.text('sha256'),
    test: fields.optional('test', name => {
      const test = fields.object(name)
      return complete(test, { correct: test.count('correct'), total: test.count('total', 1) })
    }),
  })
}

/** The value that was read, if its fields hold nothing else. */
function complete<T>(fields: Fields, value: T): T {
  fields.refuseOthers()
  return value
}
