/**
 * As much of the wire format of Protocol Buffers as an ONNX model takes: a message is a sequence of fields, each with the key
 * number << 3 | type, and then a varint (type 0), or a length and so many bytes (type 2).
 */
export type Field = Uint8Array

const VARINT = 0
const BYTES = 2

/** Seven bits a byte, the lowest first; all but the last byte have their highest bit set. */
function varint(value: number): number[] {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${value} is no whole number that can be written.`)
  }
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return [...bytes, rest]
}

const key = (number: number, type: number): number[] => varint(number * 8 + type)

export function integer(number: number, value: number): Field {
  return Uint8Array.from([...key(number, VARINT), ...varint(value)])
}

export function bytes(number: number, value: Uint8Array): Field {
  return concat([Uint8Array.from([...key(number, BYTES), ...varint(value.length)]), value])
}

export function text(number: number, value: string): Field {
  return bytes(number, new TextEncoder().encode(value))
}

/** A field that is a message of its own. */
export function message(number: number, fields: readonly Field[]): Field {
  return bytes(number, concat(fields))
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
