/**
 * Takes the samples out of the bytes of a row: the leftmost in the high bits, or two bytes each, high byte first
 * (https://www.w3.org/TR/png-3/#7Scanline). As many as `samples` has room for.
 */
export function unpack(row: Uint8Array, depth: number, samples: Uint16Array): void {
  if (depth === 8) samples.set(row)
  else if (depth === 16) {
    for (let i = 0; i < samples.length; i++) samples[i] = 256 * (row[2 * i] ?? 0) + (row[2 * i + 1] ?? 0)
  } else {
    const mask = 2 ** depth - 1
    for (let i = 0; i < samples.length; i++) {
      const bit = i * depth
      samples[i] = ((row[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & mask
    }
  }
}
