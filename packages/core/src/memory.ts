import { MemoryError } from './errors.ts'

/**
 * Runs an allocation.
 * @param bytes size that it asks for, roughly
 * @throws MemoryError if the system refuses it
 */
export function withMemory<T>(bytes: number, allocate: () => T): T {
  try {
    return allocate()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new MemoryError(
      `There is not enough memory (${error.message}): expected ${bytes.toLocaleString('en')} bytes to be free. Close other programs, or make a layer, the mini-batches or the data smaller.`,
      { cause: error },
    )
  }
}
