import { type Augment, checkAugment } from '../augment.ts'
import { OptionError } from '../errors.ts'
import { countLabels, type DenseExamples, type Examples, type SparseExamples } from '../examples.ts'

/** The usual changes of images. */
export const AFFINE: Augment = { shift: 1, rotate: 12, scale: 15, shear: 10 }

/** Facts about training data before training begins: plain numbers, to be sent to another thread. */
export interface DataProfile {
  /** Number of examples. */
  readonly examples: number
  /** Numbers of an input. */
  readonly inputSize: number
  /** Numbers of a wanted output. */
  readonly outputSize: number
  /** The smallest number among the inputs of all examples. */
  readonly smallest: number
  /** The largest number among them. */
  readonly largest: number
  /** Their arithmetic mean. */
  readonly mean: number
  /** Their root mean square. */
  readonly rms: number
  /** Inputs (of inputSize) that have the same value in every example. */
  readonly constantInputs: number
  /** Examples of each class. */
  readonly classes: readonly number[]
  /**
   * Mean quadratic cost of the best outputs that ignore the inputs: half the sum of the variances of the
   * wanted outputs.
   */
  readonly constantCost: number
  /** Mean of each wanted output, from which follow the constant costs of the other cost functions. */
  readonly meanOutputs: readonly number[]
  /** The wanted outputs as an output layer is to reach them. */
  readonly targets: TargetProfile
  /** Whether the examples are images, which can be changed anew in every epoch. */
  readonly augmentable: boolean
}

/** Facts about wanted outputs: one of 1 an example, and else 0, where they are classes. */
export interface TargetProfile {
  /** The smallest of all. */
  readonly smallest: number
  /** The largest of all. */
  readonly largest: number
  /** The smallest sum of an example's wanted outputs. */
  readonly smallestSum: number
  /** The largest sum of an example's wanted outputs. */
  readonly largestSum: number
  /** Mean quadratic cost of the outputs within 0 .. 1 that come nearest to them: no sigmoid does better. */
  readonly nearestCost: number
}

type InputProfile = Pick<DataProfile, 'smallest' | 'largest' | 'mean' | 'rms' | 'constantInputs'>
type OutputProfile = Pick<DataProfile, 'constantCost' | 'meanOutputs' | 'targets'>

/** Computes the profile of examples, in one pass over their numbers. */
export function profileOf(examples: Examples): DataProfile {
  const { length, inputSize, outputSize } = examples
  const classes = countLabels(examples)
  return {
    examples: length,
    inputSize,
    outputSize,
    ...(examples.kind === 'sparse' ? sparseInputs(examples) : denseInputs(examples)),
    classes,
    ...(examples.kind === 'sparse' ? profileOfShares(classes, length) : profileOfOutputs(examples)),
    augmentable: isAugmentable(examples),
  }
}

/** Whether what is usual can be done to the examples. */
function isAugmentable(examples: Examples): boolean {
  try {
    checkAugment(AFFINE, examples)
    return true
  } catch (error) {
    if (error instanceof OptionError) return false
    throw error
  }
}

function sparseInputs({ length, inputSize, offsets, indices, values }: SparseExamples): InputProfile {
  const counts = new Float64Array(256)
  const present = new Uint32Array(inputSize)
  const first = new Uint8Array(inputSize)
  const varies = new Uint8Array(inputSize)
  const [start, end] = [offsets[0], offsets[length]]
  for (let e = start; e < end; e++) {
    const [k, value] = [indices[e], values[e]]
    counts[value]++
    if (present[k] === 0) first[k] = value
    else if (first[k] !== value) varies[k] = 1
    present[k]++
  }
  counts[0] = length * inputSize - (end - start)
  const isConstant = present.map((count, k) => (count === 0 || (count === length && varies[k] === 0) ? 1 : 0))
  const occurs = (count: number) => count > 0
  const mean = (term: (input: number) => number) =>
    counts.reduce((sum, count, value) => sum + count * term(value / 255), 0) / (length * inputSize)
  return {
    smallest: counts.findIndex(occurs) / 255,
    largest: counts.findLastIndex(occurs) / 255,
    mean: mean(input => input),
    rms: Math.sqrt(mean(input => input * input)),
    constantInputs: isConstant.reduce((sum, is) => sum + is, 0),
  }
}

function denseInputs({ length, inputSize, x }: DenseExamples): InputProfile {
  const varies = new Uint8Array(inputSize)
  let [smallest, largest, sum, squares] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0]
  for (let i = 0; i < length; i++) {
    for (let k = 0; k < inputSize; k++) {
      const value = x[i * inputSize + k]
      if (value < smallest) smallest = value
      if (value > largest) largest = value
      sum += value
      squares += value * value
      if (value !== x[k]) varies[k] = 1
    }
  }
  const count = length * inputSize
  const varying = varies.reduce((total, is) => total + is, 0)
  return {
    smallest,
    largest,
    mean: sum / count,
    rms: Math.sqrt(squares / count),
    constantInputs: inputSize - varying,
  }
}

/** Each example has one wanted output of 1, and all others are 0. */
function profileOfShares(classes: readonly number[], length: number): OutputProfile {
  const shares = classes.map(count => count / length)
  return {
    constantCost: shares.reduce((sum, share) => sum + share * (1 - share), 0) / 2,
    meanOutputs: shares,
    targets: {
      ...{ smallest: classes.length > 1 ? 0 : 1, largest: 1 },
      ...{ smallestSum: 1, largestSum: 1, nearestCost: 0 },
    },
  }
}

function profileOfOutputs({ length, outputSize, y }: DenseExamples): OutputProfile {
  const meanOutputs: number[] = []
  let cost = 0
  for (let j = 0; j < outputSize; j++) {
    let [sum, squares] = [0, 0]
    for (let i = 0; i < length; i++) {
      const value = y[i * outputSize + j]
      sum += value
      squares += value * value
    }
    const mean = sum / length
    cost += Math.max(0, squares / length - mean * mean) / 2
    meanOutputs.push(mean)
  }
  return { constantCost: cost, meanOutputs, targets: targetsOf(length, outputSize, y) }
}

function targetsOf(length: number, outputSize: number, y: Float64Array): TargetProfile {
  let [smallest, smallestSum] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  let [largest, largestSum] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let squares = 0
  for (let i = 0; i < length; i++) {
    let sum = 0
    for (let j = 0; j < outputSize; j++) {
      const value = y[i * outputSize + j]
      if (value < smallest) smallest = value
      if (value > largest) largest = value
      const beyond = Math.max(-value, value - 1, 0)
      squares += beyond * beyond
      sum += value
    }
    if (sum < smallestSum) smallestSum = sum
    if (sum > largestSum) largestSum = sum
  }
  return { smallest, largest, smallestSum, largestSum, nearestCost: squares / 2 / length }
}
