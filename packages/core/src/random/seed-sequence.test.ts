import { randomGoldens } from '@gradus/fixtures'
import { describe, expect, it } from 'vitest'
import { seedOf } from '../../test/goldens.ts'
import { SeedError } from '../errors.ts'
import { SeedSequence } from './seed-sequence.ts'

describe('SeedSequence', () => {
  it.each([...randomGoldens.seeds, ...randomGoldens.moreSeeds])(
    "gives NumPy's words for the seed $seed",
    golden => {
      const words = new SeedSequence(seedOf(golden.seed)).generateState(8)
      const pairs = Array.from({ length: 4 }, (_, i) => {
        return ((BigInt(words[2 * i + 1] ?? 0) << 32n) | BigInt(words[2 * i] ?? 0)).toString()
      })
      expect(pairs).toEqual(golden.words)
    },
  )

  it('takes a number and the bigint of the same value for one seed', () => {
    expect(new SeedSequence(42).generateState(8)).toEqual(new SeedSequence(42n).generateState(8))
    expect(new SeedSequence([1, 2]).generateState(8)).not.toEqual(new SeedSequence([2, 1]).generateState(8))
  })

  it('takes integers of any size in little time', () => {
    expect(new SeedSequence(1n << 1_000_000n).generateState(1)).toHaveLength(1)
  })

  it('finds a hole in a list', () => {
    const seed = [1, 2, 3]
    delete seed[1]
    expect(() => new SeedSequence(seed)).toThrow('Seed [1, undefined, 3] cannot be used')
  })

  it.each([
    [-1, '-1'],
    [-1n, '-1'],
    [1.5, '1.5'],
    [Number.NaN, 'NaN'],
    [2 ** 53, '9007199254740992'],
    [[1, -2], '[1, -2]'],
  ])('refuses %s', (seed, shown) => {
    expect(() => new SeedSequence(seed)).toThrow(SeedError)
    expect(() => new SeedSequence(seed)).toThrow(
      `Seed ${shown} cannot be used: expected an integer of at least 0`,
    )
  })
})
