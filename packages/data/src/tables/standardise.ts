import { checkExamples, type DenseExamples, ExamplesError, type Parts, type Standard } from '@gradus/core'

/** Parts on one scale, and the scale. */
export interface StandardParts extends Parts<DenseExamples> {
  /** Means and spreads of the training part, to keep with the model. */
  readonly preprocessing: Standard
}

/**
 * Scales the inputs of every part to mean 0 and spread 1, as they are in the training part: x becomes
 * (x - mean) / spread. The parts that were given stay as they are. A constant input becomes 0.
 * @returns the parts, and the standard to keep with the model: `saveModel(file, network, { preprocessing })`.
 * @throws ExamplesError for parts that are not dense or differ in their inputs, or numbers so large that
 * their spread is not finite.
 * @example
 * ```ts
 * import { denseExamples } from '@gradus/core'
 * import { standardInput, standardise } from '@gradus/data'
 *
 * const train = denseExamples([[[170, 60], [0]], [[190, 80], [1]]])
 * const { train: scaled, preprocessing } = standardise({ train })
 * console.log([...scaled.x]) // prints [ -1, -1, 1, 1 ]
 * console.log([...standardInput(preprocessing, [180, 75])]) // prints [ 0, 0.5 ]
 * ```
 */
export function standardise(parts: Parts<DenseExamples>): StandardParts {
  const { train, validation, test } = parts
  checkDensePart('train', train, train.inputSize)
  const preprocessing = standardOf(train)
  const apply = (name: string, part: DenseExamples): DenseExamples => {
    checkDensePart(name, part, train.inputSize)
    const x = new Float64Array(part.x.length)
    for (let i = 0; i < part.length; i++) {
      const from = i * part.inputSize
      x.set(standardInput(preprocessing, part.x.subarray(from, from + part.inputSize)), from)
    }
    return { ...part, x, hash: part.hash && `${part.hash}:standardised` }
  }
  return {
    train: apply('train', train),
    ...(validation && { validation: apply('validation', validation) }),
    ...(test && { test: apply('test', test) }),
    preprocessing,
  }
}

/**
 * One raw input on the scale of a standard, to predict on.
 * @param x as many numbers as the standard has means
 * @throws ExamplesError for another number of them, or an entry that is no finite number.
 */
export function standardInput(
  { means, spreads }: Omit<Standard, 'kind'>,
  x: ArrayLike<number>,
): Float64Array {
  if (!isList(x) || x.length !== means.length) {
    throw new ExamplesError(
      `The input is ${isList(x) ? `a list of ${x.length}` : String(x)}: expected ${means.length} numbers, one a mean of the standard.`,
    )
  }
  return Float64Array.from(x, (value, k) => {
    if (!Number.isFinite(value)) {
      throw new ExamplesError(`Input ${k} is ${String(value)}: expected a finite number.`)
    }
    return (value - means[k]) / spreads[k]
  })
}

/** Rows of numbers, of which those that are NaN are missing. */
export type DenseRows = Pick<DenseExamples, 'length' | 'inputSize' | 'x'>

/**
 * Means and spreads of the numbers that are there: two passes over the rows, in their order, for the sums of the
 * inputs, and then those of the squared distances. A constant input has its own value as mean, and spread 1.
 * @throws ExamplesError for numbers so large that their spread is not finite
 */
export function standardOf(rows: DenseRows): Standard {
  const constants = constantsOf(rows)
  const means = meansOf(rows, x => x).map((mean, k) => constants[k] ?? mean)
  const variances = meansOf(rows, (x, k) => (x - means[k]) * (x - means[k]))
  const spreads = variances.map(variance => (variance === 0 ? 1 : Math.sqrt(variance)))
  const wrong = spreads.findIndex(spread => !Number.isFinite(spread))
  if (wrong >= 0) {
    throw new ExamplesError(
      `The spread of input ${wrong} is ${spreads[wrong]}: expected a finite number. Scale the inputs down first.`,
    )
  }
  return { kind: 'standard', means, spreads }
}

function meansOf({ length, inputSize, x }: DenseRows, term: (x: number, k: number) => number): number[] {
  const sums = Array.from({ length: inputSize }, () => 0)
  const counts = sums.map(() => 0)
  for (let i = 0; i < length; i++) {
    for (let k = 0; k < inputSize; k++) {
      const value = x[i * inputSize + k]
      if (Number.isNaN(value)) continue
      sums[k] += term(value, k)
      counts[k]++
    }
  }
  return sums.map((sum, k) => sum / counts[k])
}

/** The value of each input that has the same one in every row; undefined for the others. */
function constantsOf({ length, inputSize, x }: DenseRows): (number | undefined)[] {
  return Array.from({ length: inputSize }, (_, k) => {
    let constant: number | undefined
    for (let i = 0; i < length; i++) {
      const value = x[i * inputSize + k]
      if (Number.isNaN(value)) continue
      if (constant !== undefined && value !== constant) return undefined
      constant = value
    }
    return constant
  })
}

function checkDensePart(name: string, part: DenseExamples, inputSize: number): void {
  checkExamples(name, part)
  if (part.kind !== 'dense') {
    throw new ExamplesError(
      `${name} is sparse: expected dense examples. Bytes of images are scaled to 0 .. 1 already, and stay as they are.`,
    )
  }
  if (part.inputSize !== inputSize) {
    throw new ExamplesError(
      `${name} has ${part.inputSize} inputs an example: expected ${inputSize}, as the training part has.`,
    )
  }
}

function isList(x: unknown): x is ArrayLike<number> {
  return Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView))
}
