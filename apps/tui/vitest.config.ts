import { availableParallelism } from 'node:os'
import { defineConfig, mergeConfig } from 'vitest/config'
import { portable } from '../../vitest.base.ts'

/** Half of the tests wait for processes that they start: others work meanwhile. */
const LEAST_WORKERS = 3

export default mergeConfig(
  portable,
  defineConfig({ test: { maxWorkers: Math.max(LEAST_WORKERS, availableParallelism() - 1) } }),
)
