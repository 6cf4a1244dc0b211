import { type DenseExamples, denseExamples, type Pair, RandomGenerator } from '@gradus/core'

/** Normal inputs; the wanted outputs lie within 0 .. 1, most of them neither 0 nor 1. */
export function normalPairs(length: number, inputs: number, outputs: number): DenseExamples {
  const rng = new RandomGenerator(7)
  const normals = (count: number): number[] => Array.from({ length: count }, () => rng.standardNormal())
  const pairs = Array.from({ length }, (): Pair => {
    const y = normals(outputs).map(value => Math.min(1, Math.max(0, value + 0.5)))
    return [normals(inputs), y]
  })
  return denseExamples(pairs)
}
