/**
 * `pnpm gradus` and `pnpm start`: builds what is stale, quietly, and then is the gradus command: in this process, so
 * that signals, exit codes and terminals are the real ones, and where the user stands.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = join(import.meta.dirname, '..')
const { INIT_CWD } = process.env

/** Whether all is built. What goes wrong is on standard error then. */
async function build(): Promise<boolean> {
  const child = spawn(process.execPath, [join(root, 'scripts', 'build.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = await once(child, 'close')
  return code === 0
}

if (!(await build())) process.exit(1)
if (INIT_CWD) process.chdir(INIT_CWD)
const cli = join(root, 'apps', 'tui', 'dist', 'cli.js')
// npm's users put `--` between a script and its flags; pnpm passes it on. Behind `start`, whose command is `train`, it has flags behind it.
const args = process.argv.slice(2).filter((arg, i, all) => {
  return arg !== '--' || i > 1 || (i === 1 && !all[2]?.startsWith('-'))
})
process.argv = [process.execPath, cli, ...args]
Object.assign(process.env, { GRADUS_SCRIPT: import.meta.filename })
await import(pathToFileURL(cli).href)
