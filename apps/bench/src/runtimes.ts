import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import type { Runtime } from './competitors/competitor.ts'
import type { Outcome } from './tasks.ts'

/** Interpreter of a program, or the message on how to install it. */
export type Readiness =
  | { readonly interpreter: string; readonly missing?: undefined }
  | { readonly missing: string }

/** Keeps whatever computes in native code to one thread. */
const ONE_THREAD = {
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  BLIS_NUM_THREADS: '1',
  VECLIB_MAXIMUM_THREADS: '1',
}

/** Debian's packages are for its own interpreter, which need not be the first on the path. */
const PYTHONS = ['python3', '/usr/bin/python3']

const known = new Map<Runtime, Promise<Readiness>>()

/** Finds, or installs, what a competitor needs. */
export function ready(runtime: Runtime): Promise<Readiness> {
  const readiness = known.get(runtime) ?? findOut(runtime)
  known.set(runtime, readiness)
  return readiness
}

async function findOut(runtime: Runtime): Promise<Readiness> {
  if (runtime.kind === 'npm') {
    try {
      await installPeers()
    } catch (error) {
      return { missing: `The packages in apps/bench/peers could not be installed: ${messageOf(error)}` }
    }
  }
  if (runtime.kind === 'node' || runtime.kind === 'npm') return { interpreter: process.execPath }
  if (runtime.kind === 'system') {
    const { command, probe } = runtime
    return (await runs(command, probe)) ? { interpreter: process.execPath } : missing(runtime)
  }
  for (const python of PYTHONS) {
    if (await runs(python, runtime.probe)) return { interpreter: python }
  }
  return missing(runtime)
}

function missing({ name, install }: { readonly name: string; readonly install: string }): Readiness {
  return { missing: `${name} is missing. Install it with: ${install}` }
}

async function runs(command: string, args: readonly string[]): Promise<boolean> {
  try {
    await promisify(execFile)(command, args, { env: { ...process.env, ...ONE_THREAD } })
    return true
  } catch {
    return false
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
}

/** The peers' own programs, and a pnpm root of its own for their packages. */
export const PEERS = join(import.meta.dirname, '..', 'peers')
const STAMP = join(PEERS, 'node_modules', '.gradus-installed')

/**
 * Installs the packages in peers/, unless what the lockfile says is installed. @throws Error with what pnpm
 * wrote, if it fails
 */
async function installPeers(): Promise<void> {
  const files = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml']
  const wanted = (await Promise.all(files.map(file => readFile(join(PEERS, file), 'utf8')))).join('\n')
  const found = existsSync(STAMP) ? await readFile(STAMP, 'utf8') : ''
  if (found === wanted) return
  console.error('Installing the peers from npm into apps/bench/peers …')
  await promisify(execFile)('npx', ['--yes', 'pnpm@12', 'install', '--frozen-lockfile'], { cwd: PEERS })
  await writeFile(STAMP, wanted)
}

/** Runs a measuring program to its end. @throws Error that names it, if it fails or answers nothing */
export async function runProgram(interpreter: string, args: readonly string[]): Promise<Outcome> {
  const line = (await outputOf(interpreter, args)).trimEnd().split('\n').at(-1) ?? ''
  const outcome: Outcome = JSON.parse(line)
  if (outcome.seconds.length === 0) throw new Error(`${nameOf(args)} timed nothing: ${line}`)
  return outcome
}

async function outputOf(interpreter: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(interpreter, args, {
      env: { ...process.env, ...ONE_THREAD, NODE_ENV: 'production' },
      maxBuffer: 2 ** 26,
    })
    return stdout
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
    throw new Error(`${nameOf(args)}: ${reasonOf(stderr) ?? String(error)}`, { cause: error })
  }
}

const nameOf = ([file = '']: readonly string[]): string => basename(file)

/** The line of what a program wrote that names its error: the first that does, or the last of all. */
function reasonOf(stderr: string): string | undefined {
  return /^\w*(?:Error|Exception)\b.*$/m.exec(stderr)?.[0] ?? stderr.trimEnd().split('\n').at(-1)
}
