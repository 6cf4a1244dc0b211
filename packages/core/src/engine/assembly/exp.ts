import { splatAt } from './block'

// Constants are read from memory, where a load puts one in every lane: V8 would make each anew out of four or
// five instructions.

/** Address of the end of the constants, from which simd/memory.ts allocates. */
export const constantsEnd: usize = __heap_base

/** e ** x in every lane, by the operations of math/exp.ts or math/exp32.ts, in their order. */
export function exp(x: v128): v128 {
  return sizeof<Real>() == 8 ? exp64(x) : exp32(x)
}

export const ONE = memory.data<Real>([1])
/**
 * Limits of x: beyond them e ** x is infinite, or 0. Between them all else is finite, so that the ends need
 * no case of their own.
 */
const HIGHEST = memory.data<f64>([710])
const LOWEST = memory.data<f64>([-746])
const LOG2_E = memory.data<f64>([1.4426950408889634])
const LN_2_HIGH = memory.data<f64>([0.6931471803691238])
const LN_2_LOW = memory.data<f64>([1.9082149292705877e-10])
/** 1.5 * 2 ** 52, which leaves of a sum only an integer. */
const ROUND = memory.data<f64>([6755399441055744])
const BIAS = memory.data<i64>([1023])
/** 1 / n!, of even and of odd n from 12 and 13 downwards. */
const EVEN = memory.data<f64>([1.0 / 479001600, 1.0 / 3628800, 1.0 / 40320, 1.0 / 720, 1.0 / 24, 1.0 / 2])
const ODD = memory.data<f64>([1.0 / 6227020800, 1.0 / 39916800, 1.0 / 362880, 1.0 / 5040, 1.0 / 120, 1.0 / 6])

function exp64(x: v128): v128 {
  x = f64x2.pmax(f64x2.pmin(x, v128.load64_splat(HIGHEST)), v128.load64_splat(LOWEST))
  const round = v128.load64_splat(ROUND)
  const shifted = f64x2.add(f64x2.mul(x, v128.load64_splat(LOG2_E)), round)
  const k = f64x2.sub(shifted, round)
  const high = f64x2.sub(x, f64x2.mul(k, v128.load64_splat(LN_2_HIGH)))
  const low = f64x2.mul(k, v128.load64_splat(LN_2_LOW))
  const r = f64x2.sub(high, low)
  const z = f64x2.mul(r, r)
  const tail = f64x2.sub(f64x2.mul(z, f64x2.add(series(z, EVEN), f64x2.mul(r, series(z, ODD)))), low)
  const power = f64x2.add(splatAt(ONE), f64x2.add(high, tail))
  // The lowest bits of `shifted` are those of the integer k, which 32 bits hold: halved as such, since AVX2
  // halves no signed 64 bits.
  const n = i64x2.sub(shifted, round)
  const half = i32x4.shr_s(n, 1)
  return f64x2.mul(f64x2.mul(power, powerOfTwo(half)), powerOfTwo(i64x2.sub(n, half)))
}

/** A polynomial in z by Horner's scheme, of six coefficients from the highest power down. */
function series(z: v128, coefficients: usize): v128 {
  let sum = f64x2.mul(z, v128.load64_splat(coefficients))
  sum = f64x2.mul(z, f64x2.add(v128.load64_splat(coefficients, 8), sum))
  sum = f64x2.mul(z, f64x2.add(v128.load64_splat(coefficients, 16), sum))
  sum = f64x2.mul(z, f64x2.add(v128.load64_splat(coefficients, 24), sum))
  sum = f64x2.mul(z, f64x2.add(v128.load64_splat(coefficients, 32), sum))
  return f64x2.add(v128.load64_splat(coefficients, 40), sum)
}

function powerOfTwo(k: v128): v128 {
  return i64x2.shl(i64x2.add(k, v128.load64_splat(BIAS)), 52)
}

const HIGHEST32 = memory.data<f32>([89])
const LOWEST32 = memory.data<f32>([-104])
const LOG2_E32 = memory.data<f32>([1.44269504])
const LN_2_HIGH32 = memory.data<f32>([0.693359375])
const LN_2_LOW32 = memory.data<f32>([-2.1219444e-4])
/** 1.5 * 2 ** 23. */
const ROUND32 = memory.data<f32>([12582912])
const BIAS32 = memory.data<i32>([127])
const TERMS32 = memory.data<f32>([
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
])

function exp32(x: v128): v128 {
  x = f32x4.pmax(f32x4.pmin(x, v128.load32_splat(HIGHEST32)), v128.load32_splat(LOWEST32))
  const round = v128.load32_splat(ROUND32)
  const shifted = f32x4.add(f32x4.mul(x, v128.load32_splat(LOG2_E32)), round)
  const k = f32x4.sub(shifted, round)
  const high = f32x4.sub(x, f32x4.mul(k, v128.load32_splat(LN_2_HIGH32)))
  const r = f32x4.sub(high, f32x4.mul(k, v128.load32_splat(LN_2_LOW32)))
  let p = f32x4.mul(v128.load32_splat(TERMS32), r)
  p = f32x4.mul(f32x4.add(p, v128.load32_splat(TERMS32, 4)), r)
  p = f32x4.mul(f32x4.add(p, v128.load32_splat(TERMS32, 8)), r)
  p = f32x4.mul(f32x4.add(p, v128.load32_splat(TERMS32, 12)), r)
  p = f32x4.mul(f32x4.add(p, v128.load32_splat(TERMS32, 16)), r)
  p = f32x4.add(p, v128.load32_splat(TERMS32, 20))
  const power = f32x4.add(splatAt(ONE), f32x4.add(r, f32x4.mul(f32x4.mul(r, r), p)))
  const n = i32x4.sub(shifted, round)
  const half = i32x4.shr_s(n, 1)
  return f32x4.mul(f32x4.mul(power, powerOfTwo32(half)), powerOfTwo32(i32x4.sub(n, half)))
}

function powerOfTwo32(k: v128): v128 {
  return i32x4.shl(i32x4.add(k, v128.load32_splat(BIAS32)), 23)
}
