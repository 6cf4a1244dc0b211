// One source for float64 and float32: T is the number, a vector holds 16 / sizeof<T>() of them.

/** sum + a * b, rounded twice: never fused. */
export function addProduct<T>(sum: v128, a: v128, b: v128): v128 {
  return v128.add<T>(sum, v128.mul<T>(a, b))
}

/** The number at an address, in every lane. */
export function splatAt<T>(address: usize): v128 {
  return sizeof<T>() == 8 ? v128.load64_splat(address) : v128.load32_splat(address)
}
