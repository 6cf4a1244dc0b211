/** Whether this processor has the byte order of files and of WebAssembly. */
export const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** The bytes of numbers as a file has them: the numbers' own, where the processor has its order. */
export function bytesOf(numbers: Float64Array | Uint32Array): Uint8Array {
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT } = numbers
  const bytes = new Uint8Array(buffer, byteOffset, byteLength)
  return IS_LITTLE_ENDIAN ? bytes : turned(bytes, BYTES_PER_ELEMENT)
}

/**
 * The numbers of a file's bytes: in their place where they lie at a multiple of 8 and in the processor's
 * order, otherwise copied.
 */
export function float64sOf(bytes: Uint8Array): Float64Array {
  const { buffer, byteOffset, length } = inPlace(bytes)
  return new Float64Array(buffer, byteOffset, length / 8)
}

function inPlace(bytes: Uint8Array): Uint8Array {
  if (!IS_LITTLE_ENDIAN) return turned(bytes, 8)
  return bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes)
}

/** A copy of the bytes with those of each number, of so many bytes, in reverse. */
export function turned(bytes: Uint8Array, width: number): Uint8Array {
  const copy = new Uint8Array(bytes)
  for (let start = 0; start < copy.length; start += width) copy.subarray(start, start + width).reverse()
  return copy
}
