import { createHash } from 'node:crypto'
import { randomGoldens } from '@gradus/fixtures'
import { describe, expect, it } from 'vitest'
import { seedOf } from '../../test/goldens.ts'
import { RandomGenerator } from './random-generator.ts'

describe('standardNormal', () => {
  it.each(randomGoldens.seeds)("draws NumPy's first 1,000 normals for the seed $seed", golden => {
    const rng = new RandomGenerator(seedOf(golden.seed))
    expect(golden.normals.map(() => rng.standardNormal())).toEqual(golden.normals)
  })

  it.each(randomGoldens.seeds)("draws NumPy's million normals for the seed $seed, to the bit", golden => {
    const { count, sha256, tail } = golden.manyNormals
    const rng = new RandomGenerator(seedOf(golden.seed))
    const normals = Float64Array.from({ length: count }, () => rng.standardNormal())
    // The tail first: it alone depends on log1p, and its goldens say which draw differs.
    expect(tail.map(([index]) => [index, normals[index]])).toEqual(tail)
    expect(createHash('sha256').update(normals).digest('hex')).toBe(sha256)
  })
})
