/** A file with this text as its header and so many bytes of data, whether or not that is a valid one. */
export function safetensorsFile(header: string, dataLength: number): Uint8Array {
  const text = new TextEncoder().encode(header)
  const file = new Uint8Array(8 + text.length + dataLength)
  new DataView(file.buffer).setUint32(0, text.length, true)
  file.set(text, 8)
  return file
}
