/** Adds up the test results that the packages left, and prints the sum as the last line: `N passed, N failed`. */
import { globSync, readFileSync } from 'node:fs'

interface Results {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  /** Files that could not be run count as failures too. */
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

const files = globSync('{packages,apps}/*/test-results/*.json')
const results = files.map((file): Results => JSON.parse(readFileSync(file, 'utf8')))
const sum = (count: (results: Results) => number): number =>
  results.reduce((total, one) => total + count(one), 0)
const passed = sum(one => one.numPassedTests)
const failed = sum(
  one =>
    one.numFailedTests +
    one.testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0).length,
)
const skipped = sum(one => one.numPendingTests)
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
if (passed === 0 || failed > 0) process.exitCode = 1
