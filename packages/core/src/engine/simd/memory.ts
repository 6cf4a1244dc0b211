import { withMemory } from '../../memory.ts'
import type { GeneratorState, Shuffler } from '../../random/random-generator.ts'
import type { Precision } from '../engine.ts'
import type { Kernels } from './kernels.ts'

const PAGE = 65_536
/** A cache line. */
const ALIGNMENT = 64

/** Bytes that WebAssembly can address. */
export const LARGEST_MEMORY = 2 ** 32 - PAGE

export type Numbers = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>

/** The memory of the last engine that was done, for the next one, unless JavaScript has collected it. */
let spare: WeakRef<WebAssembly.Memory> | undefined

/** A memory that is taken over is at most so many times as large as the engine needs. */
const MOST_SPARE = 4

/** A memory of zeros: the spare one, unless it is too large for so many bytes, or a new one. */
function zeros(bytes: number): WebAssembly.Memory {
  const memory = spare?.deref()
  if (!memory || memory.buffer.byteLength > MOST_SPARE * bytes) return new WebAssembly.Memory({ initial: 1 })
  spare = undefined
  new Uint8Array(memory.buffer).fill(0)
  return memory
}

/** The memory of an engine's kernels. It grows, and goes to another engine when its own is done. */
export class KernelMemory {
  readonly memory: WebAssembly.Memory
  readonly precision: Precision
  /** Size of a number in bytes. */
  readonly numberSize: 8 | 4
  #end = 0

  /** @param bytes that it is to hold, roughly */
  constructor(precision: Precision, bytes: number) {
    this.memory = zeros(bytes)
    this.precision = precision
    this.numberSize = precision === 'float64' ? 8 : 4
  }

  /** Leaves the first bytes to the kernels' own constants. */
  startAt(address: number): void {
    this.#end = aligned(address)
  }

  /**
   * Allocates so many bytes of zeros, and returns their address.
   * @throws MemoryError without enough memory
   */
  allocate(bytes: number): number {
    const address = this.#end
    this.#end = aligned(address + bytes)
    const missing = Math.ceil((this.#end - this.memory.buffer.byteLength) / PAGE)
    if (missing > 0) withMemory(this.#end, () => this.memory.grow(missing))
    return address
  }

  /** Copies integers into memory of their own, and returns its address. */
  copy(integers: Uint8Array | Uint16Array | Uint32Array): number {
    const address = this.allocate(integers.byteLength)
    const bytes = new Uint8Array(integers.buffer, integers.byteOffset, integers.byteLength)
    this.bytes(address, bytes.length).set(bytes)
    return address
  }

  /** Leaves the memory to the next engine. This one must not be used any more. */
  release(): void {
    spare = new WeakRef(this.memory)
  }

  // Views do not outlive a growth: they are made anew each time.

  words(address: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, length)
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length)
  }

  /** Numbers of the engine's precision. */
  numbers(address: number, length: number): Numbers {
    const { buffer } = this.memory
    return this.precision === 'float64'
      ? new Float64Array(buffer, address, length)
      : new Float32Array(buffer, address, length)
  }
}

/** The next address from which memory is allocated. */
export function aligned(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT
}

const LOW_64 = (1n << 64n) - 1n

/** Shuffles by the kernels. */
export class KernelShuffler implements Shuffler {
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

  shuffle(order: Uint32Array, last: number, stop: number, state: GeneratorState): GeneratorState {
    this.reserve(last + 1)
    this.#memory.words(this.#order, last + 1).set(order.subarray(0, last + 1))
    this.#write(state)
    this.#kernels.shuffle(this.#generator, this.#order, last, stop)
    order.set(this.#memory.words(this.#order, last + 1))
    return this.#read()
  }

  /**
   * Makes room for an order of so many entries.
   * @throws RangeError without enough memory
   */
  reserve(length: number): void {
    if (length <= this.#capacity) return
    this.#order = this.#memory.allocate(4 * length)
    this.#capacity = length
  }

  #write({ state, has_uint32, uinteger }: GeneratorState): void {
    const [words, halves] = this.#views()
    for (const [i, digits] of [state.state, state.inc].entries()) {
      words[2 * i] = BigInt(digits) & LOW_64
      words[2 * i + 1] = BigInt(digits) >> 64n
    }
    halves.set([uinteger, has_uint32])
  }

  #read(): GeneratorState {
    const [[low, high, incrementLow, incrementHigh], [half, hasHalf]] = this.#views()
    const state = String((high << 64n) | low)
    const inc = String((incrementHigh << 64n) | incrementLow)
    return {
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
