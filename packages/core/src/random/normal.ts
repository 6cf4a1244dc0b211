import { exp } from '../math/exp.ts'
import { log1p } from '../math/log.ts'
import type { Pcg64 } from './pcg64.ts'
import { fi, ki, wi, zigguratNorInvR, zigguratNorR } from './ziggurat-tables.generated.ts'

const TWO_TO_32 = 2 ** 32
const TWO_TO_MINUS_53 = 2 ** -53

/**
 * One draw from N(0, 1) by the ziggurat of 256 layers, in NumPy's arrangement of the bits.
 * Source: G. Marsaglia and W. W. Tsang, "The Ziggurat Method for Generating Random Variables" (2000).
 */
export function standardNormal(bits: Pcg64): number {
  for (;;) {
    bits.next()
    const layer = bits.low & 0xff
    const negative = (bits.low & 0x100) !== 0
    // The 52 bits above the sign: 23 from the lower half, 29 from the upper one's lowest bits.
    const magnitude =
      (((bits.high << 23) | (bits.low >>> 9)) >>> 0) + ((bits.high >>> 9) & 0xfffff) * TWO_TO_32
    const scaled = magnitude * wi[layer]
    const x = negative ? -scaled : scaled
    if (magnitude < ki[layer]) return x
    if (layer === 0) return tail(bits, (Math.floor(magnitude / 256) & 1) === 1)
    const upper = fi[layer - 1]
    const lower = fi[layer]
    if ((upper - lower) * nextDouble(bits) + lower < exp(-0.5 * x * x)) return x
  }
}

/** A draw from beyond the outermost layer, by Marsaglia's exponential rejection. */
function tail(bits: Pcg64, negative: boolean): number {
  for (;;) {
    const beyond = -zigguratNorInvR * log1p(-nextDouble(bits))
    const height = -log1p(-nextDouble(bits))
    if (height + height > beyond * beyond) {
      return negative ? -(zigguratNorR + beyond) : zigguratNorR + beyond
    }
  }
}

/** A number of [0, 1) from the upper 53 bits of a draw. */
function nextDouble(bits: Pcg64): number {
  bits.next()
  return (bits.high * 0x20_0000 + (bits.low >>> 11)) * TWO_TO_MINUS_53
}
