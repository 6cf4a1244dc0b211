import type { DenseExamples, SparseExamples } from '../examples.ts'

/** Rows of inputs as examples, whose answers nobody asks for: what the scalar engines read. */
export function asExamples(
  inputs: Uint8Array | Float64Array,
  inputSize: number,
  outputSize: number,
): DenseExamples | SparseExamples {
  const length = inputs.length / inputSize
  // The indices of sparse examples have 16 bits.
  if (inputs instanceof Float64Array || inputSize > 0x1_0000) {
    const x = inputs instanceof Float64Array ? inputs : Float64Array.from(inputs, byte => byte / 255)
    return { kind: 'dense', length, inputSize, outputSize, x, y: new Float64Array(length * outputSize) }
  }
  const offsets = new Uint32Array(length + 1)
  const indices = new Uint16Array(inputs.length)
  const values = new Uint8Array(inputs.length)
  let end = 0
  for (const [i, byte] of inputs.entries()) {
    if (i % inputSize === 0) offsets[i / inputSize] = end
    if (byte === 0) continue
    indices[end] = i % inputSize
    values[end] = byte
    end++
  }
  offsets[length] = end
  return {
    kind: 'sparse',
    length,
    inputSize,
    outputSize,
    offsets,
    indices,
    values,
    labels: new Uint8Array(length),
  }
}
