import { OptionError } from '../errors.ts'

/** pi / 2 in three parts: the upper two have 33 bits each, so that their products with a quarter are exact. */
const QUARTER_HIGH = 1.5707963267341256
const QUARTER_MIDDLE = 6.077100506303966e-11
const QUARTER_LOW = 2.0222662487959506e-21
const QUARTERS_A_RADIAN = 0.6366197723675814

/** Adding and subtracting 1.5 * 2 ** 52 rounds to the nearest integer, ties to even. */
const ROUND = 6755399441055744

/** Largest angle in radians: its quarters are still exact. */
const LARGEST = 2 ** 20

const S1 = -0.16666666666666632
const S2 = 0.00833333333332249
const S3 = -0.0001984126982985795
const S4 = 2.7557313707070068e-6
const S5 = -2.5050760253406863e-8
const S6 = 1.58969099521155e-10

const C1 = 0.0416666666666666
const C2 = -0.001388888888887411
const C3 = 2.480158728947673e-5
const C4 = -2.7557314351390663e-7
const C5 = 2.087572321298175e-9
const C6 = -1.1359647557788195e-11

/**
 * sin x of an angle in radians, within 1 unit in the last place.
 *
 * Our own, since `Math.sin` differs between JavaScript engines. x = n pi / 2 + r with |r| <= pi / 4; then
 * fdlibm's polynomials (k_sin.c, k_cos.c: Sun Microsystems, 1993). Only +, -, * in a fixed order.
 * @throws OptionError for an angle beyond 2 ** 20, or that is no number.
 */
export function sin(x: number): number {
  return rotated(x, 0)
}

/** cos x of an angle in radians, as `sin`. */
export function cos(x: number): number {
  return rotated(x, 1)
}

/** sin(x + quarters pi / 2). */
function rotated(x: number, quarters: 0 | 1): number {
  if (!(Math.abs(x) <= LARGEST)) {
    throw new OptionError('x', `The angle is ${x}: expected radians of -${LARGEST} .. ${LARGEST}.`)
  }
  const n = x * QUARTERS_A_RADIAN + ROUND - ROUND
  const high = x - n * QUARTER_HIGH
  const middle = n * QUARTER_MIDDLE
  const near = high - middle
  const low = n * QUARTER_LOW - (high - near - middle)
  const r = near - low
  const rest = near - r - low
  const turn = (n + quarters) & 3
  const value = turn % 2 === 0 ? nearSin(r, rest) : nearCos(r, rest)
  return turn < 2 ? value : -value
}

/** sin(r + rest) for |r| <= pi / 4. */
function nearSin(r: number, rest: number): number {
  if (r === 0) return r
  const z = r * r
  const v = z * r
  const tail = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)))
  return r - (z * (0.5 * rest - v * tail) - rest - v * S1)
}

/** cos(r + rest) for |r| <= pi / 4. */
function nearCos(r: number, rest: number): number {
  const z = r * r
  const tail = z * (C1 + z * (C2 + z * C3)) + z * z * (z * z) * (C4 + z * (C5 + z * C6))
  const half = 0.5 * z
  const w = 1 - half
  return w + (1 - w - half + (z * tail - r * rest))
}
