import { SeedError } from '../errors.ts'

/** Seed of a generator: an integer >= 0 of any size, a list of them, or null for a random one. */
export type Seed = number | bigint | readonly (number | bigint)[] | null

const POOL_SIZE = 4
const INIT_A = 0x43b0d7e5
const MULT_A = 0x931e8875
const INIT_B = 0x8b51f9dd
const MULT_B = 0x58f38ded
const MIX_MULT_L = 0xca01f9dd
const MIX_MULT_R = 0x4973f715
const XSHIFT = 16

/**
 * NumPy's SeedSequence: spreads a seed over a pool of four 32-bit words, from which it draws as many
 * well-mixed words as a generator needs. The hash is M. E. O'Neill's `seed_seq_fe` in NumPy's arrangement.
 * @example
 * ```ts
 * import { SeedSequence } from '@gradus/core'
 *
 * console.log([...new SeedSequence(0).generateState(2)]) // prints [ 2968811710, 3677149159 ]
 * ```
 */
export class SeedSequence {
  readonly #pool: Uint32Array

  /**
   * @param spawnKey numbers that set this sequence apart from others of the same seed, as NumPy's spawn_key
   * @throws SeedError for an invalid {@link Seed}.
   */
  constructor(seed: Exclude<Seed, null>, spawnKey: readonly number[] = []) {
    const entropy = entropyWords(seed)
    if (spawnKey.length === 0) this.#pool = mixEntropy(entropy)
    else {
      const padding = Math.max(0, POOL_SIZE - entropy.length)
      const zeros = Array.from({ length: padding }, () => 0)
      this.#pool = mixEntropy(Uint32Array.of(...entropy, ...zeros, ...entropyWords(spawnKey)))
    }
  }

  /** `count` 32-bit words, as NumPy's generate_state(count, uint32). The same ones at every call. */
  generateState(count: number): Uint32Array {
    const state = new Uint32Array(count)
    let hashConst = INIT_B
    for (let i = 0; i < count; i++) {
      let word = this.#pool[i % POOL_SIZE] ^ hashConst
      hashConst = Math.imul(hashConst, MULT_B)
      word = Math.imul(word, hashConst)
      state[i] = word ^ (word >>> XSHIFT)
    }
    return state
  }
}

function mixEntropy(entropy: Uint32Array): Uint32Array {
  const pool = new Uint32Array(POOL_SIZE)
  let hashConst = INIT_A
  const hash = (value: number): number => {
    const mixed = value ^ hashConst
    hashConst = Math.imul(hashConst, MULT_A)
    const word = Math.imul(mixed, hashConst)
    return word ^ (word >>> XSHIFT)
  }
  for (let i = 0; i < POOL_SIZE; i++) pool[i] = hash(i < entropy.length ? entropy[i] : 0)
  for (let source = 0; source < POOL_SIZE; source++) {
    for (let target = 0; target < POOL_SIZE; target++) {
      if (source !== target) pool[target] = mix(pool[target], hash(pool[source]))
    }
  }
  for (let source = POOL_SIZE; source < entropy.length; source++) {
    for (let target = 0; target < POOL_SIZE; target++) {
      pool[target] = mix(pool[target], hash(entropy[source]))
    }
  }
  return pool
}

function mix(x: number, y: number): number {
  const word = Math.imul(MIX_MULT_L, x) - Math.imul(MIX_MULT_R, y)
  return word ^ (word >>> XSHIFT)
}

function entropyWords(seed: Exclude<Seed, null>): Uint32Array {
  if (!Array.isArray(seed)) return Uint32Array.from(integerWords(seed, seed))
  // By index, so that a hole in the list is found.
  return Uint32Array.from(Array.from({ length: seed.length }, (_, i) => integerWords(seed[i], seed)).flat())
}

function integerWords(value: unknown, seed: unknown): number[] {
  const isInteger = typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))
  if (!isInteger || value < 0) {
    const shown = Array.isArray(seed) ? `[${Array.from(seed, String).join(', ')}]` : String(seed)
    throw new SeedError(
      `Seed ${shown} cannot be used: expected an integer of at least 0, a list of such integers, or null for a random one. ` +
        `Write integers above 2 ** 53 - 1 as bigint, such as 18446744073709551621n.`,
    )
  }
  // By digits: shifting a bigint word by word would take the square of its length.
  const digits = BigInt(value).toString(16)
  const count = Math.ceil(digits.length / 8)
  return Array.from({ length: count }, (_, i) => {
    const end = digits.length - 8 * i
    return Number.parseInt(digits.slice(Math.max(0, end - 8), end), 16)
  })
}
