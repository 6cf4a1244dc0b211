/**
 * Runs the tests that CI runs on fewer cases on all of them: 100,000 damaged files of each kind, as many hostile
 * requests, the health of ten seeds, the rebuilt model of the edge. A part that has passed is kept in
 * test-results/, and not run again as long as the sources stay as they are: begun anew, it goes on.
 */
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'

interface Record {
  /** Hash of the sources that it is of. */
  readonly sources: string
  readonly passed: readonly string[]
}

const root = join(import.meta.dirname, '..')
const kept = join(root, 'test-results', 'long.json')
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')

/** The test files that try more cases where they are asked to. */
function partsOf(): string[] {
  const files = globSync('{packages,apps}/*/{src,test}/**/*.test.{ts,tsx}', { cwd: root })
  return files
    .filter(file => /\b(fuzzCases|GRADUS_LONG)\b/.test(readFileSync(join(root, file), 'utf8')))
    .sort()
}

function hashOfSources(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, maxBuffer: 2 ** 30 })
  return createHash('sha256').update(git('rev-parse', 'HEAD')).update(git('diff', 'HEAD')).digest('hex')
}

function passedBefore(sources: string): readonly string[] {
  if (!existsSync(kept)) return []
  const record: Record = JSON.parse(readFileSync(kept, 'utf8'))
  return record.sources === sources ? record.passed : []
}

async function passes(part: string): Promise<boolean> {
  const [rooms = '', name = '', ...file] = part.split(sep)
  const place = ['--root', join(rooms, name), '--config', join(root, 'vitest.long.ts')]
  const args = [vitest, 'run', ...place, file.join('/')]
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
  const [code] = await once(child, 'close')
  return code === 0
}

const parts = partsOf()
const sources = hashOfSources()
const passed = [...passedBefore(sources)]
const failed: string[] = []
mkdirSync(dirname(kept), { recursive: true })
for (const part of parts) {
  if (passed.includes(part)) console.log(`Passed before: ${part}`)
  else if (await passes(part)) {
    passed.push(part)
    writeFileSync(kept, `${JSON.stringify({ sources, passed } satisfies Record)}\n`)
  } else failed.push(part)
}
console.log(
  `${passed.length} of ${parts.length} parts passed${failed.length > 0 ? `; failed: ${failed.join(', ')}` : ''}`,
)
if (failed.length > 0) process.exitCode = 1
