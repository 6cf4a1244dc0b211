import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Budget, Latest } from './throttle.ts'

/** Milliseconds from its beginning after which a budget was not due yet, and those after which it was. */
async function dueOf(budget: Budget, interval?: number): Promise<{ after: number; by: number }> {
  const before = performance.now()
  budget.begin()
  const begun = performance.now()
  let after = 0
  for (;;) {
    const asked = performance.now()
    if (budget.isDue(interval)) return { after, by: performance.now() - before }
    after = asked - begun
    await setTimeout(1)
  }
}

describe('a budget', () => {
  it('is due at once', () => {
    expect(new Budget(0.1).isDue(1e6)).toBe(true)
  })

  it.each([
    ['as the job has taken no more than its share', 4, undefined, 40],
    ['after the interval, which is longer', 4, 60, 60],
    ['after the share, which is longer than the interval', 4, 20, 40],
  ])('is due again %s', async (_, spent, interval, expected) => {
    const budget = new Budget(0.1)
    budget.spend(spent)
    const { after, by } = await dueOf(budget, interval)
    expect(after).toBeLessThan(expected)
    expect(by).toBeGreaterThanOrEqual(expected)
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
