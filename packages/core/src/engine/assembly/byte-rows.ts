import { addProduct, splatAt } from './vector'

/**
 * Bytes looked at together, as many as a mask has bits: the processor mispredicts the end of each loop over
 * them.
 */
export const MASK: usize = 64

/**
 * A bit for each of the next `count` bytes (at most MASK) that is not 0. It reads the bytes behind them too,
 * and leaves them out.
 */
export function activeAmong(bytes: usize, count: usize): u64 {
  const active = ~(
    zeros(bytes) |
    (zeros(bytes + 16) << 16) |
    (zeros(bytes + 32) << 32) |
    (zeros(bytes + 48) << 48)
  )
  return count < MASK ? active & (((<u64>1) << count) - 1) : active
}

/** A bit for each of the 16 bytes that is 0. */
function zeros(bytes: usize): u64 {
  return <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(bytes), i8x16.splat(0))))
}

/** The bytes of rows that are one block, for which `accumulateBytes` is made. */
export const BLOCK_BYTES: u32 = 128

/**
 * out = biases + weights inputs where rows are one block of eight vectors: straight from the bytes, without a
 * list.
 */
export function accumulateBytes<T>(
  bytes: usize,
  inputs: usize,
  levels: usize,
  weights: usize,
  bias: usize,
  out: usize,
): void {
  let s0 = v128.load(bias),
    s1 = v128.load(bias, 16),
    s2 = v128.load(bias, 32),
    s3 = v128.load(bias, 48),
    s4 = v128.load(bias, 64),
    s5 = v128.load(bias, 80),
    s6 = v128.load(bias, 96),
    s7 = v128.load(bias, 112)
  for (let k: usize = 0; k < inputs; k += MASK) {
    for (let active = activeAmong(bytes + k, inputs - k); active != 0; active &= active - 1) {
      const input = k + <usize>ctz<u64>(active)
      const row = weights + input * BLOCK_BYTES
      const x = splatAt<T>(levels + <usize>load<u8>(bytes + input) * sizeof<T>())
      s0 = addProduct<T>(s0, v128.load(row), x)
      s1 = addProduct<T>(s1, v128.load(row, 16), x)
      s2 = addProduct<T>(s2, v128.load(row, 32), x)
      s3 = addProduct<T>(s3, v128.load(row, 48), x)
      s4 = addProduct<T>(s4, v128.load(row, 64), x)
      s5 = addProduct<T>(s5, v128.load(row, 80), x)
      s6 = addProduct<T>(s6, v128.load(row, 96), x)
      s7 = addProduct<T>(s7, v128.load(row, 112), x)
    }
  }
  v128.store(out, s0)
  v128.store(out, s1, 16)
  v128.store(out, s2, 32)
  v128.store(out, s3, 48)
  v128.store(out, s4, 64)
  v128.store(out, s5, 80)
  v128.store(out, s6, 96)
  v128.store(out, s7, 112)
}
