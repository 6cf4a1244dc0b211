import { randomGoldens } from '@gradus/fixtures'
import { describe, expect, it } from 'vitest'
import { seedOf } from '../../test/goldens.ts'
import { OptionError } from '../errors.ts'
import { Pcg64 } from './pcg64.ts'
import { SeedSequence } from './seed-sequence.ts'

const seeded = (seed: bigint | bigint[]): Pcg64 => new Pcg64(new SeedSequence(seed).generateState(8))
const hex = (word: number): string => word.toString(16).padStart(8, '0')

describe('Pcg64', () => {
  it.each([...randomGoldens.seeds, ...randomGoldens.moreSeeds])(
    "begins in NumPy's state for the seed $seed",
    golden => {
      const { state, inc } = golden.initial
      expect(seeded(seedOf(golden.seed)).state).toEqual({ state, inc })
    },
  )

  it.each(randomGoldens.seeds)("draws NumPy's 1,000 words for the seed $seed", golden => {
    const bits = seeded(seedOf(golden.seed))
    const draws = golden.raw.map(() => {
      bits.next()
      return hex(bits.high) + hex(bits.low)
    })
    expect(draws).toEqual(golden.raw)
  })

  it('goes on from a state that was read', () => {
    const [bits, other] = [seeded(7n), seeded(8n)]
    bits.next()
    other.state = bits.state
    bits.next()
    other.next()
    expect([other.high, other.low, other.state]).toEqual([bits.high, bits.low, bits.state])
  })

  it.each([
    [{ state: '-1', inc: '1' }, 'state is "-1": expected a whole number below 2 ** 128'],
    [{ state: '1', inc: '2' }, 'inc is 2: expected an odd number'],
    [{ state: (1n << 128n).toString(), inc: '1' }, 'expected a whole number below 2 ** 128'],
    [{ state: '0x1', inc: '1' }, 'expected a whole number below 2 ** 128'],
    [{ state: '1', inc: '' }, 'inc is ""'],
  ])('refuses the state %j', (state, message) => {
    const bits = seeded(0n)
    const before = bits.state
    expect(() => {
      bits.state = state
    }).toThrow(OptionError)
    expect(() => {
      bits.state = state
    }).toThrow(message)
    expect(bits.state).toEqual(before)
  })
})
