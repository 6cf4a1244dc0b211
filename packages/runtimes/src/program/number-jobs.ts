import { exp, log1p, RandomGenerator, sigmoid } from '@gradus/core'
import { type Results, sha256Of } from './job.ts'

const DRAWS = 2000
const ARGUMENTS = 20_000

/** Draws of every kind, one after the other, from seeds of every kind. */
export async function draws(): Promise<Results> {
  const numbers: number[] = []
  for (const seed of [0, 2n ** 100n + 1n, [1, 2, 3]]) {
    const rng = new RandomGenerator(seed)
    const order = Uint32Array.from({ length: 100 }, (_, i) => i)
    for (let i = 0; i < DRAWS; i++) {
      numbers.push(...rng.nextUint64(), rng.nextUint32(), rng.standardNormal(), rng.interval(i))
    }
    rng.shuffle(order)
    numbers.push(...order)
  }
  return { 'random draws': await sha256Of(numbers) }
}

/**
 * The functions of our own, over all that has a finite value; the arguments come from exact operations alone.
 */
export async function functions(): Promise<Results> {
  const grid = Array.from({ length: ARGUMENTS }, (_, i) => i / ARGUMENTS)
  const exponents = grid.map(part => part * 1450 - 745)
  const shares = grid.map(part => 2 ** 20 * part * part - (1 - 2 ** -30) * (1 - part))
  return {
    exp: await sha256Of(exponents.map(exp)),
    sigmoid: await sha256Of(exponents.map(sigmoid)),
    log1p: await sha256Of(shares.map(log1p)),
  }
}
