import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const MB = 1e6

interface Use {
  readonly data: number
  readonly peak: number
  readonly after: number
  readonly further: number
}

function measure(engine: 'simd' | 'reference', further: number): Use {
  const program = join(import.meta.dirname, 'memory-program.ts')
  const args = ['--expose-gc', program, engine, String(further)]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}

// The SIMD engine has a copy of the examples; the reference engine reads the caller's.
describe.each([
  ['simd', 2],
  ['reference', 1],
] as const)('training on 60,000 images by the engine %s', (engine, copies) => {
  it(`takes at most 120 MB with ${copies} times the data, and gives all but the data back`, () => {
    const { data, peak, after } = measure(engine, 0)
    expect(data).toBeGreaterThan(25 * MB)
    expect(peak).toBeGreaterThan(copies * data)
    expect(peak).toBeLessThan(120 * MB)
    expect(after).toBeLessThan(data + 2 * MB)
  })
})

it('three runs one after the other take no more than one', () => {
  const { data, peak, further } = measure('simd', 3)
  expect(further).toBeLessThan(peak - data + 10 * MB)
})
