import { execFile } from 'node:child_process'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import type { Outcome } from './tasks.ts'

/** Keeps whatever computes in native code to one thread. */
export const ONE_THREAD = {
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  BLIS_NUM_THREADS: '1',
  VECLIB_MAXIMUM_THREADS: '1',
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
