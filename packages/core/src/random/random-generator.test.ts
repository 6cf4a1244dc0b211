import { createHash } from 'node:crypto'
import { randomGoldens } from '@gradus/fixtures'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seedOf } from '../../test/goldens.ts'
import { OptionError } from '../errors.ts'
import { type GeneratorState, RandomGenerator } from './random-generator.ts'

const upTo = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, i) => i)

describe('shuffle', () => {
  it.each(randomGoldens.seeds)("gives NumPy's orders for the seed $seed", golden => {
    for (const shuffled of golden.shuffles) {
      const order = upTo(shuffled.length)
      new RandomGenerator(seedOf(golden.seed)).shuffle(order)
      expect([...order]).toEqual(shuffled)
    }
    expect(golden.shuffles.map(shuffled => shuffled.length)).toEqual([10, 255, 256, 257])
  })

  it.each(randomGoldens.seeds)("gives NumPy's order of 60,000 for the seed $seed", golden => {
    const order = upTo(golden.longShuffle.length)
    new RandomGenerator(seedOf(golden.seed)).shuffle(order)
    expect([...order.subarray(0, golden.longShuffle.first.length)]).toEqual(golden.longShuffle.first)
    expect(createHash('sha256').update(order).digest('hex')).toBe(golden.longShuffle.sha256)
  })

  it('permutes, whatever the seed and the length', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 130n }), fc.nat(300), (seed, n) => {
        const order = upTo(n)
        new RandomGenerator(seed).shuffle(order)
        expect(order.toSorted()).toEqual(upTo(n))
      }),
      { seed: 1, numRuns: 200 },
    )
  })
})

describe('RandomGenerator', () => {
  it.each(randomGoldens.seeds)(
    'leaves the buffered half-word to the shuffles, as NumPy does, for the seed $seed',
    golden => {
      const rng = new RandomGenerator(seedOf(golden.seed))
      for (const stage of golden.interleaved) {
        const order = upTo(stage.values.length)
        if (stage.kind === 'shuffle') rng.shuffle(order)
        const values = stage.kind === 'shuffle' ? [...order] : stage.values.map(() => rng.standardNormal())
        expect(values).toEqual(stage.values)
        const { state, inc, hasUint32, uinteger } = stage.after
        expect(rng.state).toEqual({
          bit_generator: 'PCG64',
          state: { state, inc },
          has_uint32: hasUint32,
          uinteger,
        })
      }
      expect(golden.interleaved.map(stage => stage.after.hasUint32)).toContain(1)
    },
  )

  it('goes on from a state that went through JSON, half-word included', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(20), (seed, draws) => {
        const rng = new RandomGenerator(seed)
        for (let i = 0; i < draws; i++) rng.nextUint32()
        const copy = new RandomGenerator(0)
        const state: GeneratorState = JSON.parse(JSON.stringify(rng.state))
        copy.state = state
        const go = (generator: RandomGenerator) => [
          generator.nextUint32(),
          generator.standardNormal(),
          generator.nextUint64(),
          generator.interval(999),
        ]
        expect(go(copy)).toEqual(go(rng))
      }),
      { seed: 2, numRuns: 200 },
    )
  })

  it('takes a random seed for null, and remembers it', () => {
    const rng = new RandomGenerator(null)
    const again = new RandomGenerator(rng.seed)
    expect(rng.nextUint64()).toEqual(again.nextUint64())
    expect(new RandomGenerator(null).seed).not.toEqual(rng.seed)
  })

  it('stays within an interval, and reaches both its ends', () => {
    const rng = new RandomGenerator(3)
    const seen = new Set(Array.from({ length: 500 }, () => rng.interval(5)))
    expect([...seen].toSorted()).toEqual([0, 1, 2, 3, 4, 5])
    expect(rng.interval(0)).toBe(0)
  })

  it.each([-1, 0.5, Number.NaN, 2 ** 32])('refuses an interval of 0 .. %s', max => {
    expect(() => new RandomGenerator(0).interval(max)).toThrow(OptionError)
    expect(() => new RandomGenerator(0).interval(max)).toThrow(
      `max is ${max}: expected an integer of 0 .. 2 ** 32 - 1`,
    )
  })

  it('shuffles in parts as at once', () => {
    const [whole, parts] = [upTo(100), upTo(100)]
    new RandomGenerator(1).shuffle(whole)
    const rng = new RandomGenerator(1)
    for (let last = 99; last > 0; ) last = rng.shuffleFrom(parts, last, 7)
    expect(parts).toEqual(whole)
  })

  it('keeps a seed of its own', () => {
    const seed = [1, 2]
    const rng = new RandomGenerator(seed)
    seed[0] = 9
    expect(rng.seed).toEqual([1, 2])
  })

  it.each([
    [{ uinteger: -1 }, 'uinteger is -1'],
    [{ uinteger: 2 ** 32 }, 'uinteger is 4294967296'],
    [{ uinteger: 0.5 }, 'uinteger is 0.5'],
    [{ state: { state: 'x', inc: '1' } }, 'state is "x"'],
  ])('refuses a state with %j', (change, message) => {
    const rng = new RandomGenerator(0)
    expect(() => {
      rng.state = { ...rng.state, ...change }
    }).toThrow(OptionError)
    expect(() => {
      rng.state = { ...rng.state, ...change }
    }).toThrow(message)
  })
})
