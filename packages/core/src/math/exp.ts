/** ln 2 in two parts: the upper one has 21 trailing zero bits, so k * LN2_HIGH is exact. */
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10

/** Adding and subtracting 1.5 * 2 ** 52 rounds to the nearest integer, ties to even. */
const ROUND = 6755399441055744

/** Beyond these e ** x is infinity or 0, whatever the rounding. */
const OVERFLOW = 710
const UNDERFLOW = -746

/** 2 ** k for k = -LOWEST .. LOWEST: half of every exponent that the range above can need. */
const LOWEST = 540
const powersOfTwo = new Float64Array(2 * LOWEST + 1)
// By doubling and halving, which are exact: the ** operator may be computed as pow, which engines round
// differently.
powersOfTwo[LOWEST] = 1
for (let k = 1; k <= LOWEST; k++) {
  powersOfTwo[LOWEST + k] = powersOfTwo[LOWEST + k - 1] * 2
  powersOfTwo[LOWEST - k] = powersOfTwo[LOWEST - k + 1] * 0.5
}

/**
 * e ** x, within 1 unit in the last place. exp(+-0) = 1, exp(-infinity) = 0, exp(infinity) = infinity,
 * exp(NaN) = NaN.
 *
 * Our own, since `Math.exp` differs between JavaScript engines. x = k ln 2 + r with |r| <= ln 2 / 2;
 * e ** r by its Taylor series up to r ** 13 (truncation below 2 ** -57); then times 2 ** k in two steps, so
 * that results below the normal range are rounded once. Only +, -, * in a fixed order: every runtime and
 * the SIMD engine get the same bits.
 */
export function exp(x: number): number {
  if (x > OVERFLOW) return Number.POSITIVE_INFINITY
  if (x < UNDERFLOW) return 0
  const k = x * Math.LOG2E + ROUND - ROUND
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const r = high - low
  const z = r * r
  const even =
    1 / 2 + z * (1 / 24 + z * (1 / 720 + z * (1 / 40320 + z * (1 / 3628800 + z * (1 / 479001600)))))
  const odd =
    1 / 6 + z * (1 / 120 + z * (1 / 5040 + z * (1 / 362880 + z * (1 / 39916800 + z * (1 / 6227020800)))))
  const power = 1 + (high + (z * (even + r * odd) - low))
  const half = k >> 1
  return power * powersOfTwo[half + LOWEST] * powersOfTwo[k - half + LOWEST]
}

/** sigmoid(z) = 1 / (1 + e ** -z): between 0 and 1, 1/2 at 0. */
export function sigmoid(z: number): number {
  return 1 / (1 + exp(-z))
}

/** The sigmoid's derivative, from the activation a = sigmoid(z): a (1 - a). */
export function sigmoidPrime(a: number): number {
  return a * (1 - a)
}
