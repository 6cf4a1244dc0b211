import { MemoryError } from './errors.ts'

/** What `allocate` gives. @param bytes that it asks for, or nearly so. @throws MemoryError if the system refuses them. */
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
