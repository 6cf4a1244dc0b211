import type { SparseExamples } from '../src/examples.ts'

/** Sparse examples of rows of bytes. */
export function sparseExamples(
  bytes: ArrayLike<number>,
  labels: readonly number[],
  inputSize: number,
  outputSize: number,
): SparseExamples {
  const entries = Array.from(bytes).flatMap((byte, i) => (byte === 0 ? [] : [{ i, byte }]))
  const offsets = Uint32Array.from({ length: labels.length + 1 }, (_, row) => {
    return entries.filter(({ i }) => i < row * inputSize).length
  })
  return {
    kind: 'sparse',
    length: labels.length,
    inputSize,
    outputSize,
    offsets,
    indices: Uint16Array.from(entries, ({ i }) => i % inputSize),
    values: Uint8Array.from(entries, ({ byte }) => byte),
    labels: Uint8Array.from(labels),
  }
}
