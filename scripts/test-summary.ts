/**
 * Adds up the test results that the packages left, and prints the sum as the last line: `N passed, N failed`. A suite that left none did not
 * run, and has failed.
 */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Results {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  /** Files that could not be run count as failures too. */
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
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
