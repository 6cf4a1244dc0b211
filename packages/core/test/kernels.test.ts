import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('the embedded kernels are what their sources give', () => {
  const program = join(import.meta.dirname, '..', 'scripts', 'build-kernels.ts')
  const said = execFileSync(process.execPath, [program, '--check'], { encoding: 'utf8' })
  expect(said).toBe('kernels.generated.ts is what src/engine/assembly gives\n')
})
