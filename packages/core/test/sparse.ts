import type { SparseExamples } from '../src/examples.ts'

/** Sparse examples of rows of bytes. */
export function sparseExamples(
  bytes: ArrayLike<number>,
  labels: readonly number[],
  inputSize: number,
  outputSize: number,
): SparseExamples {
  const entries = Array.from(bytes).flatMap((byte, i) => (byte === 0 ? [] : [{ i, byte }]))
  const offsets = new Uint32Array(labels.length + 1)
  for (const { i } of entries) {
    const next = Math.floor(i / inputSize) + 1
    offsets[next] = (offsets[next] ?? 0) + 1
  }
  for (let row = 1; row < offsets.length; row++) offsets[row] = (offsets[row] ?? 0) + (offsets[row - 1] ?? 0)
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
