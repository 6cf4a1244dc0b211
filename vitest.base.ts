import { defineConfig } from 'vitest/config'

type Reporters = ['default', ['json', { outputFile: string }]]

/** For a person, and for the summary of all packages. */
const reportTo = (outputFile: string): Reporters => ['default', ['json', { outputFile }]]

/** The portable suite: any operating system, some minutes over all packages. */
export const portable = defineConfig({
  test: {
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.full.test.{ts,tsx}'],
    reporters: reportTo('test-results/portable.json'),
    // Tests leave nothing behind in their process: all files share it, and it starts once.
    isolate: false,
    // A guard against what never ends, not a measure: busy machines take long.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})

/** The full suite: whole experiments, terminals, browsers and runtimes, code broken on purpose. */
export const full = defineConfig({
  test: {
    include: ['**/*.full.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    reporters: reportTo('test-results/full.json'),
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
