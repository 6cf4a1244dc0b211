import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { FileError } from '@gradus/core/node'
import { type Course, StudyError } from '@gradus/study'
import { type Ending, Store } from '@gradus/study/node'
import { UsageError } from '../failure.ts'
import { newRunId } from '../history/run.ts'
import { RUNS_FLAG, runsFolderOf, STUDIES } from '../history/runs-folder.ts'
import { claimsOn, stateOfClaim } from '../run/claim.ts'
import { shortList } from '../terminal/format.ts'
import { tell } from '../terminal/output.ts'
import { calledAs, quoted, shortPath } from '../terminal/printable.ts'
import { type About, readAbout } from './about.ts'
import { shownAddress } from './settings.ts'

/** The argument that names a study, as the help shows it. */
export const STUDY = '[name]'

/** Standing of a study: a program carries it out, it waits to be resumed, or it is over. */
type Standing = 'running' | 'interrupted' | 'finished'

/** A study that is kept. */
export interface KeptStudy {
  readonly name: string
  /** Path of its folder. */
  readonly folder: string
  readonly course: Course
  readonly ending: Ending | undefined
  readonly about: About
  readonly standing: Standing
}

/** Studies of a folder, and what is wrong with others, a line each. */
export interface StudyList {
  readonly folder: string
  /** The newest first. */
  readonly studies: readonly KeptStudy[]
  readonly problems: readonly string[]
}

/** The file by which a study is claimed. */
export const STUDY_FILE = 'study.jsonl'

/** The folder of the studies. @throws UsageError if there is none */
export function studiesFolderOf(runs: string | undefined, env: NodeJS.ProcessEnv): string {
  return join(runsFolderOf(runs, env), STUDIES)
}

/** A name for a study that begins now: the UTC time, and four random digits. */
export function newName(): string {
  return newRunId(new Date())
}

/** Characters of a name, at the most. */
const LONGEST_NAME = 100
/** A name that stands for the newest study. */
const LAST = 'last'

/** Checks a name for a new study. @returns what is wrong with it, if anything is */
export function problemOfName(name: string): string | undefined {
  const expected = `expected letters, digits, dots, hyphens and underscores, at most ${LONGEST_NAME}, and no dot or hyphen first, such as eta-1`
  if (name === LAST) return `It stands for the newest study: expected another name.`
  if (/^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name) && name.length <= LONGEST_NAME) return undefined
  return `A study is a folder of its name: ${expected}.`
}

/** Reads a study. @throws StudyError if it is damaged */
async function readStudy(folder: string, name: string): Promise<KeptStudy> {
  const path = join(folder, name)
  const { course, ending, about } = await Store.read(path)
  const isRunning = (await claimsOn(join(path, STUDY_FILE))).some(claim => stateOfClaim(claim) === 'running')
  const isDone = course.isOver && (ending !== undefined || !hasWinner(course))
  return {
    ...{ name, folder: path, course, ending, about: readAbout(about, course.plan) },
    standing: isRunning ? 'running' : isDone ? 'finished' : 'interrupted',
  }
}

/** Whether any trial has come to the end. */
function hasWinner(course: Course): boolean {
  return course.ranking()[0]?.standing === 'finished'
}

/** Reads all studies of a folder; one that is not there yet has none. @throws UsageError if it cannot be read */
export async function listStudies(folder: string): Promise<StudyList> {
  const studies: KeptStudy[] = []
  const problems: string[] = []
  for (const name of await namesIn(folder)) {
    try {
      studies.push(await readStudy(folder, name))
    } catch (error) {
      if (!(error instanceof StudyError || error instanceof FileError)) throw error
      problems.push(`${name}: ${error.message}`)
    }
  }
  const begun = ({ about }: KeptStudy): string => about.begun
  return { folder, studies: studies.sort((a, b) => (begun(a) < begun(b) ? 1 : -1)), problems }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter(entry => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new UsageError(RUNS_FLAG, folder, new FileError('read', folder, error).message)
  }
}

/** Names that a message lists. */
const MOST_NAMED = 5

/** The study that is meant, by its name or by `last`, the newest. @throws UsageError if there is none, or it is damaged */
export async function findStudy(argument: string, reference: string, folder: string): Promise<KeptStudy> {
  const blame = (message: string): UsageError => new UsageError(argument, reference, message)
  const names = await namesIn(folder)
  if (names.length === 0)
    throw blame(`No studies are kept in ${folder}: \`${calledAs()} study --try eta=0.1..10\` makes one.`)
  if (reference === LAST) {
    const { studies, problems } = await listStudies(folder)
    const [newest] = studies
    if (!newest) throw blame(`No study of ${folder} can be read. ${problems.join(' ')}`)
    for (const problem of problems) tell(`warning: skipped study ${problem}`)
    return newest
  }
  if (!names.includes(reference))
    throw blame(`${folder} has no study of this name: expected ${shortList(names, MOST_NAMED)}, or last.`)
  return await readStudy(folder, reference).catch((error: unknown) => {
    throw error instanceof StudyError ? blame(error.message) : error
  })
}

/**
 * A command about a study, as a POSIX shell takes it.
 * @param runs folder of the runs, if it is not the usual one. @param queue address of the queue, if there is one
 */
export function studyCommand(
  action: string,
  name: string,
  runs: string | undefined,
  queue?: string | undefined,
): string {
  const words = [
    ...['study', action, name],
    ...(runs === undefined ? [] : ['--runs', shortPath(runs)]),
    ...(queue === undefined ? [] : ['--queue', shownAddress(queue)]),
  ]
  return `${calledAs()} ${words.map(quoted).join(' ')}`
}
