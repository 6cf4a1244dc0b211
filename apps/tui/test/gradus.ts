import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'

/** The built command. */
export const CLI = join(import.meta.dirname, '..', 'dist', 'cli.js')

export interface Result {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Options {
  readonly cwd: string
  /** A module to run first, in every thread. */
  readonly preload?: string
  readonly env?: NodeJS.ProcessEnv
  /** Contents of standard input; nothing without it. */
  readonly input?: Uint8Array
}

/** Runs `gradus` with these arguments to its end, without a terminal. */
export async function gradus(args: readonly string[], options: Options): Promise<Result> {
  const child = start(args, options)
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), codeOf(child)])
  return { code, stdout, stderr }
}

/** Expects that a command line was refused: what is wrong with it, the remedy, and nothing else. */
export function expectRefusal({ code, stdout, stderr }: Result, problem: string, remedy: string): void {
  expect(stderr).toMatch(/^error: /)
  expect(stderr).toContain(problem)
  expect(stderr).toContain(remedy)
  expect(stderr).not.toMatch(/^ +at /m)
  expect([code, stdout]).toEqual([2, ''])
}

/** Ways in which a training thread dies: a module to preload, and the problem that is told. */
export const DEATHS = [
  ['throws', dying(`throw new Error('out of luck')`), 'out of luck'],
  ['exits', dying('process.exit(7)'), 'it exited with code 7'],
  ['exits as if all were well', dying('process.exit(0)'), 'it ended too early'],
] as const

function dying(action: string): string {
  const code = `import { isMainThread } from 'node:worker_threads'
    if (!isMainThread) setTimeout(() => { ${action} }, 300)`
  return `data:text/javascript,${encodeURIComponent(code)}`
}

/**
 * Runs `gradus`, calls back once there are that many lines on standard output, and then waits for its end.
 */
export async function gradusUntil(
  lines: number,
  args: readonly string[],
  options: Options,
  then: (child: Child) => void,
): Promise<Result> {
  const child = start(args, options)
  let stdout = ''
  child.stdout.on('data', chunk => {
    const before = stdout.split('\n').length
    stdout += String(chunk)
    if (before <= lines && stdout.split('\n').length > lines) then(child)
  })
  const [stderr, code] = await Promise.all([text(child.stderr), codeOf(child)])
  return { code, stdout, stderr }
}

export type Child = ChildProcess & { readonly stdout: Readable; readonly stderr: Readable }

/** Windows has no signals between processes: there a message stands for one. */
const BY_MESSAGE = process.platform === 'win32'
const SIGNALS_BY_MESSAGE = new URL('signals-by-message.mjs', import.meta.url).href

/** Sends a signal as a terminal or a system that shuts down does. */
export function signal(child: Child, name: NodeJS.Signals): void {
  if (BY_MESSAGE) child.send(name)
  else child.kill(name)
}

/** Starts `gradus`, and leaves the rest to the test. */
export function spawnGradus(args: readonly string[], options: Options): Child {
  const child = start(args, options)
  child.stdout.resume()
  child.stderr.resume()
  return child
}

function start(args: readonly string[], { cwd, preload, env = {}, input }: Options): Child {
  const { GRADUS_DATA: _, CI: __, FORCE_COLOR: ___, ...surroundings } = process.env
  const preloads = [...(preload ? [preload] : []), ...(BY_MESSAGE ? [SIGNALS_BY_MESSAGE] : [])]
  const first = preloads.flatMap(module => ['--import', module])
  const child = spawn(process.execPath, [...first, CLI, ...args], {
    cwd,
    // A test's runs are listed in its own folder.
    env: { ...surroundings, XDG_STATE_HOME: join(cwd, 'state'), ...env },
    stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe', BY_MESSAGE ? 'ipc' : 'ignore'],
  })
  // A test that fails may leave it running.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('close', () => process.off('exit', kill))
  // A reader that stops early closes the pipe: exit code and messages tell.
  child.stdin?.on('error', () => undefined).end(input)
  const { stdout, stderr } = child
  if (!stdout || !stderr) throw new Error('expected a child with pipes')
  return Object.assign(child, { stdout, stderr })
}

function codeOf(child: Child): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
}
