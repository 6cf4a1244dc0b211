import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The peers' own programs, and a pnpm root of its own for their packages. */
export const PEERS = join(import.meta.dirname, '..', 'peers')
const STAMP = join(PEERS, 'node_modules', '.gradus-installed')

/** Installs the packages in peers/, unless what the lockfile says is installed. @throws Error with what pnpm wrote, if it fails */
export async function installPeers(): Promise<void> {
  const files = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml']
  const wanted = (await Promise.all(files.map(file => readFile(join(PEERS, file), 'utf8')))).join('\n')
  const found = existsSync(STAMP) ? await readFile(STAMP, 'utf8') : ''
  if (found === wanted) return
  console.error('Installing the peers from npm into apps/bench/peers …')
  await promisify(execFile)('npx', ['--yes', 'pnpm@12', 'install', '--frozen-lockfile'], { cwd: PEERS })
  await writeFile(STAMP, wanted)
}
