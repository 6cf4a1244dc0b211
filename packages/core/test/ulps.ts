const view = new DataView(new ArrayBuffer(8))

/** Number of float64 numbers between two, one end included: 0 when they are the same. */
export function ulpsBetween(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN
  return Math.abs(Number(position(a) - position(b)))
}

/** The place of a float64 among all, in ascending order. */
function position(value: number): bigint {
  view.setFloat64(0, value)
  const bits = view.getBigInt64(0)
  return bits < 0n ? -(bits & 0x7fff_ffff_ffff_ffffn) : bits
}
