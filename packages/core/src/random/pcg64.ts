import { OptionError } from '../errors.ts'

/** A PCG64's state in decimal digits, as NumPy's `bit_generator.state['state']` shows it. */
export interface Pcg64State {
  readonly state: string
  readonly inc: string
}

/** The multiplier 0x2360ed051fc65da44385df649fccf645 in 32-bit words, least significant first. */
const M0 = 0x9fccf645
const M1 = 0x4385df64
const M2 = 0x1fc65da4
const M3 = 0x2360ed05

/**
 * PCG64: a 128-bit linear congruential generator whose output folds the state (XSL-RR).
 * Source: M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
 * Random Number Generation" (2014), as NumPy arranges it. The 128-bit numbers are four 32-bit words each,
 * least significant first, because BigInt would be a hundred times slower.
 */
export class Pcg64 {
  /** The upper and lower half of the last draw, as unsigned 32-bit integers. */
  high = 0
  low = 0
  #s0 = 0
  #s1 = 0
  #s2 = 0
  #s3 = 0
  #i0 = 0
  #i1 = 0
  #i2 = 0
  #i3 = 0

  /**
   * Seeds from eight 32-bit words, as SeedSequence.generateState(8) gives them: two 64-bit halves
   * (upper first, each least significant word first) for the state, then two for the increment.
   */
  constructor(words: Uint32Array) {
    const [w0, w1, w2, w3, w4, w5, w6, w7] = words
    this.#i0 = (w6 << 1) | 1
    this.#i1 = (w7 << 1) | (w6 >>> 31)
    this.#i2 = (w4 << 1) | (w7 >>> 31)
    this.#i3 = (w5 << 1) | (w4 >>> 31)
    this.#step()
    this.#add(w2, w3, w0, w1)
    this.#step()
  }

  /** Draws 64 bits into {@link high} and {@link low}. */
  next(): void {
    this.#step()
    const x = this.#s3 ^ this.#s1
    const y = this.#s2 ^ this.#s0
    const rotation = this.#s3 >>> 26
    const [upper, lower] = rotation < 32 ? [x, y] : [y, x]
    const shift = rotation & 31
    if (shift === 0) {
      this.high = upper >>> 0
      this.low = lower >>> 0
    } else {
      this.high = ((upper >>> shift) | (lower << (32 - shift))) >>> 0
      this.low = ((lower >>> shift) | (upper << (32 - shift))) >>> 0
    }
  }

  get state(): Pcg64State {
    return {
      state: decimal(this.#s0, this.#s1, this.#s2, this.#s3),
      inc: decimal(this.#i0, this.#i1, this.#i2, this.#i3),
    }
  }

  /** @throws OptionError if a number has other digits than 0-9, does not fit 128 bits, or `inc` is even. */
  set state({ state, inc }: Pcg64State) {
    const s = words128('state', state)
    const i = words128('inc', inc)
    if ((i[0] & 1) === 0) {
      throw new OptionError(
        'inc',
        `PCG64's inc is ${inc}: expected an odd number. Pass a state that was read from a generator.`,
      )
    }
    ;[this.#s0, this.#s1, this.#s2, this.#s3] = s
    ;[this.#i0, this.#i1, this.#i2, this.#i3] = i
  }

  /** state = state * multiplier + increment, modulo 2 ** 128. */
  #step(): void {
    const s0 = this.#s0
    const s1 = this.#s1
    const s2 = this.#s2
    // Schoolbook multiplication: the words 0..2 need their carries, the top word only its lower half.
    const p00 = multiplyHigh(s0, M0)
    const p01 = multiplyHigh(s0, M1)
    const p10 = multiplyHigh(s1, M0)
    const word1 = p00 + (Math.imul(s0, M1) >>> 0) + (Math.imul(s1, M0) >>> 0)
    const word2 =
      p01 +
      p10 +
      (Math.imul(s0, M2) >>> 0) +
      (Math.imul(s1, M1) >>> 0) +
      (Math.imul(s2, M0) >>> 0) +
      carry(word1)
    const word3 =
      multiplyHigh(s0, M2) +
      multiplyHigh(s1, M1) +
      multiplyHigh(s2, M0) +
      (Math.imul(s0, M3) >>> 0) +
      (Math.imul(s1, M2) >>> 0) +
      (Math.imul(s2, M1) >>> 0) +
      (Math.imul(this.#s3, M0) >>> 0) +
      carry(word2)
    this.#s0 = Math.imul(s0, M0)
    this.#s1 = word1 | 0
    this.#s2 = word2 | 0
    this.#s3 = word3 | 0
    this.#add(this.#i0, this.#i1, this.#i2, this.#i3)
  }

  #add(a0: number, a1: number, a2: number, a3: number): void {
    const sum0 = (this.#s0 >>> 0) + (a0 >>> 0)
    const sum1 = (this.#s1 >>> 0) + (a1 >>> 0) + carry(sum0)
    const sum2 = (this.#s2 >>> 0) + (a2 >>> 0) + carry(sum1)
    this.#s0 = sum0 | 0
    this.#s1 = sum1 | 0
    this.#s2 = sum2 | 0
    this.#s3 = (this.#s3 + a3 + carry(sum2)) | 0
  }
}

/** Carry of a sum of a few 32-bit words: its bits above the lowest 32. */
function carry(sum: number): number {
  return Math.floor(sum / 0x1_0000_0000)
}

/** The upper 32 bits of the 64-bit product of two 32-bit words, by 16-bit halves. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const middle = Math.imul(aHigh, bLow) >>> 0
  const cross = (Math.imul(aLow, bHigh) >>> 0) + ((Math.imul(aLow, bLow) >>> 0) >>> 16) + (middle & 0xffff)
  return (Math.imul(aHigh, bHigh) >>> 0) + (middle >>> 16) + Math.floor(cross / 0x1_0000)
}

function decimal(w0: number, w1: number, w2: number, w3: number): string {
  return [w3, w2, w1, w0].reduce((number, word) => (number << 32n) | BigInt(word >>> 0), 0n).toString()
}

function words128(name: string, digits: string): [number, number, number, number] {
  const number = /^\d{1,39}$/.test(digits) ? BigInt(digits) : -1n
  if (number < 0n || number >= 1n << 128n) {
    throw new OptionError(
      name,
      `PCG64's ${name} is ${JSON.stringify(String(digits).slice(0, 60))}: expected a whole number below 2 ** 128 in decimal digits. Pass a state that was read from a generator.`,
    )
  }
  const word = (shift: bigint): number => Number((number >> shift) & 0xffff_ffffn) | 0
  return [word(0n), word(32n), word(64n), word(96n)]
}
