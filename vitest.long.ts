import { defineConfig } from 'vitest/config'

/** Long tables, which are made outside CI: the tests that CI runs on fewer cases, on all of them. */
export default defineConfig({
  test: {
    exclude: ['**/node_modules/**', '**/dist/**'],
    env: { GRADUS_LONG: 'true', GRADUS_FUZZ_CASES: '100000' },
    testTimeout: 3_600_000,
  },
})
