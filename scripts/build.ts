/**
 * Builds what is stale of the gradus command, in turn with others that want to: of two builds at once, each would read what the other has half
 * written. A process of its own, so that a build goes on, and keeps its turn, when the command that wanted it is killed.
 */
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '..')
/** Milliseconds after which a person wants to know why nothing happens. */
const PATIENCE = 1000

/** Says so on standard error, if some work takes long. */
async function announced<T>(words: string, work: Promise<T>): Promise<T> {
  const notice = setTimeout(() => process.stderr.write(`${words}\n`), PATIENCE)
  return work.finally(() => clearTimeout(notice))
}

async function build(): Promise<void> {
  const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo')
  const args = [turbo, 'run', 'build', '--filter=@gradus/tui...']
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' }
  await promisify(execFile)(process.execPath, args, { cwd: root, env, maxBuffer: 2 ** 26 })
}

async function main(): Promise<void> {
  // The build tool gets the signals of the terminal too, and ends by them: the turn is over when it has.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
  const endTurn = await announced(
    'Waiting for the build of another command…',
    takeTurn(join(root, 'node_modules', '.gradus-build')),
  )
  try {
    await announced('Building…', build())
  } catch (error) {
    const hasOutput = error instanceof Error && 'stdout' in error && 'stderr' in error
    const output = hasOutput ? `${error.stdout}${error.stderr}` : String(error)
    process.stderr.write(`${output}\nerror: The build failed; its output is above.\n`)
    process.exitCode = 1
  } finally {
    endTurn()
  }
}

/** Milliseconds between two looks. */
const INTERVAL = 50
/** SQLite's code for what another process has locked. */
const BUSY = 5

/**
 * Waits until no other process has its turn, by SQLite's lock of this file: the system takes it back from a process that is gone, however
 * that ended, and there is nothing to clean up. @returns what ends the turn
 */
export async function takeTurn(file: string): Promise<() => void> {
  const database = new DatabaseSync(file, { timeout: 0 })
  while (!begins(database)) await delay(INTERVAL)
  return () => database.close()
}

function begins(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === BUSY) return false
    throw error
  }
}

if (import.meta.main) await main()
