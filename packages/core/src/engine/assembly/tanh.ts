import { splatAt } from './block'
import { exp, ONE } from './exp'

const SMALL = memory.data<Real>([0.625])
const TWO = memory.data<Real>([2])
/** Coefficients of the rational approximation, and of the polynomial in float32, as math/tanh.ts has them. */
const P = memory.data<f64>([-0.9643991794250523, -99.28772310019185, -1614.6876844170845])
const Q = memory.data<f64>([112.81167849163293, 2235.4883906010045, 4844.063053251255])
const T = memory.data<f32>([
  -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1,
])

/** tanh x in every lane, by the operations of math/tanh.ts, in their order; of both cases one is chosen. */
export function tanh(x: v128): v128 {
  const one = splatAt(ONE)
  const size = v128.abs<Real>(x)
  const z = v128.mul<Real>(x, x)
  const isSmall = v128.lt<Real>(size, splatAt(SMALL))
  let numerator = splatAt(TWO)
  let denominator = v128.add<Real>(exp(v128.add<Real>(size, size)), one)
  if (sizeof<Real>() == 8) {
    // One division for both.
    numerator = v128.bitselect(
      polynomial(polynomial(v128.load64_splat(P), z, P, 8), z, P, 16),
      numerator,
      isSmall,
    )
    const q = polynomial(polynomial(f64x2.add(z, v128.load64_splat(Q)), z, Q, 8), z, Q, 16)
    denominator = v128.bitselect(q, denominator, isSmall)
  }
  const quotient = v128.div<Real>(numerator, denominator)
  const far = v128.or(v128.sub<Real>(one, quotient), v128.xor(x, size))
  const share = sizeof<Real>() == 8 ? quotient : polynomial32(z)
  const near = v128.add<Real>(x, v128.mul<Real>(x, v128.mul<Real>(z, share)))
  return v128.bitselect(near, far, isSmall)
}

/** sum * z + a coefficient. */
function polynomial(sum: v128, z: v128, coefficients: usize, at: usize): v128 {
  return v128.add<Real>(v128.mul<Real>(sum, z), splatAt(coefficients + at))
}

function polynomial32(z: v128): v128 {
  const first = polynomial(polynomial(v128.load32_splat(T), z, T, 4), z, T, 8)
  return polynomial(polynomial(first, z, T, 12), z, T, 16)
}
