/** Words of four blocks, from `philox`: word w of block n stands in lane n of vector w. */
export const words = memory.data(64)

const ROUNDS = 10

/**
 * Four blocks of philox4x32-10 side by side, as random/philox.ts computes one: block n of the lanes n of the
 * counter's words.
 * @param key its two words
 */
export function philox(c0: v128, c1: v128, c2: v128, c3: v128, key: usize): void {
  const m0 = i32x4.splat(0xd2511f53),
    m1 = i32x4.splat(0xcd9e8d57)
  let k0 = v128.load32_splat(key),
    k1 = v128.load32_splat(key, 4)
  for (let round = 0; round < ROUNDS; round++) {
    const low0 = i64x2.extmul_low_i32x4_u(c0, m0),
      high0 = i64x2.extmul_high_i32x4_u(c0, m0)
    const low1 = i64x2.extmul_low_i32x4_u(c2, m1),
      high1 = i64x2.extmul_high_i32x4_u(c2, m1)
    c0 = v128.xor(v128.xor(v128.shuffle<u32>(low1, high1, 1, 3, 5, 7), c1), k0)
    c2 = v128.xor(v128.xor(v128.shuffle<u32>(low0, high0, 1, 3, 5, 7), c3), k1)
    c1 = v128.shuffle<u32>(low1, high1, 0, 2, 4, 6)
    c3 = v128.shuffle<u32>(low0, high0, 0, 2, 4, 6)
    k0 = i32x4.add(k0, i32x4.splat(0x9e3779b9))
    k1 = i32x4.add(k1, i32x4.splat(0xbb67ae85))
  }
  v128.store(words, c0)
  v128.store(words, c1, 16)
  v128.store(words, c2, 32)
  v128.store(words, c3, 48)
}
