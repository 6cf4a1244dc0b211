import type { RandomGenerator } from '../../random/random-generator.ts'
import type { Kernels } from './kernels.ts'
import type { KernelMemory } from './memory.ts'

const LOW_64 = (1n << 64n) - 1n

/** Shuffles by the kernels, with the draws of a generator, which goes on from there. */
export class Shuffler {
  readonly #memory: KernelMemory
  readonly #kernels: Kernels
  /** The generator's state and increment, low halves first, its buffered half, and whether that is there. */
  readonly #generator: number
  #order = 0
  #capacity = 0

  constructor(memory: KernelMemory, kernels: Kernels) {
    this.#memory = memory
    this.#kernels = kernels
    this.#generator = memory.allocate(40)
  }

  /** As `RandomGenerator.shuffleFrom`. */
  shuffle(order: Uint32Array, last: number, count: number, rng: RandomGenerator): number {
    const stop = Math.max(0, last - count)
    this.reserve(last + 1)
    this.#memory.words(this.#order, last + 1).set(order.subarray(0, last + 1))
    this.#write(rng)
    this.#kernels.shuffle(this.#generator, this.#order, last, stop)
    this.#read(rng)
    order.set(this.#memory.words(this.#order, last + 1))
    return stop
  }

  /** Makes room for an order of so many entries. @throws RangeError if the memory is not to be had */
  reserve(length: number): void {
    if (length <= this.#capacity) return
    this.#order = this.#memory.allocate(4 * length)
    this.#capacity = length
  }

  #write(rng: RandomGenerator): void {
    const { state, has_uint32, uinteger } = rng.state
    const [words, halves] = this.#views()
    for (const [i, digits] of [state.state, state.inc].entries()) {
      words[2 * i] = BigInt(digits) & LOW_64
      words[2 * i + 1] = BigInt(digits) >> 64n
    }
    halves.set([uinteger, has_uint32])
  }

  #read(rng: RandomGenerator): void {
    const [[low = 0n, high = 0n, incrementLow = 0n, incrementHigh = 0n], [half = 0, hasHalf = 0]] =
      this.#views()
    const state = String((high << 64n) | low)
    const inc = String((incrementHigh << 64n) | incrementLow)
    rng.state = {
      bit_generator: 'PCG64',
      state: { state, inc },
      has_uint32: hasHalf === 0 ? 0 : 1,
      uinteger: half,
    }
  }

  #views(): [BigUint64Array, Uint32Array] {
    const { buffer } = this.#memory.memory
    return [new BigUint64Array(buffer, this.#generator, 4), new Uint32Array(buffer, this.#generator + 32, 2)]
  }
}
