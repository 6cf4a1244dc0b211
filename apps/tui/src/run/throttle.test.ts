import { afterEach, describe, expect, it, vi } from 'vitest'
import { Budget, Latest } from './throttle.ts'

afterEach(() => {
  vi.useRealTimers()
})

describe('a budget', () => {
  it('is due at once, and then when the job has taken no more than its share', () => {
    vi.useFakeTimers()
    const budget = new Budget(0.1)
    expect(budget.isDue()).toBe(true)
    budget.begin()
    budget.spend(20)
    vi.advanceTimersByTime(199)
    expect(budget.isDue()).toBe(false)
    vi.advanceTimersByTime(1)
    expect(budget.isDue()).toBe(true)
    expect(budget.isDue(250)).toBe(false)
    vi.advanceTimersByTime(50)
    expect(budget.isDue(250)).toBe(true)
  })
})

describe('the latest', () => {
  it('is worked on one at a time, and the older ones that wait are dropped', async () => {
    const done: number[] = []
    let release = (): void => undefined
    const latest = new Latest<number>(async value => {
      if (value === 1) await new Promise<void>(resolve => (release = resolve))
      done.push(value)
    })
    expect(latest.isIdle).toBe(true)
    for (const value of [1, 2, 3]) latest.put(value)
    expect(latest.isIdle).toBe(false)
    release()
    await latest.flush()
    expect(done).toEqual([1, 3])
    expect(latest.isIdle).toBe(true)
  })
})
