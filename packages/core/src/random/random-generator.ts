import { OptionError } from '../errors.ts'
import { standardNormal } from './normal.ts'
import { Pcg64 } from './pcg64.ts'
import { type Seed, SeedSequence } from './seed-sequence.ts'

/** Numbers of the congruential generator under PCG64: state becomes state * multiplier + inc. */
export interface PcgState {
  /** 0 .. 2 ** 128 - 1, in decimal digits. */
  readonly state: string
  /** An odd number of 1 .. 2 ** 128 - 1, in decimal digits. */
  readonly inc: string
}

/**
 * All that a generator is, as plain JSON. The fields and numbers are those of NumPy's
 * `rng.bit_generator.state`, the 128-bit ones in decimal digits.
 */
export interface GeneratorState {
  /** The only kind there is: M. E. O'Neill's PCG XSL RR 128/64, NumPy's default. */
  readonly bit_generator: 'PCG64'
  /** The numbers of the congruential generator underneath. */
  readonly state: PcgState
  /** 1 while the upper half of a 64-bit draw waits for the next 32-bit draw. */
  readonly has_uint32: 0 | 1
  /** That half, 0 .. 2 ** 32 - 1. */
  readonly uinteger: number
}

/** Does the swaps of a shuffle, with the draws that the generator would make. */
export interface Shuffler {
  /** Swaps entries from `last` down to `stop`, which is left out. @returns the generator's state after it */
  shuffle(order: Uint32Array, last: number, stop: number, state: GeneratorState): GeneratorState
}

/**
 * NumPy's `default_rng`, to the bit: the same seed gives the same numbers here and there.
 * @example
 * ```ts
 * import { RandomGenerator } from '@gradus/core'
 *
 * // As numpy.random.default_rng(0) draws it.
 * const rng = new RandomGenerator(0)
 * console.log(rng.standardNormal()) // prints 0.1257302210933933
 * const { state } = rng
 * const next = rng.interval(9)
 * rng.state = state
 * console.log(rng.interval(9) === next) // prints true
 * ```
 */
export class RandomGenerator {
  /**
   * The seed it began with; for null the 128 random bits that were drawn instead, so that it can be repeated.
   */
  readonly seed: Exclude<Seed, null>
  readonly #bits: Pcg64
  #hasHalf = false
  #half = 0

  /** @throws SeedError for an invalid {@link Seed}. */
  constructor(seed: Seed) {
    this.seed = typeof seed === 'object' && seed !== null ? [...seed] : (seed ?? randomSeed())
    this.#bits = new Pcg64(new SeedSequence(this.seed).generateState(8))
  }

  /** Draws 64 bits: [upper, lower] half, each an unsigned 32-bit integer. */
  nextUint64(): [high: number, low: number] {
    this.#bits.next()
    return [this.#bits.high, this.#bits.low]
  }

  /** Draws 32 bits: the lower half of a 64-bit draw, then at the next call its upper half. */
  nextUint32(): number {
    if (this.#hasHalf) {
      this.#hasHalf = false
      return this.#half
    }
    this.#bits.next()
    this.#hasHalf = true
    this.#half = this.#bits.high
    return this.#bits.low
  }

  /** Draws from N(0, 1). Uses whole 64-bit draws and leaves a buffered half alone, as NumPy does. */
  standardNormal(): number {
    return standardNormal(this.#bits)
  }

  /**
   * A number of 0 .. max, each as likely: draws under the smallest covering mask until one fits.
   * @throws OptionError unless max is an integer of 0 .. 2 ** 32 - 1.
   */
  interval(max: number): number {
    if (!Number.isInteger(max) || max < 0 || max > 0xffff_ffff) {
      throw new OptionError('max', `max is ${max}: expected an integer of 0 .. 2 ** 32 - 1.`)
    }
    if (max === 0) return 0
    const mask = 0xffff_ffff >>> Math.clz32(max)
    for (;;) {
      const value = (this.nextUint32() & mask) >>> 0
      if (value <= max) return value
    }
  }

  /** Shuffles in place (Fisher-Yates from the end), as NumPy's `rng.shuffle` does with a list. */
  shuffle(order: Uint32Array): void {
    this.shuffleFrom(order, order.length - 1, order.length)
  }

  /**
   * A part of a shuffle: up to `count` of its swaps, from the entry `last` downwards.
   * @param shuffler does them instead, where there is one
   * @returns where the next part begins; 0 when the shuffle is complete.
   */
  shuffleFrom(order: Uint32Array, last: number, count: number, shuffler?: Shuffler): number {
    const stop = Math.max(0, last - count)
    if (shuffler) this.state = shuffler.shuffle(order, last, stop, this.state)
    else this.#swap(order, last, stop)
    return stop
  }

  #swap(order: Uint32Array, last: number, stop: number): void {
    for (let i = last; i > stop; i--) {
      const j = this.interval(i)
      const swapped = order[i]
      order[i] = order[j]
      order[j] = swapped
    }
  }

  /** All that decides the numbers to come; a generator that is given it goes on as this one does. */
  get state(): GeneratorState {
    return {
      bit_generator: 'PCG64',
      state: this.#bits.state,
      has_uint32: this.#hasHalf ? 1 : 0,
      uinteger: this.#half,
    }
  }

  /** @throws OptionError for an invalid state of a PCG64. */
  set state(state: GeneratorState) {
    const half = state?.uinteger
    if (
      typeof state?.state !== 'object' ||
      state.bit_generator !== 'PCG64' ||
      (state.has_uint32 !== 0 && state.has_uint32 !== 1)
    ) {
      throw new OptionError(
        'state',
        `${JSON.stringify(state)} is no generator state: expected bit_generator 'PCG64' and has_uint32 0 or 1. Pass a state that was read from a generator.`,
      )
    }
    if (!Number.isInteger(half) || half < 0 || half > 0xffff_ffff) {
      throw new OptionError(
        'state',
        `uinteger is ${half}: expected an integer of 0 .. 2 ** 32 - 1. Pass a state that was read from a generator.`,
      )
    }
    this.#bits.state = state.state
    this.#hasHalf = state.has_uint32 === 1
    this.#half = half
  }
}

/** 128 random bits, as NumPy takes them where no seed is given. */
function randomSeed(): bigint {
  return crypto
    .getRandomValues(new Uint32Array(4))
    .reduce((number, word) => (number << 32n) | BigInt(word), 0n)
}
