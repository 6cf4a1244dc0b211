/**
 * Random numbers of a key, the same on every machine: sfc32 by C. Doty-Humphrey (PractRand), whose state is
 * a hash of the key. The core's generators are no choice here: its own tests use this package.
 */
export class Chance {
  #a: number
  #b: number
  #c: number
  #count = 1

  constructor(...key: readonly (number | string)[]) {
    const text = JSON.stringify(key)
    this.#a = hashOf(text, 1)
    this.#b = hashOf(text, 2)
    this.#c = hashOf(text, 3)
    for (let i = 0; i < 12; i++) this.unit()
  }

  /** A number of [0, 1). */
  unit(): number {
    const word = (this.#a + this.#b + this.#count) | 0
    this.#count = (this.#count + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + word) | 0
    return (word >>> 0) / 2 ** 32
  }

  /** A number between two. */
  between(low: number, high: number): number {
    return low + (high - low) * this.unit()
  }

  /** An integer of low .. high. */
  whole(low: number, high: number): number {
    return low + Math.floor((high - low + 1) * this.unit())
  }

  /** Nearly N(0, 1): a sum of twelve numbers, so that no logarithm decides its bits. At most 6. */
  normal(): number {
    let sum = -6
    for (let i = 0; i < 12; i++) sum += this.unit()
    return sum
  }

  /** One of a list, each as likely. */
  oneOf<Item>(list: readonly [Item, ...Item[]]): Item {
    return list[this.whole(0, list.length - 1)] ?? list[0]
  }

  /** A direction of the plane: a vector of length 1. */
  direction(): readonly [x: number, y: number] {
    for (;;) {
      const [x, y] = [this.between(-1, 1), this.between(-1, 1)]
      const length = Math.sqrt(x * x + y * y)
      if (length > 0.1 && length <= 1) return [x / length, y / length]
    }
  }
}

/** FNV-1a over UTF-16, with a start of its own. */
function hashOf(text: string, start: number): number {
  let hash = Math.imul(start, 0x9e3779b9) ^ 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}
