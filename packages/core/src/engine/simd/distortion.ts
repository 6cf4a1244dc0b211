import { colsOf } from '../../augment.ts'
import type { Chance } from '../../chance.ts'
import { type Limits, nodesOf } from '../../distortion.ts'
import type { SparseExamples } from '../../examples.ts'
import { type Source, SPARSE } from './bound-examples.ts'
import { type DistortionKernels, instantiateDistortion } from './kernels.ts'
import type { KernelMemory } from './memory.ts'

/** Examples that are distorted in one call, where mini-batches allow it: their entries stay in the cache. */
const FEW = 64

/** Bytes of the Work of ../assembly/work.ts before its epoch. */
const EPOCH_AT = 48

/** Words that its kernels keep there for the image at hand. */
const DRAWN = 11

/** Bytes before and behind what is read by whole vectors. */
const GUARD = 64

/** Distorts the examples that are trained on, in the memory of the kernels. */
export class KernelDistortion {
  readonly #memory: KernelMemory
  readonly #kernels: DistortionKernels
  readonly #chance: Chance
  readonly #limits: Limits
  readonly #capacity: number
  #room: Room | undefined

  /** @param slots largest number of examples in a mini-batch */
  constructor(memory: KernelMemory, chance: Chance, limits: Limits, slots: number) {
    this.#memory = memory
    this.#kernels = instantiateDistortion(memory.memory)
    memory.startAt(this.#kernels.constantsEnd.value)
    this.#chance = chance
    this.#limits = limits
    this.#capacity = Math.max(slots, FEW)
  }

  /**
   * Sparse examples as they are in the epoch that they are made ready for.
   * @throws RangeError without enough memory
   */
  source(plain: Source, examples: SparseExamples): Source {
    const [memory, kernels] = [this.#memory, this.#kernels]
    const cols = colsOf(examples)
    if (this.#room?.cols !== cols) this.#room = this.#makeRoom(examples.inputSize / cols, cols)
    const { work, address, order } = this.#room
    return {
      address,
      capacity: Math.min(this.#capacity, plain.capacity),
      ready(wanted, from, to, epoch = 0) {
        memory.words(work + EPOCH_AT, 1).fill(epoch)
        kernels.distort(work, plain.address, plain.ready(wanted, from, to), to - from)
        return order
      },
      label: plain.label,
    }
  }

  #makeRoom(rows: number, cols: number): Room {
    const [memory, capacity, inputs] = [this.#memory, this.#capacity, rows * cols]
    const { shift, shiftKey, distortionKey } = this.#chance
    const { rotate, scale, shear, thickness, elastic } = this.#limits
    // Whole vectors, and a column without ink at the least.
    const stride = Math.max(4, 32 - Math.clz32(cols))
    const imageBytes = (rows + 3) << stride
    const image = (): number => memory.allocate(imageBytes + 2 * GUARD) + GUARD
    const [across, down] = nodesOf(rows, cols)
    const place = (_: unknown, i: number): number => ((Math.floor(i / cols) + 1) << stride) + (i % cols)
    const identities = memory.allocate(4 * capacity)
    const distorted = [
      memory.allocate(4 * (capacity + 1)),
      memory.allocate(2 * capacity * inputs),
      memory.allocate(capacity * inputs),
      memory.allocate(capacity),
    ]
    const address = memory.copy(Uint32Array.of(SPARSE, ...distorted, 0, identities, 0, rows, cols))
    const words = [
      ...[...shiftKey, ...distortionKey],
      ...[0, shift, elastic, rows, cols, stride, image(), image(), imageBytes],
      memory.copy(Uint32Array.from({ length: inputs }, place)),
      memory.copy(Uint8Array.from({ length: 1 << stride }, (_, col) => (col < cols ? 255 : 0))),
      memory.allocate(8 * across * down + GUARD),
      memory.allocate(8 * across + GUARD),
      memory.allocate(8 * (across + 1) * (down + 1)),
      memory.allocate(inputs + GUARD),
      address,
      ...Array.from({ length: DRAWN }, () => 0),
    ]
    const numbers = Float64Array.of(rotate, scale, shear, thickness)
    const work = memory.copy(new Uint8Array([numbers, Uint32Array.from(words)].flatMap(bytesOf)))
    return { cols, work, address, order: memory.copy(Uint32Array.from({ length: capacity }, (_, i) => i)) }
  }
}

/** The places in the kernels' memory where images of so many columns are distorted. */
interface Room {
  readonly cols: number
  /** The Work of ../assembly/work.ts. */
  readonly work: number
  /** The distorted examples, and their order. */
  readonly address: number
  readonly order: number
}

function bytesOf({ buffer }: Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer>): number[] {
  return Array.from(new Uint8Array(buffer))
}
