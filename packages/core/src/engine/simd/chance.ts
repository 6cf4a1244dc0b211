import { type Chance, thresholdOf } from '../../chance.ts'
import type { KernelMemory } from './memory.ts'

/** Numbers and words of the Chance of ../assembly/chance.ts; the first word is the epoch. */
const NUMBERS = 2
const WORDS = 10

/** Dropout and shifts in the memory of the kernels. */
export class KernelChance {
  readonly #memory: KernelMemory
  readonly #address: number

  /** @param chance undefined without dropout and augmentation */
  constructor(memory: KernelMemory, chance: Chance | undefined) {
    this.#memory = memory
    this.#address = chance ? describe(memory, chance) : 0
  }

  /** The address of what happens in an epoch, for the kernels; 0 where nothing does, or without an epoch. */
  in(epoch: number | undefined): number {
    if (this.#address === 0 || epoch === undefined) return 0
    this.#memory.words(this.#address + NUMBERS * this.#memory.numberSize, 1).fill(epoch)
    return this.#address
  }
}

function describe(memory: KernelMemory, { dropout, shift, limits, dropoutKey, shiftKey }: Chance): number {
  // A distortion shifts as well.
  const reach = limits ? 0 : shift
  const address = memory.allocate(NUMBERS * memory.numberSize + 4 * WORDS)
  const shares = [dropout.hidden, dropout.input]
  memory.numbers(address, NUMBERS).set(shares.map(share => 1 / (1 - share)))
  const drops = shares.flatMap(share => [Number(share > 0), thresholdOf(share)])
  memory
    .words(address + NUMBERS * memory.numberSize, WORDS)
    .set([0, ...drops, reach, ...dropoutKey, ...shiftKey])
  return address
}
