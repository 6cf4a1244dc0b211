import { describe, expect, it } from 'vitest'
import golden from '../test/goldens/sobol.json' with { type: 'json' }
import { entryOf } from './dimension.ts'
import { MOST_DIMENSIONS, sobolPoint } from './sobol.ts'

describe('sobolPoint', () => {
  it.each(Object.entries(golden))('gives point %s as PyTorch does', (k, point) => {
    expect([...sobolPoint(Number(k), MOST_DIMENSIONS)]).toEqual(point)
  })

  it('gives the first dimensions alone', () => {
    expect([...sobolPoint(1000, 3)]).toEqual(golden['1000'].slice(0, 3))
  })

  it.each([0, 256, 768])('has 256 points from %i on in 256 equal intervals of every dimension', first => {
    const points = Array.from({ length: 256 }, (_, i) => sobolPoint(first + i, MOST_DIMENSIONS))
    for (let d = 0; d < MOST_DIMENSIONS; d++) {
      expect(new Set(points.map(point => entryOf(point, d) >>> 24)).size).toBe(256)
    }
  })
})
