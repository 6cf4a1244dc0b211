import { ACTIVATIONS, type HiddenActivation, OUTPUTS, type OutputActivation } from './activation.ts'
import { COSTS, type CostName, costNamed } from './cost.ts'
import { ExamplesError, OptionError, ShapeError } from './errors.ts'
import { INITIALISERS, type InitialiserName } from './initialise.ts'
import { Matrix } from './math/matrix.ts'
import { isAllFinite } from './math/operations.ts'

/** Largest layer, in neurons; larger numbers are taken for mistakes. */
const LARGEST_LAYER = 2 ** 24

/**
 * Largest number of biases and weights: 1 GiB of float64. The engines' padding to eight neurons counts too.
 */
const MOST_PARAMETERS = 2 ** 27
const PADDING = 8

/**
 * Checks the neurons per layer: at least an input and an output layer, each a positive integer, of a size
 * that memory and files hold.
 * @throws OptionError naming the invalid layer.
 */
export function checkSizes(sizes: readonly number[]): void {
  if (!Array.isArray(sizes) || sizes.length < 2) {
    const shown = Array.isArray(sizes) ? `[${sizes.join(', ')}]` : String(sizes)
    throw new OptionError(
      'sizes',
      `sizes is ${shown}: expected at least an input and an output layer, such as [784, 15, 10].`,
    )
  }
  let parameters = 0
  for (let layer = 0; layer < sizes.length; layer++) {
    const size = sizes[layer]
    if (!Number.isInteger(size) || size < 1 || size > LARGEST_LAYER) {
      throw new OptionError(
        'sizes',
        `sizes[${layer}] is ${size}: expected a whole number of neurons, 1 .. ${LARGEST_LAYER}, such as 784,15,10 has.`,
      )
    }
    if (layer > 0) parameters += Math.ceil(size / PADDING) * PADDING * (sizes[layer - 1] + 1)
  }
  if (parameters > MOST_PARAMETERS) {
    throw new OptionError(
      'sizes',
      `sizes ask for ${parameters} biases and weights, in eights: expected at most ${MOST_PARAMETERS}. Make a layer smaller.`,
    )
  }
}

/**
 * @throws OptionError naming the first that is no name of an activation, cost or initialiser, or a cost that
 * does not suit the output
 */
export function checkNames(names: {
  readonly activation: HiddenActivation
  readonly output: OutputActivation
  readonly cost: CostName
  readonly initialiser?: InitialiserName | undefined
}): void {
  const { activation, output, cost, initialiser = 'textbook' } = names
  checkOneOf('activation', activation, ACTIVATIONS)
  checkOneOf('output', output, OUTPUTS)
  checkOneOf('cost', cost, COSTS)
  checkOneOf('initialiser', initialiser, INITIALISERS)
  const meant = costNamed(cost).output
  if (meant === output) return
  const suiting = COSTS.filter(other => costNamed(other).output === output).map(other => `'${other}'`)
  throw new OptionError(
    'cost',
    `cost is '${cost}', and the output is ${output}: expected ${suiting.join(' or ')}, which suits it. ` +
      `Take that, or make the output '${meant}'.`,
  )
}

/** @throws OptionError unless it is a whole number of at least 1. */
export function checkCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new OptionError(name, `${name} is ${value}: expected a whole number of at least 1.`)
  }
}

/** @throws OptionError unless it is one of the choices. */
export function checkOneOf(name: string, value: unknown, choices: readonly string[]): void {
  if (choices.some(choice => choice === value)) return
  const expected = choices.map(choice => `'${choice}'`).join(' or ')
  throw new OptionError(name, `${name} is ${JSON.stringify(value)}: expected ${expected}.`)
}

/** @throws OptionError unless eta is a finite number above 0. */
export function checkEta(eta: number): void {
  if (!Number.isFinite(eta) || eta <= 0) {
    throw new OptionError('eta', `eta is ${eta}: expected a finite number above 0, such as 3.`)
  }
}

/**
 * Copies matrices of these shapes.
 * @param name the option in a message
 * @throws ShapeError for another number of matrices, or naming the first with another shape
 */
export function copiesOf(
  name: string,
  given: readonly Matrix[],
  shapes: readonly (readonly [number, number])[],
): Matrix[] {
  if (given.length !== shapes.length) {
    throw new ShapeError(
      `${name} has ${given.length} matrices: expected ${shapes.length}, one for every layer after the input.`,
    )
  }
  return shapes.map(([rows, cols], l) => {
    const matrix = given[l]
    if (matrix.rows !== rows || matrix.cols !== cols) {
      throw new ShapeError(
        `${name}[${l}] is ${matrix.rows} x ${matrix.cols}: expected ${rows} x ${cols}, as sizes asks for.`,
      )
    }
    return matrix.clone()
  })
}

/** @throws OptionError if a bias or weight is NaN or infinite */
export function checkParameters(network: {
  readonly biases: readonly Matrix[]
  readonly weights: readonly Matrix[]
}): void {
  for (const name of ['biases', 'weights'] as const) {
    for (const [l, { data }] of network[name].entries()) {
      if (isAllFinite(data)) continue
      const wrong = data.findIndex(value => !Number.isFinite(value))
      throw new OptionError(
        name,
        `Entry ${wrong} of ${name}[${l}] is ${data[wrong]}: expected a finite number. Train the network anew, or repair the entry.`,
      )
    }
  }
}

/**
 * One input as a column.
 * @param inputs size of the network's input layer
 * @throws ShapeError for an input of another shape, ExamplesError for a number that is not finite
 */
export function inputColumn(x: Matrix | ArrayLike<number>, inputs: number): Matrix {
  const column = x instanceof Matrix ? x : listColumn(x, inputs)
  if (column.rows !== inputs || column.cols !== 1) {
    throw new ShapeError(
      `The input is ${column.rows} x ${column.cols}: expected ${inputs} x 1, one number an input neuron.`,
    )
  }
  const wrong = column.data.findIndex(value => !Number.isFinite(value))
  if (wrong >= 0) {
    throw new ExamplesError(
      `Input ${wrong} is ${column.data[wrong]}: expected a finite number, such as a pixel / 255.`,
    )
  }
  return column
}

function listColumn(x: unknown, inputs: number): Matrix {
  if (isList(x) && x.length === inputs) return Matrix.column(x)
  throw new ShapeError(
    `The input is ${isList(x) ? `a list of ${x.length}` : String(x)}: expected ${inputs} numbers, one an input neuron. ` +
      'Pass an array, a Float64Array or a Matrix.',
  )
}

/** Whether a value is a list of something: an array or a typed array, but no text. */
export function isList(x: unknown): x is ArrayLike<number> {
  return Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView))
}
