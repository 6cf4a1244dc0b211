import { readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { FIRST_BYTES, FileError, otherFile, PlainFile } from '@gradus/core/node'
import { UsageError } from '../failure.ts'
import { shortList } from '../terminal/format.ts'
import { calledAs } from '../terminal/printable.ts'
import { ID_PATTERN, pathOfRun, type Run } from './run.ts'
import { parseRun, RunFileError } from './run-file.ts'
import { DOCTOR, RUNS_FLAG, STUDIES } from './runs-folder.ts'

/** Contents of a folder of runs. */
export interface RunList {
  readonly folder: string
  /** The newest first. */
  readonly runs: readonly Run[]
  /** Problems of the files that hold no run, one line each. */
  readonly problems: readonly string[]
  /** Damaged files that have the name of a run's record. */
  readonly damaged: readonly DamagedRecord[]
}

/** A file with the name of a run's record that cannot be read as one. */
interface DamagedRecord {
  readonly id: string
  readonly problem: string
}

/** The first byte of an object in JSON. */
const OPENING_BRACE = 0x7b

/** Bytes of a file, at the most: of some hundred thousand epochs. */
const LARGEST_FILE = 2 ** 28

/** Reads all runs of a folder; one that is not there yet has none. @throws UsageError if it cannot be read */
export async function listRuns(folder: string): Promise<RunList> {
  const runs: Run[] = []
  const problems: string[] = []
  const damaged: DamagedRecord[] = []
  for (const name of await namesIn(folder)) {
    try {
      const run = await readKeptRun(folder, name)
      if (run) runs.push(run)
    } catch (error) {
      const problem = messageOf(error)
      const id = basename(name, '.json')
      const isKept = ID_PATTERN.test(id)
      if (isKept) damaged.push({ id, problem })
      problems.push(isKept ? `${problem} \`gradus runs --remove ${id}\` removes it.` : problem)
    }
  }
  return { folder, runs: runs.sort(byAge), problems, damaged }
}

/**
 * Those runs of a folder that can be read, the newest first: each is read when it is asked for. All other
 * files are passed over. @param largest bytes of a file that is read, at the most
 */
export async function* newestRuns(folder: string, largest: number): AsyncGenerator<Run, void> {
  for (const name of (await namesIn(folder)).reverse()) {
    const run = await readKeptRun(folder, name, largest).catch(() => undefined)
    if (run) yield run
  }
}

/** Reads the file of a run, wherever it is. @throws RunFileError, FileError */
async function readRun(path: string, largest = LARGEST_FILE): Promise<Run> {
  return parseRun(new TextDecoder().decode(await PlainFile.read(path, largest)), path)
}

/** Folders among the runs that are none. */
const OTHERS = [STUDIES, DOCTOR]

/** Hidden files are of other programs, or being written; studies and examinations have folders of their own. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter(name => !name.startsWith('.') && !OTHERS.includes(name)).sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw new UsageError(RUNS_FLAG, folder, messageOf(new FileError('read', folder, error)))
  }
}

/** Reads a run; undefined if it was removed just now. */
async function readKeptRun(folder: string, name: string, largest?: number): Promise<Run | undefined> {
  const path = join(folder, name)
  if (!isRecord(name)) {
    throw new RunFileError(path, 'it is no record of a run: expected none but those, as ID.json')
  }
  try {
    const run = await readRun(path, largest)
    if (path === pathOfRun(folder, run.id)) return run
    const problem = `it has the id ${run.id}: expected it to be named ${run.id}.json`
    throw new RunFileError(path, problem, 'Rename it, or remove it if it is a copy.')
  } catch (error) {
    if (error instanceof FileError && isMissing(error.cause)) return undefined
    throw error
  }
}

function byAge(a: Run, b: Run): number {
  if (a.started !== b.started) return a.started < b.started ? 1 : -1
  return a.id < b.id ? 1 : -1
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Number of ids that a message names. */
const MOST_NAMED = 4

/**
 * The run that is meant: by its id, by the beginning of it or of its last four digits, or by `last` (the
 * newest), `last~1` (the one before), and so on. @param argument as the help shows it. @throws UsageError if
 * none is meant, or several
 */
export function findRun(argument: string, reference: string, list: RunList): Run {
  const { folder, runs } = list
  const blame = (message: string): UsageError => new UsageError(argument, reference, message)
  const damaged = list.damaged.find(({ id }) => id === reference)
  if (damaged) throw blame(damaged.problem)
  if (runs.length === 0) throw blame(`No runs are kept in ${folder}: \`${calledAs()} train\` makes one.`)
  const [isLast, before = '0'] = /^last(?:~(\d+))?$/.exec(reference) ?? []
  if (isLast !== undefined) {
    const run = runs[Number(before)]
    if (run) return run
    throw blame(`${folder} has ${runs.length} of them: expected last .. last~${runs.length - 1}.`)
  }
  const found = matching(reference, runs)
  if (found[0] && found.length === 1) return found[0]
  if (found.length === 0) {
    throw blame(
      `No run in ${folder} has such an id: expected one that \`${calledAs()} runs\` lists, the beginning of one, or last.`,
    )
  }
  throw blame(`${found.length} runs have such ids: expected more of one of ${idsOf(found)}.`)
}

/** The run that is meant, by the path of its file too. @throws UsageError */
export async function findRunOrFile(argument: string, reference: string, list: RunList): Promise<Run> {
  // No id has a dot.
  const isPath = basename(reference) !== reference || reference.includes('.')
  return isPath ? readRecord(argument, reference) : findRun(argument, reference, list)
}

/** Whether a path is that of a run's record, by its name. */
export function isRecord(path: string): boolean {
  return path.endsWith('.json')
}

/** The run of a record. @throws UsageError */
export async function readRecord(argument: string, reference: string): Promise<Run> {
  try {
    return await readRun(resolve(reference))
  } catch (error) {
    if (!(error instanceof RunFileError || error instanceof FileError)) throw error
    throw new UsageError(argument, reference, (await otherThanJson(reference)) ?? error.message)
  }
}

/** A message that names a file which begins like no JSON; undefined if it may be a record. */
async function otherThanJson(path: string): Promise<string | undefined> {
  const start = await PlainFile.use(path, file => file.read(FIRST_BYTES)).catch(() => undefined)
  const other = start && start[0] !== OPENING_BRACE ? otherFile(start, 'data') : undefined
  return (
    other && `It is ${other.name}: expected the record of a run. Name one that \`${calledAs()} runs\` lists.`
  )
}

/** The runs whose ids begin so; where there are none, those whose last digits do. */
function matching(reference: string, runs: readonly Run[]): Run[] {
  if (reference === '') return []
  const found = runs.filter(({ id }) => id.startsWith(reference))
  return found.length > 0 ? found : runs.filter(({ id }) => id.split('-').at(-1)?.startsWith(reference))
}

function idsOf(runs: readonly Run[]): string {
  const ids = runs.map(({ id }) => id)
  return shortList(ids, MOST_NAMED)
}
