import { execFileSync, spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const program = join(
  dirname(createRequire(import.meta.url).resolve('@gradus/fixtures/package.json')),
  'numpy',
  'bench.py',
)

/** The version of NumPy that python3 has, if any. */
export function numpyVersion(): string | undefined {
  const { status, stdout } = spawnSync('python3', ['-c', 'import numpy; print(numpy.__version__)'], {
    encoding: 'utf8',
  })
  return status === 0 ? stdout.trim() : undefined
}

/** Seconds of each epoch of the NumPy program. */
export function numpyEpochs(hidden: number, epochs: number, vectorised: boolean): number[] {
  const options = [
    '--hidden',
    String(hidden),
    '--epochs',
    String(epochs),
    '--json',
    ...(vectorised ? ['--vectorised'] : []),
  ]
  const { epochs: seconds }: { epochs: number[] } = JSON.parse(
    execFileSync('python3', [program, ...options], { encoding: 'utf8' }),
  )
  return seconds
}
