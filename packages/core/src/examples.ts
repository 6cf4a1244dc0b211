import { ExamplesError } from './errors.ts'
import { Matrix } from './math/matrix.ts'
import { argmax, isAllFinite } from './math/operations.ts'

/**
 * Examples as float64 pairs (x, y): row i of `x` is an input, row i of `y` its wanted output. The label, for
 * counting, is the index of the row's largest entry (the first one wins).
 */
export interface DenseExamples {
  /** Tells these examples from sparse ones. */
  readonly kind: 'dense'
  /** Number of examples, at least 1. */
  readonly length: number
  /** Numbers of an input: the first of the network's sizes. */
  readonly inputSize: number
  /** Numbers of a wanted output: the last of the network's sizes. */
  readonly outputSize: number
  /** Row-major, length x inputSize. */
  readonly x: Float64Array
  /** Row-major, length x outputSize. */
  readonly y: Float64Array
  /**
   * Identity of these data, such as their SHA-256, where it is known: a checkpoint then refuses other data.
   */
  readonly hash?: string | undefined
}

/**
 * Examples as bytes with labels, each kept as its non-zero entries only. Entry e of example i, for
 * offsets[i] <= e < offsets[i + 1], says that input indices[e] is values[e] / 255; all others are 0.
 * Indices ascend within an example. The wanted output is 1 at the label and 0 elsewhere.
 */
export interface SparseExamples {
  /** Tells these examples from dense ones. */
  readonly kind: 'sparse'
  /** Number of examples, at least 1. */
  readonly length: number
  /** Numbers of an input, those that are 0 included: the first of the network's sizes. */
  readonly inputSize: number
  /** Number of classes: the last of the network's sizes. */
  readonly outputSize: number
  /** length + 1 positions in `indices` and `values`; the first need not be 0. */
  readonly offsets: Uint32Array
  /** The input of each entry, 0 .. inputSize - 1. */
  readonly indices: Uint16Array
  /** The byte of each entry, 1 .. 255: the input is a 255th of it. */
  readonly values: Uint8Array
  /** One of 0 .. outputSize - 1 an example. */
  readonly labels: Uint8Array
  /** Pixels a row, where the examples are images: the side of a square by default. */
  readonly cols?: number | undefined
  /**
   * Identity of these data, such as their SHA-256, where it is known: a checkpoint then refuses other data.
   */
  readonly hash?: string | undefined
}

/** The one data contract: what `sgd`, `Network.evaluate` and every engine accept. */
export type Examples = DenseExamples | SparseExamples

/** Bytes of the examples' numbers. */
export function bytesOfExamples(examples: Examples): number {
  return Object.values(examples).reduce(
    (sum, part) => sum + (ArrayBuffer.isView(part) ? part.byteLength : 0),
    0,
  )
}

/**
 * Checks that examples keep the rules of their interface, in one pass over them.
 * @param name their name in a message
 * @throws ExamplesError naming the first invalid entry.
 */
export function checkExamples(name: string, examples: Examples): void {
  if (typeof examples !== 'object' || examples === null || Array.isArray(examples)) {
    throw new ExamplesError(
      `${name} is ${Array.isArray(examples) ? 'a list' : String(examples)}: expected Examples. Make some by denseExamples(pairs).`,
    )
  }
  const { kind, length, inputSize, outputSize } = examples
  if (kind !== 'dense' && kind !== 'sparse') {
    throw new ExamplesError(
      `${name} is of kind ${JSON.stringify(kind)}: expected 'dense' or 'sparse'. Make some by denseExamples(pairs).`,
    )
  }
  if (!isPositive(length) || !isPositive(inputSize) || !isPositive(outputSize)) {
    throw new ExamplesError(
      `${name} holds ${length} examples of ${inputSize} inputs and ${outputSize} outputs: expected at least one of each.`,
    )
  }
  if (kind === 'dense') checkDense(name, examples)
  else checkSparse(name, examples)
}

function isPositive(count: number): boolean {
  return Number.isSafeInteger(count) && count >= 1
}

/**
 * @throws ExamplesError unless the examples are sound and have the network's numbers of inputs and outputs.
 */
export function checkFit(
  name: string,
  network: { readonly sizes: readonly number[] },
  examples: Examples,
): void {
  checkExamples(name, examples)
  const [inputs, outputs] = [network.sizes[0], network.sizes.at(-1)]
  if (examples.inputSize !== inputs || examples.outputSize !== outputs) {
    throw new ExamplesError(
      `${name} has ${examples.inputSize} inputs and ${examples.outputSize} outputs, the network [${network.sizes.join(', ')}] has ` +
        `${inputs} and ${outputs}: expected the same. Make the network's first size ${examples.inputSize} and its last ${examples.outputSize}.`,
    )
  }
}

/**
 * Example i as the column vectors [x (inputSize x 1), y (outputSize x 1)].
 * @throws ExamplesError outside the examples.
 */
export function pairOf(examples: Examples, i: number): [x: Matrix, y: Matrix] {
  checkIndex(examples, i)
  const { inputSize, outputSize } = examples
  if (examples.kind === 'dense') {
    return [
      Matrix.column(examples.x.subarray(i * inputSize, (i + 1) * inputSize)),
      Matrix.column(examples.y.subarray(i * outputSize, (i + 1) * outputSize)),
    ]
  }
  const x = new Matrix(inputSize, 1)
  const y = new Matrix(outputSize, 1)
  const { offsets, indices, values } = examples
  const end = offsets[i + 1]
  for (let e = offsets[i]; e < end; e++) x.data[indices[e]] = values[e] / 255
  y.data[examples.labels[i]] = 1
  return [x, y]
}

/**
 * Label of example i, or else the index of its largest wanted output.
 * @throws ExamplesError for an index outside the examples.
 */
export function answerOf(examples: Examples, i: number): number {
  checkIndex(examples, i)
  if (examples.kind === 'sparse') return examples.labels[i]
  return argmax(examples.y, i * examples.outputSize, (i + 1) * examples.outputSize)
}

function checkIndex(examples: Examples, i: number): void {
  if (!Number.isInteger(i) || i < 0 || i >= examples.length) {
    throw new ExamplesError(`There is no example ${i}: expected 0 .. ${examples.length - 1}.`)
  }
}

function checkDense(name: string, { length, inputSize, outputSize, x, y }: DenseExamples): void {
  if (!(x instanceof Float64Array && y instanceof Float64Array)) {
    throw new ExamplesError(
      `${name} has x or y in another form: expected two Float64Array. Make dense examples by denseExamples(pairs).`,
    )
  }
  if (x.length !== length * inputSize || y.length !== length * outputSize) {
    throw new ExamplesError(
      `${name} has ${x.length} numbers in x and ${y.length} in y: expected ${length} x ${inputSize} and ${length} x ${outputSize}.`,
    )
  }
  for (const [part, values, size] of [
    ['x', x, inputSize],
    ['y', y, outputSize],
  ] as const) {
    if (!isAllFinite(values)) {
      const wrong = values.findIndex(value => !Number.isFinite(value))
      throw new ExamplesError(
        `${name}: entry ${wrong % size} of ${part} in example ${Math.floor(wrong / size)} is ${values[wrong]}: expected a finite number. Remove or repair the example.`,
      )
    }
  }
}

function checkSparse(name: string, examples: SparseExamples): void {
  const { length, inputSize, outputSize, offsets, indices, values, labels, cols } = examples
  if (cols !== undefined && !(isPositive(cols) && inputSize % cols === 0)) {
    throw new ExamplesError(
      `${name} has images of ${cols} pixels a row: expected a whole number that divides its ${inputSize} inputs.`,
    )
  }
  if (
    !(offsets instanceof Uint32Array && indices instanceof Uint16Array) ||
    !(values instanceof Uint8Array && labels instanceof Uint8Array)
  ) {
    throw new ExamplesError(
      `${name} has offsets, indices, values or labels in another form: expected Uint32Array, Uint16Array, Uint8Array and Uint8Array.`,
    )
  }
  if (offsets.length !== length + 1 || labels.length !== length || indices.length !== values.length) {
    throw new ExamplesError(
      `${name} has ${offsets.length} offsets, ${labels.length} labels, ${indices.length} indices and ${values.length} values: ` +
        `expected ${length + 1} offsets and ${length} labels for ${length} examples, and as many indices as values.`,
    )
  }
  for (let i = 0; i < length; i++) {
    const start = offsets[i]
    const end = offsets[i + 1]
    if (end < start || end > indices.length) {
      throw new ExamplesError(
        `${name}: example ${i} runs from entry ${start} to ${end}: expected an ascending range within ${indices.length} entries.`,
      )
    }
    if (labels[i] >= outputSize) {
      throw new ExamplesError(
        `${name}: example ${i} has label ${labels[i]}: expected 0 .. ${outputSize - 1}, a class of the ${outputSize}.`,
      )
    }
    let previous = -1
    for (let e = start; e < end; e++) {
      const index = indices[e]
      if (index <= previous || index >= inputSize) {
        throw new ExamplesError(
          `${name}: example ${i} has index ${index} after ${previous}: expected ascending indices below ${inputSize}.`,
        )
      }
      if (values[e] === 0) {
        throw new ExamplesError(
          `${name}: example ${i} lists a value of 0 at index ${index}: expected 1 .. 255. Leave inputs that are 0 out.`,
        )
      }
      previous = index
    }
  }
}

/** Examples of each class, by label. */
export function countLabels(examples: Examples): number[] {
  const counts = Array.from({ length: examples.outputSize }, () => 0)
  for (let i = 0; i < examples.length; i++) {
    counts[answerOf(examples, i)]++
  }
  return counts
}

/**
 * The inputs of the examples from .. to, a row each: numbers, or bytes of which each v stands for v / 255.
 */
export function rowsOf(examples: Examples, from: number, to: number): Float64Array | Uint8Array {
  const { inputSize } = examples
  if (examples.kind === 'dense') return examples.x.subarray(from * inputSize, to * inputSize)
  return bytesOf(examples, from, to)
}

/** The bytes of the inputs of sparse examples from .. to, a row each. */
export function bytesOf(
  { inputSize, indices, values, offsets }: SparseExamples,
  from: number,
  to: number,
): Uint8Array {
  const rows = new Uint8Array((to - from) * inputSize)
  for (let i = from; i < to; i++) {
    const row = (i - from) * inputSize
    for (let e = offsets[i]; e < offsets[i + 1]; e++) rows[row + indices[e]] = values[e]
  }
  return rows
}
