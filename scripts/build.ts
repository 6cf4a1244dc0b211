/**
 * Builds what is stale of the gradus command, in turn with others that want to: of two builds at once, each would read what the other has half
 * written. A process of its own, so that a build goes on, and keeps its turn, when the command that wanted it is killed.
 */
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { takeTurn } from './turn.ts'

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
