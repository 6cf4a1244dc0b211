import { IS_LITTLE_ENDIAN } from '../../math/byte-order.ts'
import type { Precision } from '../engine.ts'
import { KERNELS } from './kernels.generated.ts'

/**
 * The functions of ../assembly/index.ts for one precision: addresses, counts and sizes are unsigned 32-bit
 * integers.
 */
export interface Kernels {
  /** Trains on whole mini-batches; adds their costs to `cost`. */
  train(
    network: number,
    examples: number,
    order: number,
    count: number,
    miniBatchSize: number,
    factor: number,
    cost: number,
  ): number
  propagate(
    network: number,
    examples: number,
    batch: number,
    count: number,
    slot: number,
    factor: number,
    cost: number,
  ): number
  update(network: number, examples: number, batch: number, count: number, slot: number): void
  /** Leaves the activations in the slots 0 .. count. */
  forward(network: number, examples: number, batch: number, count: number): void
  /** The cost of an example whose activations are in a slot. */
  cost(network: number, examples: number, example: number, slot: number): number
  /** Swaps entries of an order from `last` down to `stop`, which is left out. */
  shuffle(generator: number, order: number, last: number, stop: number): void
  /** Address of the end of the constants, which the kernels keep at the beginning of their memory. */
  readonly constantsEnd: number
}

interface Exports {
  readonly train64: Kernels['train']
  readonly train32: Kernels['train']
  readonly propagate64: Kernels['propagate']
  readonly propagate32: Kernels['propagate']
  readonly update64: Kernels['update']
  readonly update32: Kernels['update']
  readonly forward64: Kernels['forward']
  readonly forward32: Kernels['forward']
  readonly cost64: Kernels['cost']
  readonly cost32: Kernels['cost']
  readonly shuffle: Kernels['shuffle']
  readonly constantsEnd: { readonly value: number }
}

let compiled: WebAssembly.Module | null | undefined

/**
 * Compiles the kernels, once; null where WebAssembly cannot be compiled from bytes (workerd), or knows no
 * SIMD.
 */
export function compileKernels(): WebAssembly.Module | null {
  if (compiled === undefined) compiled = compile()
  return compiled
}

function compile(): WebAssembly.Module | null {
  // WebAssembly's memory is little-endian, and typed arrays are as the processor is.
  if (!IS_LITTLE_ENDIAN) return null
  try {
    const bytes = Array.from(KERNELS.matchAll(/../g), ([byte]) => Number.parseInt(byte, 16))
    return new WebAssembly.Module(Uint8Array.from(bytes))
  } catch {
    return null
  }
}

/** Kernels that work on a memory of their own. */
export function instantiateKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  precision: Precision,
): Kernels {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  if (!isComplete(exports)) throw new TypeError('The kernels are not those of assembly/index.ts.')
  const { shuffle } = exports
  const constantsEnd = exports.constantsEnd.value
  if (precision === 'float64') {
    const {
      train64: train,
      propagate64: propagate,
      update64: update,
      forward64: forward,
      cost64: cost,
    } = exports
    return { train, propagate, update, forward, cost, shuffle, constantsEnd }
  }
  const {
    train32: train,
    propagate32: propagate,
    update32: update,
    forward32: forward,
    cost32: cost,
  } = exports
  return { train, propagate, update, forward, cost, shuffle, constantsEnd }
}

const FUNCTIONS = [
  ...['train64', 'train32', 'propagate64', 'propagate32', 'update64', 'update32'],
  ...['forward64', 'forward32', 'cost64', 'cost32', 'shuffle'],
]

function isComplete(exports: WebAssembly.Exports): exports is WebAssembly.Exports & Exports {
  const { constantsEnd } = exports
  return (
    constantsEnd instanceof WebAssembly.Global && FUNCTIONS.every(name => typeof exports[name] === 'function')
  )
}
