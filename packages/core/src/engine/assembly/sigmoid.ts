/** 1 / (1 + e ** -z) in every lane, by the operations of math/exp.ts, in their order. */
export function sigmoid<T>(z: v128): v128 {
  const one = v128.splat<T>(<T>1)
  const minus = v128.neg<T>(z)
  return v128.div<T>(one, v128.add<T>(one, sizeof<T>() == 8 ? exp64(minus) : exp32(minus)))
}

function all(x: f64): v128 {
  return f64x2.splat(x)
}

function powerOfTwo(k: v128): v128 {
  return i64x2.shl(i64x2.add(k, i64x2.splat(1023)), 52)
}

function exp64(x: v128): v128 {
  const round = all(6755399441055744)
  const shifted = f64x2.add(f64x2.mul(x, all(1.4426950408889634)), round)
  const k = f64x2.sub(shifted, round)
  const high = f64x2.sub(x, f64x2.mul(k, all(0.6931471803691238)))
  const low = f64x2.mul(k, all(1.9082149292705877e-10))
  const r = f64x2.sub(high, low)
  const z = f64x2.mul(r, r)
  let even = f64x2.mul(z, all(1.0 / 479001600))
  even = f64x2.mul(z, f64x2.add(all(1.0 / 3628800), even))
  even = f64x2.mul(z, f64x2.add(all(1.0 / 40320), even))
  even = f64x2.mul(z, f64x2.add(all(1.0 / 720), even))
  even = f64x2.mul(z, f64x2.add(all(1.0 / 24), even))
  even = f64x2.add(all(1.0 / 2), even)
  let odd = f64x2.mul(z, all(1.0 / 6227020800))
  odd = f64x2.mul(z, f64x2.add(all(1.0 / 39916800), odd))
  odd = f64x2.mul(z, f64x2.add(all(1.0 / 362880), odd))
  odd = f64x2.mul(z, f64x2.add(all(1.0 / 5040), odd))
  odd = f64x2.mul(z, f64x2.add(all(1.0 / 120), odd))
  odd = f64x2.add(all(1.0 / 6), odd)
  const tail = f64x2.sub(f64x2.mul(z, f64x2.add(even, f64x2.mul(r, odd))), low)
  const power = f64x2.add(all(1), f64x2.add(high, tail))
  // The lowest bits of `shifted` are those of the integer k.
  const n = i64x2.sub(shifted, round)
  const half = i64x2.shr_s(n, 1)
  const y = f64x2.mul(f64x2.mul(power, powerOfTwo(half)), powerOfTwo(i64x2.sub(n, half)))
  return v128.bitselect(all(Infinity), v128.andnot(y, f64x2.lt(x, all(-746))), f64x2.gt(x, all(710)))
}

function every(x: f32): v128 {
  return f32x4.splat(x)
}

function powerOfTwo32(k: v128): v128 {
  return i32x4.shl(i32x4.add(k, i32x4.splat(127)), 23)
}

function exp32(x: v128): v128 {
  const round = every(12582912)
  const shifted = f32x4.add(f32x4.mul(x, every(1.44269504)), round)
  const k = f32x4.sub(shifted, round)
  const high = f32x4.sub(x, f32x4.mul(k, every(0.693359375)))
  const r = f32x4.sub(high, f32x4.mul(k, every(-2.1219444e-4)))
  let p = f32x4.mul(every(1.98756915e-4), r)
  p = f32x4.mul(f32x4.add(p, every(1.3981999507e-3)), r)
  p = f32x4.mul(f32x4.add(p, every(8.3334519073e-3)), r)
  p = f32x4.mul(f32x4.add(p, every(4.1665795894e-2)), r)
  p = f32x4.mul(f32x4.add(p, every(1.6666665459e-1)), r)
  p = f32x4.add(p, every(5.0000001201e-1))
  const power = f32x4.add(every(1), f32x4.add(r, f32x4.mul(f32x4.mul(r, r), p)))
  const n = i32x4.sub(shifted, round)
  const half = i32x4.shr_s(n, 1)
  const y = f32x4.mul(f32x4.mul(power, powerOfTwo32(half)), powerOfTwo32(i32x4.sub(n, half)))
  return v128.bitselect(every(Infinity), v128.andnot(y, f32x4.lt(x, every(-104))), f32x4.gt(x, every(89)))
}
