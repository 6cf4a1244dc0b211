/** Bytes of an array as numpy.save writes them, in format 1. @param descr such as '|u1' or '<f4' */
export function npyFile(descr: string, shape: readonly number[], data: Uint8Array): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${tuple}), }\n`
  const bytes = new Uint8Array(10 + header.length + data.length)
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8])
  bytes.set(new TextEncoder().encode(header), 10)
  bytes.set(data, 10 + header.length)
  return bytes
}

/** An array of bytes, number i of which is at(i). */
export function bytesFile(shape: readonly number[], at: (i: number) => number): Uint8Array {
  const count = shape.reduce((product, length) => product * length, 1)
  return npyFile(
    '|u1',
    shape,
    Uint8Array.from({ length: count }, (_, i) => at(i)),
  )
}

/** An array of float64. */
export function floatsFile(shape: readonly number[], at: (i: number) => number): Uint8Array {
  const count = shape.reduce((product, length) => product * length, 1)
  const numbers = Float64Array.from({ length: count }, (_, i) => at(i))
  return npyFile('<f8', shape, new Uint8Array(numbers.buffer))
}
