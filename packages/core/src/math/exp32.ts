const { fround } = Math

/** ln 2 in two parts: the upper one has 15 trailing zero bits, so that k * LN2_HIGH is exact. */
const LN2_HIGH = fround(0.693359375)
const LN2_LOW = fround(-2.1219444e-4)
const LOG2_E = fround(Math.LOG2E)

/** Adding and subtracting 1.5 * 2 ** 23 rounds to the nearest integer, ties to even. */
const ROUND = 12582912

/** Beyond these e ** x is infinity or 0, whatever the rounding. */
const OVERFLOW = 89
const UNDERFLOW = -104

const P0 = fround(1.98756915e-4)
const P1 = fround(1.3981999507e-3)
const P2 = fround(8.3334519073e-3)
const P3 = fround(4.1665795894e-2)
const P4 = fround(1.6666665459e-1)
const P5 = fround(5.0000001201e-1)

/** 2 ** k for k = -LOWEST .. LOWEST: half of every exponent that the range above can need. */
const LOWEST = 80
const powersOfTwo = Float32Array.from({ length: 2 * LOWEST + 1 }, () => 1)
for (let k = 1; k <= LOWEST; k++) {
  powersOfTwo[LOWEST + k] = powersOfTwo[LOWEST + k - 1] * 2
  powersOfTwo[LOWEST - k] = powersOfTwo[LOWEST - k + 1] * 0.5
}

/**
 * e ** x of a float32, as a float32, within 1 unit in the last place or so; every operation is rounded to
 * float32. x = k ln 2 + r with |r| <= ln 2 / 2; e ** r by the polynomial of S. L. Moshier's Cephes library
 * (expf); then times 2 ** k in two steps, so that results below the normal range are rounded once.
 */
export function exp32(x: number): number {
  if (x > OVERFLOW) return Number.POSITIVE_INFINITY
  if (x < UNDERFLOW) return 0
  const k = fround(fround(fround(x * LOG2_E) + ROUND) - ROUND)
  const high = fround(x - fround(k * LN2_HIGH))
  const r = fround(high - fround(k * LN2_LOW))
  let p = fround(P0 * r)
  p = fround(fround(p + P1) * r)
  p = fround(fround(p + P2) * r)
  p = fround(fround(p + P3) * r)
  p = fround(fround(p + P4) * r)
  p = fround(p + P5)
  const power = fround(1 + fround(r + fround(fround(r * r) * p)))
  const half = k >> 1
  const scaled = fround(power * powersOfTwo[half + LOWEST])
  return fround(scaled * powersOfTwo[k - half + LOWEST])
}

/** 1 / (1 + e ** -z) of a float32, as a float32. */
export function sigmoid32(z: number): number {
  return fround(1 / fround(1 + exp32(-z)))
}

/** The sigmoid's derivative, from a float32 activation, as a float32: a (1 - a). */
export function sigmoidPrime32(a: number): number {
  return fround(a * fround(1 - a))
}
