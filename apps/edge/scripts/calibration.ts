import { answerOf, argmax, type Examples, type Matrix, Network, Predictor, scale } from '@gradus/core'
import { isSure } from '@gradus/data'

/** The most of the wrong predictions that may be sure. */
const MOST_SURE = 1 / 8
/** From one temperature that is tried to the next. */
const STEP = 1 / 16

/**
 * The network whose softmax outputs have a temperature: the weights and biases of its last layer are divided by it.
 * The order of the outputs stays, and so does every prediction; the higher the temperature, the nearer its scores
 * are to each other. Source: C. Guo et al., "On Calibration of Modern Neural Networks", 2017,
 * https://arxiv.org/abs/1706.04599
 */
export function tempered(network: Network, temperature: number): Network {
  const last = network.weights.length - 1
  const divided = (layer: Matrix, l: number): Matrix => (l === last ? scale(layer, 1 / temperature) : layer)
  const [biases, weights] = [network.biases.map(divided), network.weights.map(divided)]
  return new Network(network.sizes, { ...network, biases, weights })
}

/**
 * The lowest temperature, from 1 on, with which at most one in eight wrong predictions is sure: of examples that the
 * network was not trained on. Where none is wrong that is 1.
 */
export function temperatureOf(network: Network, examples: Examples): number {
  let temperature = 1
  while (shareOfSure(tempered(network, temperature), examples) > MOST_SURE) temperature += STEP
  return temperature
}

/** Share of the wrong predictions that are sure, 0 .. 1; 0 if none is wrong. */
export function shareOfSure(network: Network, examples: Examples): number {
  const outputs = new Predictor(network).outputsOf(examples)
  const { length, outputSize } = examples
  let [wrong, sure] = [0, 0]
  for (let i = 0; i < length; i++) {
    const scores = outputs.subarray(i * outputSize, (i + 1) * outputSize)
    const predicted = argmax(scores)
    if (predicted === answerOf(examples, i)) continue
    wrong++
    if (isSure(scores[predicted] ?? 0)) sure++
  }
  return wrong === 0 ? 0 : sure / wrong
}
