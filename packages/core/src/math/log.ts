const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10

/** Coefficients of the minimax polynomial for (log(1 + f) - f + s (f - R)) / s, in powers of s ** 2. */
const L1 = 0.6666666666666735
const L2 = 0.3999999999940942
const L3 = 0.2857142874366239
const L4 = 0.22222198432149784
const L5 = 0.1818357216161805
const L6 = 0.15313837699209373
const L7 = 0.14798198605116586

/** Just beyond sqrt(2) / 2 - 1 and sqrt(2) - 1: between them 1 + x needs no scaling. */
const LOWER = -0.2928934097290039
const UPPER = 0.4142136573791504

/** 2 ** -1022: numbers below have fewer digits. */
const SMALLEST_NORMAL = 2.2250738585072014e-308

const words = new Uint32Array(2)
const double = new Float64Array(words.buffer)
const HIGH_WORD = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0

/**
 * log(1 + x), within 1 unit in the last place. log1p(-1) = -infinity, log1p(infinity) = infinity; NaN below
 * -1 and for NaN.
 *
 * Our own, since `Math.log1p` differs between JavaScript engines. The method and the coefficients are those
 * of fdlibm's s_log1p.c (K. C. Ng, Sun Microsystems, 1993), the polynomial summed in the order of the GNU C
 * library, which NumPy calls on Linux. That library rounds otherwise where the processor has fused
 * multiply-add, for about 4 arguments in 10,000, so that 1 normal in some 10 million may differ from NumPy's
 * in its last digit; none of the five million tested does.
 */
export function log1p(x: number): number {
  if (x < -1) return Number.NaN
  if (x === -1) return Number.NEGATIVE_INFINITY
  if (!Number.isFinite(x)) return x
  if (Math.abs(x) < 2 ** -54) return x
  if (Math.abs(x) < 2 ** -29) return x - x * x * 0.5
  if (x > LOWER && x < UPPER) return logOfSum(x, 0, 0)
  // The correction carries what 1 + x lost by rounding.
  const u = 1 + x
  const lost = u >= 2 ? 1 - (u - x) : x - (u - 1)
  return logOfNormal(u, 0, x < 2 ** 53 ? lost / u : 0)
}

/** log(x), within 1 unit in the last place. log(0) = -infinity, log(infinity) = infinity; NaN below 0 and for NaN. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN
  if (x === Number.POSITIVE_INFINITY) return x
  return x < SMALLEST_NORMAL ? logOfNormal(x * 2 ** 54, -54, 0) : logOfNormal(x, 0, 0)
}

/** log(u) + scale ln 2 + correction, by u = 2 ** k (1 + f). */
function logOfNormal(u: number, scale: number, correction: number): number {
  double[0] = u
  const high = words[HIGH_WORD]
  const fraction = high & 0xfffff
  const small = fraction < 0x6a09e
  words[HIGH_WORD] = fraction | (small ? 0x3ff00000 : 0x3fe00000)
  const k = (high >>> 20) - 1023 + (small ? 0 : 1)
  return logOfSum(double[0] - 1, k + scale, correction)
}

/** k ln 2 + log(1 + f) + correction, for f between sqrt(2) / 2 - 1 and sqrt(2) - 1. */
function logOfSum(f: number, k: number, correction: number): number {
  const halfSquare = 0.5 * f * f
  const low = k * LN2_LOW + correction
  if (k !== 0 && Math.abs(f) < 2 ** -20) {
    if (f === 0) return k * LN2_HIGH + low
    return k * LN2_HIGH - (halfSquare * (1 - (2 / 3) * f) - low - f)
  }
  const s = f / (2 + f)
  const z = s * s
  const z2 = z * z
  const z4 = z2 * z2
  const series = z * L1 + z2 * (L2 + z * L3) + z4 * (L4 + z * L5) + z4 * z2 * (L6 + z * L7)
  const product = s * (halfSquare + series)
  return k === 0 ? f - (halfSquare - product) : k * LN2_HIGH - (halfSquare - (product + low) - f)
}
