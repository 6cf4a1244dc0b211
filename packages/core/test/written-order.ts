import { answerOf, type Examples, pairOf } from '../src/examples.ts'
import { exp } from '../src/math/exp.ts'
import type { Network } from '../src/network.ts'

interface Layer {
  readonly w: readonly number[][]
  readonly b: number[]
}

/**
 * The order of operations that engine/engine.ts lays down, word for word and as slowly as it reads: the oracle of the
 * engines' bits. Trains on one mini-batch, in place.
 */
export function trainInWrittenOrder(
  network: Network,
  examples: Examples,
  batch: readonly number[],
  miniBatchSize: number,
  eta: number,
): number {
  const layers = network.weights.map(
    (w, l): Layer => ({ w: w.toRows(), b: [...(network.biases[l]?.data ?? [])] }),
  )
  const factor = -eta / miniBatchSize
  let cost = 0
  const updates = batch.map(i => {
    const [x, y] = pairOf(examples, i)
    const activations = forward(layers, [...x.data])
    const output = activations.at(-1) ?? []
    let sum = 0
    for (const [j, a] of output.entries()) sum += (a - y.at(j)) * (a - y.at(j))
    cost += sum * 0.5
    return {
      activations,
      steps: backward(
        layers,
        activations,
        output.map((a, j) => factor * (a - y.at(j))),
      ),
    }
  })
  for (const { activations, steps } of updates) {
    for (const [l, { w, b }] of layers.entries()) {
      for (const [j, step] of (steps[l] ?? []).entries()) {
        b[j] = (b[j] ?? 0) + step
        for (const [k, a] of (activations[l] ?? []).entries()) {
          const row = w[j] ?? []
          if (l > 0 || a !== 0) row[k] = (row[k] ?? 0) + a * step
        }
      }
    }
  }
  for (const [l, { w, b }] of layers.entries()) {
    network.weights[l]?.data.set(w.flat())
    network.biases[l]?.data.set(b)
  }
  return cost
}

/** How many answers are right, by the first of the largest outputs, and how often each is given. */
export function evaluateInWrittenOrder(network: Network, examples: Examples) {
  const layers = network.weights.map(
    (w, l): Layer => ({ w: w.toRows(), b: [...(network.biases[l]?.data ?? [])] }),
  )
  const answers = Array.from({ length: examples.length }, (_, i) => {
    const output = forward(layers, [...pairOf(examples, i)[0].data]).at(-1) ?? []
    return output.indexOf(Math.max(...output))
  })
  return {
    correct: answers.filter((answer, i) => answer === answerOf(examples, i)).length,
    predictions: Array.from(
      { length: network.sizes.at(-1) ?? 0 },
      (_, c) => answers.filter(answer => answer === c).length,
    ),
  }
}

function forward(layers: readonly Layer[], x: number[]): number[][] {
  const activations = [x]
  for (const [l, { w, b }] of layers.entries()) {
    const below = activations.at(-1) ?? []
    activations.push(
      b.map((bias, j) => {
        let z = bias
        for (const [k, a] of below.entries()) if (l > 0 || a !== 0) z += (w[j]?.[k] ?? 0) * a
        return 1 / (1 + exp(-z))
      }),
    )
  }
  return activations
}

function backward(
  layers: readonly Layer[],
  activations: readonly number[][],
  outputErrors: number[],
): number[][] {
  const steps: number[][] = []
  let errors = outputErrors
  for (let l = layers.length - 1; l >= 0; l--) {
    const layerSteps = (activations[l + 1] ?? []).map((a, j) => (errors[j] ?? 0) * (a * (1 - a)))
    steps.unshift(layerSteps)
    errors = (activations[l] ?? []).map((_, k) => {
      let sum = 0
      for (const [j, step] of layerSteps.entries()) sum += (layers[l]?.w[j]?.[k] ?? 0) * step
      return sum
    })
  }
  return steps
}
