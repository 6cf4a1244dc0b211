import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { useFolder } from '@gradus/testing/folders'
import { beforeEach, expect, test } from 'vitest'

const SCRIPT = join(import.meta.dirname, '..', '..', '..', 'scripts', 'test-summary.ts')

const folder = useFolder('test')
beforeEach(async () => {
  await mkdir(join(folder.path, 'packages', 'a', 'test-results'), { recursive: true })
  const scripts = { build: 'tsup', test: 'vitest run', 'test:full': 'vitest run' }
  await writeFile(join(folder.path, 'packages', 'a', 'package.json'), JSON.stringify({ scripts }))
})

const leave = (file: string, numPassedTests: number, numFailedTests = 0, testResults: object[] = []) =>
  writeFile(
    join(folder.path, 'packages', 'a', 'test-results', file),
    JSON.stringify({ numPassedTests, numFailedTests, numPendingTests: 0, testResults }),
  )

/** The lines of the summary, and its exit code. */
async function summary(): Promise<[...lines: string[], code: number]> {
  const run = promisify(execFile)(process.execPath, [SCRIPT], { cwd: folder.path })
  const { stdout, code } = await run.then(
    ({ stdout }) => ({ stdout, code: 0 }),
    (error: { stdout: string; code: number }) => error,
  )
  return [...stdout.trimEnd().split('\n'), code]
}

test('sums up the suites of all packages', async () => {
  await leave('portable.json', 5)
  await leave('full.json', 3)
  expect(await summary()).toEqual(['8 passed, 0 failed', 0])
})

test('a test that failed, and a file that could not be run, are failures, and are named', async () => {
  const name = join(folder.path, 'one.test.ts')
  const failed = { status: 'failed', fullName: 'adds', failureMessages: ['Error: 2\n  at'] }
  await leave('portable.json', 5, 1, [{ name, status: 'failed', message: '', assertionResults: [failed] }])
  await leave('full.json', 3, 0, [{ name, status: 'failed', message: 'Error: 3', assertionResults: [] }])
  expect(await summary()).toEqual([
    expect.stringMatching(/^failed: .*one\.test\.ts > adds: Error: 2$/),
    expect.stringMatching(/^failed: .*one\.test\.ts: Error: 3$/),
    '8 passed, 2 failed',
    1,
  ])
})

test('a suite that did not run is a failure', async () => {
  await leave('portable.json', 5)
  expect(await summary()).toEqual(['5 passed, 1 failed', 1])
})
