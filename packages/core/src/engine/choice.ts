import { OptionError } from '../errors.ts'
import { withMemory } from '../memory.ts'
import {
  type Engine,
  type EngineName,
  type Learning,
  type NetworkShape,
  PLAIN,
  type Precision,
} from './engine.ts'
import { ReferenceEngine } from './reference.ts'
import { compileKernels } from './simd/kernels.ts'
import { memoryNeeded } from './simd/layout.ts'
import { LARGEST_MEMORY } from './simd/memory.ts'
import { SimdEngine } from './simd.ts'

/** Engine to use: 'auto' is the fastest that runs here; 'scalar' is the former name of 'reference'. */
export type EngineChoice = 'auto' | EngineName | 'scalar'

/**
 * Makes an engine for a network of this shape.
 * @param slots largest number of examples in a mini-batch
 * @param learning plain stochastic gradient descent by default
 * @param bytesOfData bytes of the examples that it is going to bind
 * @throws OptionError ('engine') where the engine asked for cannot run; MemoryError without enough memory.
 */
export function createEngine(
  choice: EngineChoice,
  precision: Precision,
  shape: NetworkShape,
  slots: number,
  learning: Learning = PLAIN,
  bytesOfData = 0,
): Engine {
  const module = choice === 'auto' || choice === 'simd' ? compileKernels(precision) : null
  const bytes = memoryNeeded(shape.sizes, slots, precision === 'float64' ? 8 : 4, learning)
  const fits = bytes <= LARGEST_MEMORY
  if (choice === 'simd' && !(module && fits)) {
    const why = module
      ? 'the network and its mini-batches need more than the 4 GiB that WebAssembly addresses'
      : 'WebAssembly with SIMD cannot be compiled here'
    throw new OptionError('engine', `engine is "simd", but ${why}: expected 'auto' or 'reference'.`)
  }
  return withMemory(bytes, () => {
    if (module && fits) return new SimdEngine(module, shape, slots, precision, learning, bytes + bytesOfData)
    return new ReferenceEngine(shape, slots, precision, learning)
  })
}
