/**
 * Adds up the test results that the packages left, names each test that failed with the first line of its reason, and prints the sum as the
 * last line: `N passed, N failed`. A suite that left none did not run, and has failed.
 */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

interface Results {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  /** Files that could not be run count as failures too. */
  readonly testResults: readonly TestFile[]
}

interface TestFile {
  readonly name: string
  readonly status: string
  readonly message: string
  readonly assertionResults: readonly {
    readonly status: string
    readonly fullName: string
    readonly failureMessages: readonly string[]
  }[]
}

/** The file that each suite leaves, by the script that runs it. */
const SUITES = { test: 'portable.json', 'test:full': 'full.json' } as const

const files = globSync('{packages,apps}/*/package.json').flatMap(manifest => {
  const { scripts }: { scripts?: object } = JSON.parse(readFileSync(manifest, 'utf8'))
  const suites = Object.entries(SUITES).filter(([script]) => scripts && script in scripts)
  return suites.map(([, file]) => join(dirname(manifest), 'test-results', file))
})
const missing = files.filter(file => !existsSync(file))
for (const file of missing) console.error(`error: a suite did not run: ${file} is missing.`)
const results = files
  .filter(file => !missing.includes(file))
  .map((file): Results => JSON.parse(readFileSync(file, 'utf8')))
for (const { name, status, message, assertionResults } of results.flatMap(one => one.testResults)) {
  const reason = (text = ''): string => text.split('\n')[0]?.slice(0, 300) ?? ''
  const path = relative(process.cwd(), name)
  if (status === 'failed' && assertionResults.length === 0) console.log(`failed: ${path}: ${reason(message)}`)
  for (const test of assertionResults.filter(one => one.status === 'failed')) {
    console.log(`failed: ${path} > ${test.fullName}: ${reason(test.failureMessages[0])}`)
  }
}
const sum = (count: (results: Results) => number): number =>
  results.reduce((total, one) => total + count(one), 0)
const passed = sum(one => one.numPassedTests)
const failed =
  missing.length +
  sum(
    one =>
      one.numFailedTests +
      one.testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0).length,
  )
const skipped = sum(one => one.numPendingTests)
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
if (passed === 0 || failed > 0) process.exitCode = 1
