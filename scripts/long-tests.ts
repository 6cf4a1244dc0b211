/**
 * Runs the tests that CI runs on fewer cases on all of them: 100,000 damaged files of each kind, as many hostile requests, the health of ten
 * seeds. A part that has passed is kept in test-results/, and not run again as long as the sources stay as they are: begun anew, it goes on.
 */
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

interface Record {
  /** Hash of the sources that it is of. */
  readonly sources: string
  readonly passed: readonly string[]
}

const PARTS = [
  ['packages/core', 'src/files/model-file.fuzz.test.ts'],
  ['packages/mnist', 'src/idx.fuzz.test.ts'],
  ['apps/edge', 'src/png/decode-png.fuzz.test.ts'],
  ['apps/edge', 'test/hostile.full.test.ts'],
  ['apps/tui', 'src/history/run-file.test.ts'],
  ['apps/tui', 'src/predict/pictures/read-picture.fuzz.test.ts'],
  ['apps/tui', 'test/healthy-runs.full.test.ts'],
] as const

const root = join(import.meta.dirname, '..')
const kept = join(root, 'test-results', 'long.json')
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')

function hashOfSources(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, maxBuffer: 2 ** 30 })
  return createHash('sha256').update(git('rev-parse', 'HEAD')).update(git('diff', 'HEAD')).digest('hex')
}

function passedBefore(sources: string): readonly string[] {
  if (!existsSync(kept)) return []
  const record: Record = JSON.parse(readFileSync(kept, 'utf8'))
  return record.sources === sources ? record.passed : []
}

async function passes(folder: string, file: string): Promise<boolean> {
  const args = [vitest, 'run', '--root', folder, '--config', join(root, 'vitest.long.ts'), file]
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
  const [code] = await once(child, 'close')
  return code === 0
}

const sources = hashOfSources()
const passed = [...passedBefore(sources)]
const failed: string[] = []
mkdirSync(dirname(kept), { recursive: true })
for (const [folder, file] of PARTS) {
  const name = `${folder}/${file}`
  if (passed.includes(name)) console.log(`Passed before: ${name}`)
  else if (await passes(folder, file)) {
    passed.push(name)
    writeFileSync(kept, `${JSON.stringify({ sources, passed } satisfies Record)}\n`)
  } else failed.push(name)
}
console.log(
  `${passed.length} of ${PARTS.length} parts passed${failed.length > 0 ? `; failed: ${failed.join(', ')}` : ''}`,
)
if (failed.length > 0) process.exitCode = 1
