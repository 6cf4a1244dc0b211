const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0)
  return remainder
})

/** The CRC-32 of bytes[from .. to - 1]: https://www.w3.org/TR/png-3/#5CRC-algorithm. */
export function crc32(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0xffffffff
  for (let i = from; i < to; i++) {
    crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}

const ADLER_MODULUS = 65_521
/** So many bytes can be added up with sums below 2 ** 30, which engines keep as small integers. */
const ADLER_RUN = 2048

/** The Adler-32 of bytes that follow those of which it was `before` (1 at the start): RFC 1950, section 8.2. */
export function adler32(before: number, bytes: Uint8Array): number {
  let low = before & 0xffff
  let high = before >>> 16
  for (let from = 0; from < bytes.length; from += ADLER_RUN) {
    const to = Math.min(from + ADLER_RUN, bytes.length)
    for (let i = from; i < to; i++) {
      low += bytes[i] ?? 0
      high += low
    }
    low %= ADLER_MODULUS
    high %= ADLER_MODULUS
  }
  return ((high << 16) | low) >>> 0
}
