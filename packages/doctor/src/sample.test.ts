import { describe, expect, it } from 'vitest'
import { errorOf, isAbove, isCured, isPromising, type Sample, spreadOf } from './sample.ts'

/** Accuracies on 10,000 examples. */
const sample = (...accuracies: number[]): Sample => ({ accuracies, judged: 10_000 })

describe('samples', () => {
  it('have the standard deviation of their seeds', () => {
    // numpy.std([0.9, 0.92, 0.94], ddof=1)
    expect(spreadOf(sample(0.9, 0.92, 0.94))).toBeCloseTo(0.02, 15)
    expect(spreadOf(sample(0.9))).toBe(0)
  })

  it('differ by an error of seeds and examples; a single seed has the spread of the other sample', () => {
    const [three, one] = [sample(0.9, 0.92, 0.94), sample(0.5)]
    const [seeds, examples] = [0.02 ** 2 / 3, (0.92 * 0.08) / 10_000]
    expect(errorOf(three, three)).toBeCloseTo(Math.sqrt(2 * (seeds + examples)), 15)
    expect(errorOf(three, one)).toBeCloseTo(Math.sqrt(seeds + examples + 0.02 ** 2 + 0.25 / 10_000), 15)
  })

  it('are above others only beyond chance', () => {
    expect(isAbove(sample(0.93, 0.94), sample(0.9, 0.91))).toBe(true)
    expect(isAbove(sample(0.93, 0.94), sample(0.8, 0.99))).toBe(false)
    expect(isAbove(sample(0.93, 0.94), sample(0.9, 0.91), 0.05)).toBe(false)
  })
})

describe('a cure', () => {
  it('leaves at most 60 % of the errors', () => {
    expect(isCured(sample(0.941, 0.941), sample(0.9, 0.9))).toBe(true)
    expect(isCured(sample(0.939, 0.939), sample(0.9, 0.9))).toBe(false)
  })

  it('gains at least 2 %', () => {
    expect(isCured(sample(0.99, 0.99), sample(0.975, 0.975))).toBe(false)
    expect(isCured(sample(0.995, 0.995), sample(0.975, 0.975))).toBe(true)
  })

  it('is no chance, which a promising change may be', () => {
    const [after, before] = [sample(0.9), sample(0.3, 0.7, 0.85)]
    expect(isPromising(after, before)).toBe(true)
    expect(isCured(after, before)).toBe(false)
  })
})
