import { withMemory } from '../../memory.ts'
import type { Precision } from '../engine.ts'

const PAGE = 65_536
/** A cache line. */
const ALIGNMENT = 64

/** What WebAssembly can address. */
export const LARGEST_MEMORY = 2 ** 32 - PAGE

export type Numbers = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>

/** The memory of an engine's kernels. It grows, and goes when the engine does. */
export class KernelMemory {
  readonly memory = new WebAssembly.Memory({ initial: 1 })
  readonly precision: Precision
  /** Of a number in bytes. */
  readonly numberSize: 8 | 4
  #end = 0

  constructor(precision: Precision) {
    this.precision = precision
    this.numberSize = precision === 'float64' ? 8 : 4
  }

  /** Leaves the first bytes to what the kernels keep there themselves. */
  startAt(address: number): void {
    this.#end = Math.ceil(address / ALIGNMENT) * ALIGNMENT
  }

  /** Where the next allocation begins. */
  get end(): number {
    return this.#end
  }

  /** Frees all from an address on, where an allocation began. */
  release(from: number): void {
    new Uint8Array(this.memory.buffer, from, this.#end - from).fill(0)
    this.#end = from
  }

  /** The address of so many bytes of zeros. @throws MemoryError if they are not to be had. */
  allocate(bytes: number): number {
    const address = this.#end
    this.#end = Math.ceil((address + bytes) / ALIGNMENT) * ALIGNMENT
    const missing = Math.ceil((this.#end - this.memory.buffer.byteLength) / PAGE)
    if (missing > 0) withMemory(this.#end, () => this.memory.grow(missing))
    return address
  }

  /** Copies integers into memory of their own, and gives its address. */
  place(integers: Uint8Array | Uint16Array | Uint32Array): number {
    const address = this.allocate(integers.byteLength)
    const bytes = new Uint8Array(integers.buffer, integers.byteOffset, integers.byteLength)
    this.bytes(address, bytes.length).set(bytes)
    return address
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
