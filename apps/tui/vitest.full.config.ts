import { defineConfig, mergeConfig } from 'vitest/config'
import { full } from '../../vitest.base.ts'

/** One file takes minutes of waiting, another minutes of work: both at once. */
export default mergeConfig(full, defineConfig({ test: { maxWorkers: 2 } }))
