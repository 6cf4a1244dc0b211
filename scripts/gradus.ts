/**
 * `pnpm gradus` and `pnpm start`: builds what is stale, quietly, and then is the gradus command: in this process, so
 * that signals, exit codes and terminals are the real ones, and where the user stands.
 */
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '..')
const { INIT_CWD } = process.env

async function build(): Promise<void> {
  const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo')
  const args = [turbo, 'run', 'build', '--filter=@gradus/tui...']
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' }
  const notice = setTimeout(() => process.stderr.write('Building…\n'), 1000)
  try {
    await promisify(execFile)(process.execPath, args, { cwd: root, env, maxBuffer: 2 ** 26 })
  } catch (error) {
    const hasOutput = error instanceof Error && 'stdout' in error && 'stderr' in error
    const output = hasOutput ? `${error.stdout}${error.stderr}` : String(error)
    process.stderr.write(`${output}\nerror: The build failed; its output is above.\n`)
    process.exit(1)
  } finally {
    clearTimeout(notice)
  }
}

await build()
if (INIT_CWD) process.chdir(INIT_CWD)
const cli = join(root, 'apps', 'tui', 'dist', 'cli.js')
// npm's users put `--` between a script and its flags; pnpm passes it on. Behind `start`, whose command is `train`, it has flags behind it.
const args = process.argv.slice(2).filter((arg, i, all) => {
  return arg !== '--' || i > 1 || (i === 1 && !all[2]?.startsWith('-'))
})
process.argv = [process.execPath, cli, ...args]
Object.assign(process.env, { GRADUS_SCRIPT: import.meta.filename })
await import(pathToFileURL(cli).href)
