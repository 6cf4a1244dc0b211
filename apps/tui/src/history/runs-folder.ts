import { mkdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { Option } from 'commander'
import { parsePath } from '../arguments.ts'
import { UsageError } from '../failure.ts'

/** The flag that names the folder of the runs, as the help shows it. */
export const RUNS_FLAG = '--runs <folder>'

/** The flag, for every command that has it. */
export function runsOption(): Option {
  return new Option(
    RUNS_FLAG,
    'folder that the runs are kept in (default: gradus/runs in XDG_STATE_HOME, or else in ~/.local/state)',
  ).argParser(parsePath)
}

/**
 * Default folder of the runs: below $XDG_STATE_HOME, which counts only if it is absolute, or else
 * ~/.local/state, as the XDG Base Directory Specification says. Undefined where there is no home folder
 * either.
 */
export function defaultRunsFolder(env: NodeJS.ProcessEnv, home = homeFolder): string | undefined {
  const { XDG_STATE_HOME: state = '' } = env
  if (isAbsolute(state)) return join(state, 'gradus', 'runs')
  const folder = home()
  return folder === undefined ? undefined : join(folder, '.local', 'state', 'gradus', 'runs')
}

/** Name of the folder of the studies among the runs. */
export const STUDIES = 'studies'
/** Name of the folder of the trials of examinations among the runs. */
export const DOCTOR = 'doctor'

/** The folder to read runs from. @throws UsageError if there is none */
export function runsFolderOf(given: string | undefined, env: NodeJS.ProcessEnv): string {
  const folder = given ?? defaultRunsFolder(env)
  if (folder !== undefined) return folder
  throw new UsageError(RUNS_FLAG, '', 'There is no home folder where runs could be: name their folder.')
}

/**
 * Makes a folder for runs, and those above it, only for the user, as the XDG Base Directory Specification asks for.
 * Node's `recursive` tries for ever where the system denies that there is the folder above, as Linux does below /proc.
 * @throws the system's error
 */
export async function makeRunsFolder(folder: string): Promise<void> {
  const problem = await attempt(folder)
  if (problem === undefined) return
  const above = dirname(folder)
  if (problem.code === 'ENOENT' && above !== folder) {
    await makeRunsFolder(above)
    const again = await attempt(folder)
    if (again !== undefined) throw again.error
    return
  }
  throw problem.error
}

/** Makes one folder, unless it is there. @returns the error that the system has */
async function attempt(folder: string): Promise<{ error: unknown; code: unknown } | undefined> {
  try {
    await mkdir(folder, { mode: 0o700 })
    return undefined
  } catch (error) {
    const isThere = await stat(folder).then(
      found => found.isDirectory(),
      () => false,
    )
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return isThere ? undefined : { error, code }
  }
}

function homeFolder(): string | undefined {
  try {
    const home = homedir()
    return isAbsolute(home) ? home : undefined
  } catch {
    // A user without an entry in the system's list, and without HOME.
    return undefined
  }
}
