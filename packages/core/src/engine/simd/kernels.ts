import { IS_LITTLE_ENDIAN } from '../../math/byte-order.ts'
import type { Precision } from '../engine.ts'
import { ALPHABET, FREQUENT, KERNELS } from './kernels.generated.ts'

/**
 * The exports of ../assembly/index.ts, compiled for one precision: addresses, counts and sizes are unsigned
 * 32-bit integers.
 */
export interface Kernels {
  /** Trains on whole mini-batches; adds their costs to `cost`. */
  train(
    network: number,
    examples: number,
    order: number,
    count: number,
    miniBatchSize: number,
    descent: number,
    chance: number,
    cost: number,
  ): number
  propagate(
    network: number,
    examples: number,
    batch: number,
    count: number,
    slot: number,
    scale: number,
    chance: number,
    cost: number,
  ): number
  update(network: number, examples: number, batch: number, count: number, slot: number, chance: number): void
  /** Lets the weights decay, before a fused update. */
  shrink(network: number, descent: number): void
  /** A general update, which sets the sums of gradients to 0. */
  descend(network: number, descent: number): void
  /** Leaves the activations in the slots 0 .. count. */
  forward(network: number, examples: number, batch: number, count: number): void
  /** The cost of an example whose activations are in a slot. */
  cost(network: number, examples: number, example: number, slot: number): number
  /** Swaps entries of an order from `last` down to `stop`, which is left out. */
  shuffle(generator: number, order: number, last: number, stop: number): void
  /** Address of the end of the constants, which the kernels keep at the beginning of their memory. */
  readonly constantsEnd: { readonly value: number }
}

/** The exports of ../assembly/distortion.ts. */
export interface DistortionKernels {
  /** Distorts examples, which `work` says how to. */
  distort(work: number, examples: number, batch: number, count: number): void
  /** Address of the end of its constants, which lie behind those of the other kernels. */
  readonly constantsEnd: { readonly value: number }
}

const compiled = new Map<keyof typeof KERNELS, WebAssembly.Module | null>()

/**
 * Compiles the kernels of a precision, or those of distortions, once; null where WebAssembly cannot be compiled from bytes (workerd),
 * or knows no SIMD.
 */
export function compileKernels(name: Precision | 'distortion'): WebAssembly.Module | null {
  const known = compiled.get(name)
  if (known !== undefined) return known
  const module = compile(KERNELS[name])
  compiled.set(name, module)
  return module
}

function compile(kernels: string): WebAssembly.Module | null {
  // WebAssembly's memory is little-endian, and typed arrays are as the processor is.
  if (!IS_LITTLE_ENDIAN) return null
  try {
    return new WebAssembly.Module(bytesOf(kernels))
  } catch {
    return null
  }
}

/** The bytes that the text of kernels stands for: a character each, or two for those that are rare. */
function bytesOf(kernels: string): Uint8Array<ArrayBuffer> {
  const frequent = Array.from(FREQUENT.matchAll(/../g), ([byte]) => Number.parseInt(byte, 16))
  const bytes: number[] = []
  for (let i = 0; i < kernels.length; i++) {
    const rank = ALPHABET.indexOf(kernels[i])
    const single = frequent.length
    if (rank < single) bytes.push(frequent[rank])
    else bytes.push((rank - single) * single + ALPHABET.indexOf(kernels[++i]))
  }
  return Uint8Array.from(bytes)
}

/** Kernels that work on a memory of their own. */
export function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  if (!isComplete(exports)) throw new TypeError('The kernels are not those of assembly/index.ts.')
  return exports
}

/** Kernels of distortions that work on the same memory as others. */
export function instantiateDistortion(memory: WebAssembly.Memory): DistortionKernels {
  const module = compileKernels('distortion')
  const exports = module && new WebAssembly.Instance(module, { env: { memory } }).exports
  if (exports === null || !isDistortion(exports))
    throw new TypeError('The kernels are not those of assembly/distortion.ts.')
  return exports
}

function isDistortion(exports: WebAssembly.Exports): exports is WebAssembly.Exports & DistortionKernels {
  const { constantsEnd, distort } = exports
  return constantsEnd instanceof WebAssembly.Global && typeof distort === 'function'
}

const FUNCTIONS = ['train', 'propagate', 'update', 'shrink', 'descend', 'forward', 'cost', 'shuffle']

function isComplete(exports: WebAssembly.Exports): exports is WebAssembly.Exports & Kernels {
  const { constantsEnd } = exports
  return (
    constantsEnd instanceof WebAssembly.Global && FUNCTIONS.every(name => typeof exports[name] === 'function')
  )
}
