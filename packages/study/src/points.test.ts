import { type FieldValue, fieldText, pointsOf, type SamplerName, Space } from '@gradus/study'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import golden from '../test/goldens/points.json' with { type: 'json' }

const mixed = Space.parse(['eta=0.1..10', 'miniBatchSize=8..64', 'hidden=15,30,100x50', 'dropout=0..0.5'])
const named = Space.parse(['activation=sigmoid,tanh,relu', 'hidden=none,15,30,100x50'])

function settings(space: Space, sampler: SamplerName, count: number, seed = '0', gridSteps = 3) {
  const points = pointsOf(space, { sampler, seed, gridSteps })
  return Array.from({ length: count }, (_, k) => points.at(k))
}

function textOf(setting: readonly FieldValue[]): string {
  return setting.map(fieldText).join(' ')
}

describe.each(['sobol', 'random'] as const)('pointsOf with %s', sampler => {
  it('has trial k by space, seed and k alone', () => {
    const all = settings(mixed, sampler, 200)
    fc.assert(
      fc.property(fc.array(fc.nat(199), { minLength: 1 }), trials => {
        const points = pointsOf(mixed, { sampler, seed: '0', gridSteps: 1 })
        for (const k of trials) expect(points.at(k)).toEqual(all[k])
      }),
    )
  })

  it.each(golden)('has trial $k of seed $seed as NumPy and PyTorch give it', ({ seed, k, ...trial }) => {
    const space = Space.parse(['rotate=0..90', 'elastic=0..8'])
    expect(pointsOf(space, { sampler, seed, gridSteps: 1 }).at(k)).toEqual(trial[sampler])
  })

  it('has other settings for another seed, of any length', () => {
    const seeds = ['0', '1', '1,2', '340282366920938463463374607431768211455']
    const firsts = seeds.map(seed => settings(mixed, sampler, 10, seed).map(textOf).join('\n'))
    expect(new Set(firsts).size).toBe(seeds.length)
  })

  it('spreads ranges evenly on their scale', () => {
    const points = settings(mixed, sampler, 4096)
    const etas = points.map(([eta]) => Number(eta))
    const sizes = points.map(values => Number(values[1]))
    const shares = points.map(values => Number(values[3]))
    const near = (count: number, share: number): void => expect(count / 4096).toBeCloseTo(share, 1)
    near(etas.filter(eta => eta < 1).length, 1 / 2)
    near(sizes.filter(size => size < 23).length, 1 / 2)
    near(shares.filter(share => share < 0.25).length, 1 / 2)
    expect(Math.min(...sizes)).toBe(8)
    expect(Math.max(...sizes)).toBe(64)
    const counts = Map.groupBy(points, values => textOf(values.slice(2, 3)))
    for (const group of counts.values()) near(group.length, 1 / 3)
  })

  it('has every setting of a space of choices once, in an order by the seed', () => {
    expect(pointsOf(named, { sampler, seed: '0', gridSteps: 1 }).size).toBe(12)
    const texts = settings(named, sampler, 12).map(textOf)
    expect(new Set(texts).size).toBe(12)
    const others = settings(named, sampler, 12, '1').map(textOf)
    expect(others).not.toEqual(texts)
    expect(others.toSorted()).toEqual(texts.toSorted())
  })

  it('has every setting of whole numbers once, also those that are drawn too rarely', () => {
    const whole = Space.parse(['miniBatchSize=1..300', 'shift=0..2', 'hidden=4..5'])
    expect(pointsOf(whole, { sampler, seed: '0', gridSteps: 1 }).size).toBe(1800)
    const texts = settings(whole, sampler, 1800).map(textOf)
    expect(new Set(texts).size).toBe(1800)
    const last = pointsOf(whole, { sampler, seed: '0', gridSteps: 1 })
    expect(textOf(last.at(1799))).toBe(texts[1799])
    expect(textOf(last.at(0))).toBe(texts[0])
  })

  it('has no end where a field has a range, or choices make too many settings', () => {
    const { size, at } = pointsOf(mixed, { sampler, seed: '0', gridSteps: 1 })
    expect(size).toBeUndefined()
    expect(at(2 ** 32 - 1)).toHaveLength(4)
    const many = ['eta', 'l1', 'l2', 'rotate'].map(
      field => `${field}=${Array.from({ length: 20 }, (_, i) => i + 1)}`,
    )
    const large = Space.parse(many)
    expect(pointsOf(large, { sampler, seed: '0', gridSteps: 1 }).size).toBeUndefined()
    expect(new Set(settings(large, sampler, 100).map(textOf)).size).toBe(100)
  })
})

describe('pointsOf with sobol', () => {
  it('has a quarter of every four trials in each quarter of a range', () => {
    const space = Space.parse(['eta=uniform:0.1..10', 'dropout=0..0.8'])
    const points = settings(space, 'sobol', 64, '7')
    for (let first = 0; first < 64; first += 4) {
      const quarters = points.slice(first, first + 4).map(values => Math.floor(Number(values[1]) / 0.2))
      expect(new Set(quarters).size).toBe(4)
    }
  })
})

describe('pointsOf with grid', () => {
  it('goes row by row through some values of every range, whatever the seed', () => {
    const space = Space.parse(['eta=0.1..10', 'hidden=15,100x50'])
    const rows = ['0.1 15', '0.1 100x50', '1 15', '1 100x50', '10 15', '10 100x50']
    expect(settings(space, 'grid', 6).map(textOf)).toEqual(rows)
    expect(settings(space, 'grid', 6, '1').map(textOf)).toEqual(rows)
    expect(pointsOf(space, { sampler: 'grid', seed: '0', gridSteps: 3 }).size).toBe(6)
  })

  it.each([
    ['eta=0.1..10', 1, '1'],
    ['eta=0.1..10', 4, '0.1 0.4642 2.154 10'],
    ['eta=1.23456..2.34567', 2, '1.23456 2.34567'],
    ['l2=0..5', 3, '0 2.5 5'],
    ['miniBatchSize=8..64', 4, '8 16 32 64'],
    ['miniBatchSize=1..3', 10, '1 2 3'],
    ['shift=0..2', 5, '0 1 2'],
    ['hidden=10..1000', 3, '10 100 1000'],
  ])('has of %s in %i steps the values %s', (text, gridSteps, values) => {
    const space = Space.parse([text])
    const { size = 0 } = pointsOf(space, { sampler: 'grid', seed: '0', gridSteps })
    expect(settings(space, 'grid', size, '0', gridSteps).map(textOf).join(' ')).toBe(values)
  })
})

describe('pointsOf', () => {
  it.each(['sobol', 'random'] as const)('rounds values of %s to four digits', sampler => {
    for (const values of settings(mixed, sampler, 200)) {
      expect(Number(Number(values[0]).toPrecision(4))).toBe(values[0])
      expect(Number.isInteger(values[1])).toBe(true)
    }
  })

  it.each(['sobol', 'random', 'grid'] as const)('refuses a trial beyond the settings with %s', sampler => {
    const { at } = pointsOf(named, { sampler, seed: '0', gridSteps: 3 })
    const problem = (k: number) =>
      expect.objectContaining({
        field: 'trials',
        message: expect.stringContaining(`Trial ${k} has no setting: the space has 12, numbered from 0`),
      })
    for (const k of [12, -1, 0.5, Number.NaN, 2 ** 32]) expect(() => at(k)).toThrow(problem(k))
  })

  it.each([0, 1.5, Number.NaN, 1e9])('refuses a grid of %d steps', gridSteps => {
    const make = () => pointsOf(mixed, { sampler: 'grid', seed: '0', gridSteps })
    expect(make).toThrow(expect.objectContaining({ field: 'gridSteps' }))
  })

  it('refuses a seed that is none', () => {
    const make = () => pointsOf(mixed, { sampler: 'sobol', seed: 'abc', gridSteps: 3 })
    expect(make).toThrow(expect.objectContaining({ code: 'OPTION', option: 'seed' }))
  })
})
