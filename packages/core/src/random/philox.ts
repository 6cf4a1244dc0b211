/** Multipliers, and what is added to the key from round to round. */
const M0 = 0xd2511f53
const M1 = 0xcd9e8d57
const W0 = 0x9e3779b9
const W1 = 0xbb67ae85
const ROUNDS = 10

/** Key of a stream: two 32-bit words. */
export type Key = Readonly<Uint32Array>

/**
 * Philox4x32-10: four random 32-bit words for every counter of four. Nothing is carried from call to call, so
 * that a stream may be entered anywhere, in any order, on any number of threads.
 * Source: J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011; the words are those of the
 * Random123 library.
 * @param into receives the words, and is returned
 */
export function philox(
  [k0, k1]: Key,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  into = new Uint32Array(4),
): Uint32Array {
  let [a, b, c, d] = [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0]
  for (let round = 0; round < ROUNDS; round++) {
    const [high0, high1] = [highProduct(M0, a), highProduct(M1, c)]
    const [low0, low1] = [Math.imul(M0, a) >>> 0, Math.imul(M1, c) >>> 0]
    a = (high1 ^ b ^ (k0 + Math.imul(W0, round))) >>> 0
    b = low1
    c = (high0 ^ d ^ (k1 + Math.imul(W1, round))) >>> 0
    d = low0
  }
  into[0] = a
  into[1] = b
  into[2] = c
  into[3] = d
  return into
}

/** The upper 32 bits of the product of two unsigned 32-bit integers. */
function highProduct(x: number, y: number): number {
  const [xLow, xHigh] = [x & 0xffff, x >>> 16]
  const [yLow, yHigh] = [y & 0xffff, y >>> 16]
  const middle = xHigh * yLow + ((xLow * yLow) >>> 16)
  const other = xLow * yHigh + (middle & 0xffff)
  // Each fits 53 bits; `middle` and `other` may need 33.
  return (xHigh * yHigh + Math.floor(middle / 65_536) + Math.floor(other / 65_536)) >>> 0
}
