import type { SparseExamples } from '@gradus/core'
import { profileOf } from '@gradus/core/health'
import type { MaterialEvent } from './messages.ts'

/** What who watches needs of the data. */
export function materialOf(
  train: SparseExamples,
  validation: SparseExamples | undefined,
  test: SparseExamples | undefined,
): MaterialEvent {
  const examples = test ?? validation
  const set = test ? 'test' : validation ? 'validation' : undefined
  return { type: 'material', set, examples: examples && copyOf(examples), profile: profileOf(train) }
}

/** The examples alone: sent as they are, they would take with them all the data that theirs are a part of. */
function copyOf({
  length,
  inputSize,
  outputSize,
  offsets,
  indices,
  values,
  labels,
}: SparseExamples): SparseExamples {
  const [first = 0, end = 0] = [offsets[0], offsets[length]]
  return {
    kind: 'sparse',
    length,
    inputSize,
    outputSize,
    offsets: offsets.map(offset => offset - first),
    indices: indices.slice(first, end),
    values: values.slice(first, end),
    labels: labels.slice(),
  }
}
