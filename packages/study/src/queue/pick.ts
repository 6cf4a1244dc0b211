import { randomUUID } from 'node:crypto'
import { StudyError } from '../errors.ts'
import type { Box, Entry } from './box.ts'
import type { Link } from './link.ts'
import { messages } from './messages.ts'
import { boxesOf } from './study-boxes.ts'
import { type KnownStudy, Task } from './task.ts'

/** Workers that may die at a job, or lose it by silence, before it is given up. */
const MOST_DEATHS = 3
const DEATHS = `${MOST_DEATHS} workers that had taken it died, or were not heard of any more`
/** Jobs that a worker looks at, one after the other, for one that it may verify. */
const MOST_LOOKS = 32
/** Milliseconds in which it leaves those alone after it found its own outcomes. */
const ABSTENTION = 2000

/**
 * Takes a job of a study; first one by which another worker's outcome is to be verified, so that errors show early.
 * @param name of the worker
 */
export async function takeJob(link: Link, study: KnownStudy, name: string): Promise<Task | undefined> {
  const { jobs, checks } = boxesOf(link, study.name)
  const check = Date.now() < study.abstainsUntil ? undefined : await takeCheck(checks, study, name)
  return check ?? (await takeFrom(jobs, study, name))
}

async function takeCheck(checks: Box, study: KnownStudy, name: string): Promise<Task | undefined> {
  const own: Task[] = []
  let task = await takeFrom(checks, study, name)
  while (task?.errand.first === name) {
    own.push(task)
    task = own.length < MOST_LOOKS ? await takeFrom(checks, study, name) : undefined
  }
  // Others look more often than that.
  if (own.length > 0) study.abstainsUntil = Date.now() + ABSTENTION
  for (const { id, token } of own) await checks.giveBack(id, token)
  return task
}

async function takeFrom(box: Box, study: KnownStudy, name: string): Promise<Task | undefined> {
  for (;;) {
    const token = randomUUID()
    const entry = await box.take(token, name)
    if (!entry) return undefined
    const problem = problemOf(entry)
    if (problem === undefined)
      return new Task(study, { id: entry.id, errand: messages.errand.read(entry.data), token })
    await box.fail(entry.id, token, problem, true)
  }
}

/** The reason why nobody can do a job. */
function problemOf({ deaths, data }: Entry): string | undefined {
  if (deaths >= MOST_DEATHS) return DEATHS
  try {
    messages.errand.read(data)
    return undefined
  } catch (error) {
    if (error instanceof StudyError) return error.message
    throw error
  }
}

/** The checkpoint that a job goes on from. Without it the job begins anew, and ends with the same bits. */
export async function startOf(link: Link, { study, id, errand }: Task): Promise<Uint8Array | undefined> {
  if (errand.job.rung === 0) return undefined
  const start = await boxesOf(link, study.name).starts.get(id)
  return start && messages.start.read(start.data)
}
