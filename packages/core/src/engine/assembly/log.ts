const LN_2_HIGH = memory.data<f64>([0.6931471803691238])
const LN_2_LOW = memory.data<f64>([1.9082149292705877e-10])
const HALF = memory.data<f64>([0.5])
const TWO = memory.data<f64>([2])
const TWO_THIRDS = memory.data<f64>([2.0 / 3.0])
const ONE_BITS = memory.data<f64>([1])
/** It carries into the exponent from sqrt(2) on. */
const CARRY = memory.data<u64>([0x00095f62 << 32])
/** 2 ** 52, whose lowest bits a small integer may be, and that with the bias of exponents. */
const INTEGER = memory.data<f64>([4503599627370496])
const BIASED = memory.data<f64>([4503599627370496 + 1023])
/** f * f / 2 for f = 2 ** -20. */
const NEAR = memory.data<f64>([4.547473508864641e-13])
/** The polynomial's coefficients, as math/log.ts has them. */
const L = memory.data<f64>([
  0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784, 0.1818357216161805,
  0.15313837699209373, 0.14798198605116586,
])

/**
 * log x of two float64 numbers, finite and at least 2 ** -1022, by the operations of math/log.ts, in their
 * order. NaN stays NaN.
 */
export function log(x: v128): v128 {
  const biased = i64x2.shr_u(i64x2.add(x, v128.load64_splat(CARRY)), 52)
  const k = f64x2.sub(v128.or(biased, v128.load64_splat(INTEGER)), v128.load64_splat(BIASED))
  const one = v128.load64_splat(ONE_BITS)
  const f = f64x2.sub(i64x2.add(i64x2.sub(x, i64x2.shl(biased, 52)), one), one)
  const halfSquare = f64x2.mul(f64x2.mul(v128.load64_splat(HALF), f), f)
  const high = f64x2.mul(k, v128.load64_splat(LN_2_HIGH))
  const low = f64x2.mul(k, v128.load64_splat(LN_2_LOW))
  const s = f64x2.div(f, f64x2.add(v128.load64_splat(TWO), f))
  const z = f64x2.mul(s, s)
  const z2 = f64x2.mul(z, z)
  const z4 = f64x2.mul(z2, z2)
  let series = f64x2.add(f64x2.mul(z, v128.load64_splat(L)), f64x2.mul(z2, line(z, 8)))
  series = f64x2.add(series, f64x2.mul(z4, line(z, 24)))
  series = f64x2.add(series, f64x2.mul(f64x2.mul(z4, z2), line(z, 40)))
  const product = f64x2.mul(s, f64x2.add(halfSquare, series))
  // For k = 0 it is the same as math/log.ts' own case.
  let result = f64x2.sub(high, f64x2.sub(f64x2.sub(halfSquare, f64x2.add(product, low)), f))
  const isNear = v128.andnot(f64x2.lt(halfSquare, v128.load64_splat(NEAR)), f64x2.eq(k, f64x2.splat(0)))
  if (v128.any_true(isNear)) {
    const short = f64x2.mul(halfSquare, f64x2.sub(one, f64x2.mul(v128.load64_splat(TWO_THIRDS), f)))
    result = v128.bitselect(f64x2.sub(high, f64x2.sub(f64x2.sub(short, low), f)), result, isNear)
  }
  return v128.or(result, f64x2.ne(x, x))
}

/** Two of the coefficients, the second one times z. */
function line(z: v128, at: usize): v128 {
  return f64x2.add(v128.load64_splat(L + at), f64x2.mul(z, v128.load64_splat(L + at + 8)))
}
