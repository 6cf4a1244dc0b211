import { describe, expect, it } from 'vitest'
import { Slice } from './trainer.ts'

/** The slice sizes of work that takes so long an example, when only whole mini-batches can be taken. */
function sizes(millisecondsAnExample: number, miniBatchSize: number): number[] {
  const slice = new Slice()
  return Array.from({ length: 30 }, () => {
    const examples = Math.max(miniBatchSize, Math.floor(slice.examples / miniBatchSize) * miniBatchSize)
    slice.record(examples * millisecondsAnExample, examples)
    return slice.examples
  })
}

describe('Slice', () => {
  it('grows until it takes about eight milliseconds, whatever the mini-batch size', () => {
    for (const miniBatchSize of [1, 7, 10, 64]) expect(sizes(0.01, miniBatchSize).at(-1)).toBe(800)
  })

  it('stays at one example where that alone takes longer', () => {
    expect(Math.max(...sizes(50, 1))).toBe(1)
  })

  it('grows to its bound where the clock stands still', () => {
    expect(sizes(0, 10).at(-1)).toBe(4096)
  })

  it('grows step by step, and shrinks at once', () => {
    const slice = new Slice()
    const seen = [0.1, 0.1, 0.1, 80].map(milliseconds => {
      slice.record(milliseconds, slice.examples)
      return slice.examples
    })
    expect(seen).toEqual([2, 4, 8, 1])
  })

  it('holds a mini-batch that takes somewhat longer, once that is known', () => {
    const slice = new Slice()
    expect(slice.holds(1)).toBe(true)
    expect(slice.holds(128)).toBe(false)
    slice.record(0.25, 1)
    expect(slice.holds(128)).toBe(true)
    expect(slice.holds(129)).toBe(false)
    slice.record(0.1, 100)
    expect(slice.holds(100_000)).toBe(false)
  })
})
