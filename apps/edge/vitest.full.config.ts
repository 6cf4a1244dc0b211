import { mergeConfig } from 'vitest/config'
import { full } from '../../vitest.base.ts'

export default mergeConfig(full, {
  // Browsers and servers start slowly on a busy machine.
  test: { globalSetup: 'test/install.ts', hookTimeout: 120_000 },
})
