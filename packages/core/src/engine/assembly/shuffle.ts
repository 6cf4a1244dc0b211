/** NumPy's generator and its buffered half, as simd/memory.ts lays them out. */
@unmanaged
class Generator {
  stateLow: u64
  stateHigh: u64
  incrementLow: u64
  incrementHigh: u64
  half: u32
  hasHalf: u32
}

const MULTIPLIER_LOW: u64 = 0x4385df649fccf645
const MULTIPLIER_HIGH: u64 = 0x2360ed051fc65da4

/** The upper half of the 128-bit product. */
function multiplyHigh(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff,
    a1 = a >> 32
  const b0 = b & 0xffffffff,
    b1 = b >> 32
  const middle = a1 * b0 + ((a0 * b0) >> 32)
  const cross = a0 * b1 + (middle & 0xffffffff)
  return a1 * b1 + (middle >> 32) + (cross >> 32)
}

/** 64 random bits: random/pcg64.ts in 64-bit words. */
function draw64(generator: Generator): u64 {
  const low = generator.stateLow,
    high = generator.stateHigh
  const product = low * MULTIPLIER_LOW
  const sum = product + generator.incrementLow
  const carry: u64 = sum < product ? 1 : 0
  const upper =
    multiplyHigh(low, MULTIPLIER_LOW) +
    low * MULTIPLIER_HIGH +
    high * MULTIPLIER_LOW +
    generator.incrementHigh +
    carry
  generator.stateLow = sum
  generator.stateHigh = upper
  return rotr<u64>(upper ^ sum, upper >> 58)
}

function draw32(generator: Generator): u32 {
  if (generator.hasHalf) {
    generator.hasHalf = 0
    return generator.half
  }
  const bits = draw64(generator)
  generator.half = <u32>(bits >> 32)
  generator.hasHalf = 1
  return <u32>bits
}

/** The swaps of Fisher and Yates from entry `last` down to `stop`, which is left out. */
export function shuffle(generator: Generator, order: usize, last: u32, stop: u32): void {
  for (let i = last; i > stop; i--) {
    const mask = 0xffffffff >>> clz(i)
    let j: u32
    do j = draw32(generator) & mask
    while (j > i)
    const at = order + ((<usize>i) << 2),
      other = order + ((<usize>j) << 2)
    const swapped = load<u32>(at)
    store<u32>(at, load<u32>(other))
    store<u32>(other, swapped)
  }
}
