import type { Examples } from '../examples.ts'

const LEVELS = Float32Array.from({ length: 256 }, (_, byte) => byte / 255)

/** The inputs of an example that are not 0 in float32, in ascending order, and its wanted outputs. */
export class ActiveInputs32 {
  count = 0
  readonly indices: Uint32Array
  readonly values: Float32Array
  readonly #examples: Examples

  constructor(examples: Examples) {
    this.#examples = examples
    this.indices = new Uint32Array(examples.inputSize)
    this.values = new Float32Array(examples.inputSize)
  }

  /** Lists those of example i. */
  list(i: number): void {
    this.count = 0
    const examples = this.#examples
    if (examples.kind === 'sparse') {
      const end = examples.offsets[i + 1] ?? 0
      for (let e = examples.offsets[i] ?? 0; e < end; e++) {
        this.#add(examples.indices[e] ?? 0, LEVELS[examples.values[e] ?? 0] ?? 0)
      }
    } else {
      const start = i * examples.inputSize
      for (let k = 0; k < examples.inputSize; k++) this.#add(k, examples.x[start + k] ?? 0)
    }
  }

  /** Writes the wanted outputs of example i. */
  want(i: number, y: Float32Array): void {
    const examples = this.#examples
    if (examples.kind === 'dense') {
      y.set(examples.y.subarray(i * examples.outputSize, (i + 1) * examples.outputSize))
      return
    }
    y.fill(0)
    y[examples.labels[i] ?? 0] = 1
  }

  #add(index: number, value: number): void {
    this.values[this.count] = value
    if (this.values[this.count] === 0) return
    this.indices[this.count] = index
    this.count++
  }
}
