/** Images as their non-zero pixels: entry e of image i, offsets[i] <= e < offsets[i + 1], is pixel indices[e] with byte values[e]. */
export interface SparsePixels {
  readonly offsets: Uint32Array
  readonly indices: Uint16Array
  readonly values: Uint8Array
}

/**
 * The non-zero pixels of images of `size` bytes each, in ascending order within an image. Two passes,
 * one that counts and one that fills, so that no more memory is taken than the result needs. Both read
 * four bytes at a time and avoid branches, which would be mispredicted at every edge of a stroke.
 */
export function sparsePixels(data: Uint8Array, size: number): SparsePixels {
  const count = data.length / size
  const words = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const offsets = new Uint32Array(count + 1)
  let total = 0
  for (let i = 0; i < count; i++) {
    total += countInk(words, i * size, size)
    offsets[i + 1] = total
  }
  // One entry to spare: `copyInk` writes before it knows whether the pixel counts.
  const indices = new Uint16Array(total + 1)
  const values = new Uint8Array(total + 1)
  let entry = 0
  for (let i = 0; i < count; i++) entry = copyInk(words, i * size, size, indices, values, entry)
  return { offsets, indices: indices.subarray(0, total), values: values.subarray(0, total) }
}

function countInk(words: DataView, start: number, size: number): number {
  const end = start + size
  let inked = 0
  let i = start
  for (; i + 4 <= end; i += 4) {
    const word = words.getInt32(i)
    // The top bit of each byte that is not zero, moved to its lowest bit; the product sums the four.
    const nonZero = ((((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word) >>> 7) & 0x01010101
    inked += Math.imul(nonZero, 0x01010101) >>> 24
  }
  for (; i < end; i++) inked += (words.getUint8(i) + 255) >> 8
  return inked
}

/** Appends the image's non-zero pixels from `entry` on; returns where the next image's begin. */
function copyInk(
  words: DataView,
  start: number,
  size: number,
  indices: Uint16Array,
  values: Uint8Array,
  entry: number,
): number {
  let next = entry
  for (let word = 0; word < size; word += 4) {
    const end = Math.min(word + 4, size)
    if (end === word + 4 && words.getInt32(start + word) === 0) continue
    for (let pixel = word; pixel < end; pixel++) {
      const value = words.getUint8(start + pixel)
      indices[next] = pixel
      values[next] = value
      next += (value + 255) >> 8
    }
  }
  return next
}
