import {
  answerOf,
  type DenseExamples,
  type Examples,
  examplesAt,
  RandomGenerator,
  type SparseExamples,
} from '@gradus/core'
import { trainingSampleOf } from '@gradus/data'
import type { TrialData } from '@gradus/study'
import { FarNumbers } from './far-numbers.ts'
import type { DataChange, Trial } from './trial.ts'

/** First words of the seeds of the orders in which examples are chosen and labels are mixed. */
const STREAM = { choice: 0x646f6301, labels: 0x646f6302 } as const

/** The data of a trial. */
export interface PreparedData extends TrialData {
  /** Training examples that are evaluated too. */
  readonly sample: Examples
}

/** Changes data as a trial asks for. The same trial has the same data everywhere. */
export function prepared({ train, validation }: TrialData, { spec, data, judged }: Trial): PreparedData {
  const { length } = validation
  const chosen = withExamples(train, data, spec.data.train)
  const change = changeOf(train, data)
  const part = judged === undefined || judged >= length ? validation : firstOf(validation, judged)
  const examples = withLabels(change(chosen), data)
  return {
    train: examples,
    validation: change(part),
    sample: trainingSampleOf(examples),
  }
}

/** Indices in an order by chance, always the same. */
function orderOf(length: number, stream: number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i)
  new RandomGenerator([stream, length]).shuffle(order)
  return order
}

function firstOf(examples: Examples, count: number, from = 0): Examples {
  const { length } = examples
  const order = orderOf(length, STREAM.choice)
  return examplesAt(
    examples,
    Uint32Array.from({ length: count }, (_, i) => order[(from + i) % length]),
  )
}

/** All examples as they are, or the first so many in an order by chance; of each class as many. */
function withExamples(examples: Examples, { examples: wanted }: DataChange, count: number): Examples {
  if (wanted === undefined || count === examples.length) return examples
  if ('share' in wanted) return firstOf(examples, count, Math.round(examples.length * (wanted.from ?? 0)))
  const seen = new Map<number, number>()
  const indices = orderOf(examples.length, STREAM.choice).filter(i => {
    const label = answerOf(examples, i)
    const before = seen.get(label) ?? 0
    seen.set(label, before + 1)
    return before < wanted.perClass
  })
  return examplesAt(examples, indices.slice(0, count))
}

function withLabels(examples: Examples, { labels }: DataChange): Examples {
  if (labels === undefined) return examples
  const order = orderOf(examples.length, STREAM.labels)
  const mixed = examplesAt(examples, order)
  if (examples.kind === 'sparse' && mixed.kind === 'sparse') return { ...examples, labels: mixed.labels }
  if (examples.kind === 'dense' && mixed.kind === 'dense') return { ...examples, y: mixed.y }
  return examples
}

/** A change of inputs, for the training data and for those that it is judged by. */
function changeOf(train: Examples, { inputs }: DataChange): (examples: Examples) => Examples {
  if (inputs === undefined) return examples => examples
  if (inputs === 'zero') return withoutInputs
  if (train.kind === 'sparse') return brightened(train)
  if (inputs === 'standardised') return standardised(train)
  const far = new FarNumbers(train)
  const change = standardised(far.mended(train))
  return examples => change(examples.kind === 'dense' ? far.mended(examples) : examples)
}

/** Pixels that reach up to 255, that is 1, with the factor of the training data. */
function brightened(train: SparseExamples): (examples: Examples) => Examples {
  const brightest = train.values.reduce((most, value) => Math.max(most, value), 1)
  return examples => {
    if (examples.kind === 'dense') return examples
    const values = examples.values.map(value => Math.min(255, Math.round((255 * value) / brightest)))
    return { ...examples, values }
  }
}

/** Columns with a mean of 0 and a standard deviation of 1 on the training data. */
function standardised(train: DenseExamples): (examples: Examples) => Examples {
  const { means, deviations } = momentsOf(train.x, train.inputSize)
  return examples => {
    if (examples.kind === 'sparse') return examples
    const { inputSize } = examples
    const x = examples.x.map((value, i) => {
      const column = i % inputSize
      const deviation = deviations[column]
      return deviation > 0 ? (value - means[column]) / deviation : 0
    })
    return { ...examples, x }
  }
}

function withoutInputs(examples: Examples): Examples {
  if (examples.kind === 'dense') return { ...examples, x: new Float64Array(examples.x.length) }
  return {
    ...examples,
    offsets: new Uint32Array(examples.length + 1),
    indices: new Uint16Array(0),
    values: new Uint8Array(0),
  }
}

/** Mean and standard deviation of each column of a row-major table. */
function momentsOf(x: Float64Array, columns: number): { means: Float64Array; deviations: Float64Array } {
  const rows = x.length / columns
  const [means, deviations] = [new Float64Array(columns), new Float64Array(columns)]
  x.forEach((value, i) => {
    means[i % columns] += value / rows
  })
  x.forEach((value, i) => {
    deviations[i % columns] += (value - means[i % columns]) ** 2 / rows
  })
  return { means, deviations: deviations.map(Math.sqrt) }
}
