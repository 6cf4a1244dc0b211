/**
 * Compiles modern.c and runs it: by `cc -O3`, with vectors of 128 bits alone, as WebAssembly has them, and
 * without fused multiply-add. Only the program's own epochs are timed.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { job } from './mnist.mjs'

const folder = mkdtempSync(join(tmpdir(), 'gradus-modern-'))
const program = join(folder, 'modern')
// Elsewhere vectors of 128 bits are what there is.
const width = process.arch === 'x64' ? ['-msse4.1', '-mno-avx'] : []
const source = join(import.meta.dirname, 'modern.c')
const flags = ['-std=c99', '-O3', ...width, '-ffp-contract=off', '-o', program, source, '-lm']
const { sizes, epochs, miniBatchSize, eta, optimiser, augment, seed } = job
const args = [sizes.join(','), epochs, miniBatchSize, eta, optimiser.momentum, augment.shift, seed]
try {
  execFileSync('cc', flags, { stdio: ['ignore', 'ignore', 'inherit'] })
  process.stdout.write(execFileSync(program, [job.data, ...args.map(String)]))
} finally {
  rmSync(folder, { recursive: true })
}
