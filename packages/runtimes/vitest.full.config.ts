import { mergeConfig } from 'vitest/config'
import { full } from '../../vitest.base.ts'

export default mergeConfig(full, { test: { globalSetup: 'src/installs.ts' } })
