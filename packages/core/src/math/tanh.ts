import { exp } from './exp.ts'
import { exp32 } from './exp32.ts'

const { fround } = Math

/** Below it tanh x is x and a small term, of which 1 - 2 / (e ** 2x + 1) would lose digits. */
const SMALL = 0.625

/** Coefficients of the rational approximation of (tanh x - x) / x ** 3 in x ** 2: S. L. Moshier, Cephes (tanh). */
const P0 = -0.9643991794250523
const P1 = -99.28772310019185
const P2 = -1614.6876844170845
const Q0 = 112.81167849163293
const Q1 = 2235.4883906010045
const Q2 = 4844.063053251255

/**
 * tanh x = (e ** x - e ** -x) / (e ** x + e ** -x), within 2 units in the last place. tanh(0) = 0,
 * tanh(+-infinity) = +-1, tanh(NaN) = NaN. Only +, -, *, / in a fixed order and `exp`.
 */
export function tanh(x: number): number {
  if (Math.abs(x) < SMALL) {
    const z = x * x
    const p = (P0 * z + P1) * z + P2
    const q = ((z + Q0) * z + Q1) * z + Q2
    return x + x * (z * (p / q))
  }
  const far = 1 - 2 / (exp(2 * Math.abs(x)) + 1)
  return x < 0 ? -far : far
}

/** The derivative of tanh, from the activation a = tanh z: 1 - a a. */
export function tanhPrime(a: number): number {
  return 1 - a * a
}

/** Coefficients of the polynomial of the same in float32: Cephes (tanhf). */
const T0 = fround(-5.70498872745e-3)
const T1 = fround(2.06390887954e-2)
const T2 = fround(-5.37397155531e-2)
const T3 = fround(1.33314422036e-1)
const T4 = fround(-3.33332819422e-1)

/**
 * tanh x of a float32, as a float32, within 2 units in the last place; every operation is rounded to float32.
 */
export function tanh32(x: number): number {
  if (Math.abs(x) < SMALL) {
    const z = fround(x * x)
    let p = fround(fround(T0 * z) + T1)
    p = fround(fround(p * z) + T2)
    p = fround(fround(p * z) + T3)
    p = fround(fround(p * z) + T4)
    return fround(x + fround(x * fround(z * p)))
  }
  const far = fround(1 - fround(2 / fround(exp32(fround(2 * Math.abs(x))) + 1)))
  return x < 0 ? -far : far
}
