import { describe, expect, it } from 'vitest'
import { OptionError } from '../errors.ts'
import { Network } from '../network.ts'
import { createEngine } from './choice.ts'

const shape = (sizes: readonly number[]) => new Network(sizes, { seed: 0 })

describe('createEngine', () => {
  it('takes SIMD where it can, and what it is told to take', () => {
    for (const precision of ['float64', 'float32'] as const) {
      expect(createEngine('auto', precision, shape([3, 2]), 1)).toMatchObject({ name: 'simd', precision })
      expect(createEngine('simd', precision, shape([3, 2]), 1)).toMatchObject({ name: 'simd', precision })
      expect(createEngine('reference', precision, shape([3, 2]), 1)).toMatchObject({
        name: 'reference',
        precision,
      })
    }
  })

  it('refuses SIMD for more than WebAssembly addresses, and then takes the reference engine by itself', () => {
    const slots = 30_000_000
    expect(() => createEngine('simd', 'float64', shape([1, 9]), slots)).toThrow(OptionError)
    expect(() => createEngine('simd', 'float64', shape([1, 9]), slots)).toThrow(
      /needs? more than the 4 GiB that WebAssembly addresses: expected 'auto' or 'reference'/,
    )
    expect(createEngine('auto', 'float64', shape([1, 9]), slots).name).toBe('reference')
  })
})
