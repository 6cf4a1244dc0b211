const BLOCK = 64

/** The first 32 bits of the fractional parts of roots of the first primes: square roots, or cube roots. */
function fractionsOfRoots(count: number, degree: 2n | 3n): Int32Array {
  const fractions = new Int32Array(count)
  for (let prime = 2n, i = 0; i < count; prime++) {
    if (hasDivisor(prime)) continue
    const power = prime << (32n * degree)
    let root = 0n
    for (let bit = 1n << 37n; bit > 0n; bit >>= 1n) {
      if ((root | bit) ** degree <= power) root |= bit
    }
    fractions[i++] = Number(BigInt.asIntN(32, root))
  }
  return fractions
}

function hasDivisor(number: bigint): boolean {
  for (let divisor = 2n; divisor * divisor <= number; divisor++) {
    if (number % divisor === 0n) return true
  }
  return false
}

const K = fractionsOfRoots(64, 3n)
const BEGIN = fractionsOfRoots(8, 2n)

/**
 * SHA-256 of bytes that come in parts, computed at once. The Web Crypto API answers later and wants all bytes
 * together. Source: FIPS 180-4, https://doi.org/10.6028/NIST.FIPS.180-4
 */
export class Sha256 {
  readonly #state = BEGIN.slice()
  readonly #words = new Int32Array(BLOCK)
  readonly #rest = new Uint8Array(BLOCK)
  #length = 0

  /** Takes in more bytes. */
  update(bytes: Uint8Array): this {
    let from = 0
    const used = this.#length % BLOCK
    this.#length += bytes.length
    if (used > 0) {
      from = Math.min(BLOCK - used, bytes.length)
      this.#rest.set(bytes.subarray(0, from), used)
      if (used + from === BLOCK) this.#compress(this.#rest, 0, BLOCK)
      if (from === bytes.length) return this
    }
    const end = bytes.length - ((bytes.length - from) % BLOCK)
    this.#compress(bytes, from, end)
    this.#rest.set(bytes.subarray(end))
    return this
  }

  /** The digest in hexadecimal; nothing may be added any more. */
  hex(): string {
    const bits = 8 * this.#length
    const padding = new Uint8Array(BLOCK + 8 - ((this.#length + 8) % BLOCK))
    padding[0] = 0x80
    new DataView(padding.buffer).setBigUint64(padding.length - 8, BigInt(bits))
    this.update(padding)
    return Array.from(this.#state, word => (word >>> 0).toString(16).padStart(8, '0')).join('')
  }

  /** Takes in the whole blocks of bytes[from .. to). */
  #compress(bytes: Uint8Array, from: number, to: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const [words, state] = [this.#words, this.#state]
    for (let start = from; start < to; start += BLOCK) {
      for (let i = 0; i < 16; i++) words[i] = view.getInt32(start + 4 * i)
      for (let i = 16; i < BLOCK; i++) {
        const x = words[i - 15]
        const y = words[i - 2]
        const sigma0 = rotated(x, 7) ^ rotated(x, 18) ^ (x >>> 3)
        const sigma1 = rotated(y, 17) ^ rotated(y, 19) ^ (y >>> 10)
        words[i] = words[i - 16] + sigma0 + words[i - 7] + sigma1
      }
      mix(state, words)
    }
  }
}

/** Mixes a block, spread over 64 words, into the state. */
function mix(state: Int32Array, words: Int32Array): void {
  let a = state[0]
  let b = state[1]
  let c = state[2]
  let d = state[3]
  let e = state[4]
  let f = state[5]
  let g = state[6]
  let h = state[7]
  for (let i = 0; i < BLOCK; i++) {
    const sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    const t1 = (h + sum1 + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0
    const sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    const t2 = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  const sums = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < sums.length; i++) state[i] += sums[i]
}

function rotated(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}
