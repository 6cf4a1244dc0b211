import { RandomGenerator } from '@gradus/core'

/** Choices that a seed repeats. */
export class Chance {
  readonly #rng: RandomGenerator

  constructor(...seed: readonly number[]) {
    this.#rng = new RandomGenerator([...seed])
  }

  /** A whole number of 0 .. count - 1. */
  below(count: number): number {
    return this.#rng.interval(count - 1)
  }

  /** A whole number of low .. high. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1)
  }

  /** True in one of `count` cases. */
  oneIn(count: number): boolean {
    return this.below(count) === 0
  }

  pick<T>(list: readonly T[]): T {
    for (const item of list.slice(this.below(list.length))) return item
    throw new Error('There is nothing to pick from.')
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    const words = Uint32Array.from({ length: Math.ceil(length / 4) }, () => this.#rng.nextUint32())
    return new Uint8Array(words.buffer, 0, length)
  }

  /** Printable ASCII, now and then with other Latin-1 characters. */
  text(length: number): string {
    const [low, high] = this.oneIn(8) ? [0x80, 0xff] : [0x21, 0x7e]
    return String.fromCharCode(...Array.from({ length }, () => this.between(low, high)))
  }
}
