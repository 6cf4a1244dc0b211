import {
  add,
  costNamed,
  type Examples,
  examplesAt,
  type Gradient,
  Matrix,
  Network,
  networkOf,
  Predictor,
  pairOf,
  type Spec,
  scale,
} from '@gradus/core'

/** Examples of the training data, evenly chosen, over which cost and gradient are taken. */
const SAMPLE = 200
/** Steps are tried from eta / 2 ** POWERS to eta * 2 ** POWERS. */
const POWERS = 14

/** The step that a run takes, against the best one on its line. */
export interface Step {
  /** Learning rate of the best step. */
  readonly best: number
  /** eta over it, which has no unit: far above 1 is too high, far below 1 too low. */
  readonly ratio: number
}

/**
 * Compares eta with the best step on the line of steepest descent: the one from the first network, along the gradient of a
 * sample of the training data, after which the cost of the sample is least, to a factor of 2.
 * @returns undefined of another optimiser than plain gradient descent, whose step is not along the gradient
 */
export function stepOf(spec: Spec, train: Examples): Step | undefined {
  if (spec.optimiser !== undefined) return undefined
  const count = Math.min(SAMPLE, train.length)
  const indices = Uint32Array.from({ length: count }, (_, i) => Math.floor((i * train.length) / count))
  const sample = examplesAt(train, indices)
  const network = networkOf(spec)
  const gradient = gradientOf(network, sample)
  const etas = Array.from({ length: 2 * POWERS + 1 }, (_, i) => spec.eta * 2 ** (i - POWERS))
  const costs = etas.map(eta => costOf(stepped(network, gradient, eta), sample))
  const best = etas[costs.indexOf(Math.min(...costs))] ?? spec.eta
  return { best, ratio: spec.eta / best }
}

/** The mean gradient over examples. */
function gradientOf(network: Network, examples: Examples): Gradient {
  const zeros = (like: readonly Matrix[]): Matrix[] => like.map(({ rows, cols }) => new Matrix(rows, cols))
  const sum = { nablaB: zeros(network.biases), nablaW: zeros(network.weights) }
  for (let i = 0; i < examples.length; i++) {
    const { nablaB, nablaW } = network.backprop(...pairOf(examples, i))
    addTo(sum.nablaB, nablaB, 1 / examples.length)
    addTo(sum.nablaW, nablaW, 1 / examples.length)
  }
  return sum
}

function addTo(sum: readonly Matrix[], terms: readonly Matrix[], factor: number): void {
  sum.forEach(({ data }, l) => {
    const term = terms[l]?.data
    if (term) for (let e = 0; e < data.length; e++) data[e] += factor * term[e]
  })
}

/** The network after one step. */
function stepped(network: Network, { nablaB, nablaW }: Gradient, eta: number): Network {
  const moved = (from: readonly Matrix[], nabla: readonly Matrix[]): Matrix[] =>
    from.map((matrix, l) => add(matrix, scale(nabla[l], -eta)))
  const { sizes, activation, output, cost } = network
  const [biases, weights] = [moved(network.biases, nablaB), moved(network.weights, nablaW)]
  return new Network(sizes, { activation, output, cost, seed: 0, biases, weights })
}

/** Mean cost; infinite where a number is out of range. */
function costOf(network: Network, examples: Examples): number {
  const outputs = new Predictor(network).outputsOf(examples)
  const { fn } = costNamed(network.cost)
  let sum = 0
  for (let i = 0; i < examples.length; i++) {
    const [, y] = pairOf(examples, i)
    sum += fn(Matrix.column(outputs.subarray(i * y.rows, (i + 1) * y.rows)), y)
  }
  return Number.isNaN(sum) ? Number.POSITIVE_INFINITY : sum / examples.length
}
