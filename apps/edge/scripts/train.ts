import {
  type Augment,
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
import { temperatureOf, tempered } from './calibration.ts'
import type { Pictures, TrainingData } from './training-data.ts'

/** A model that can be made. */
export interface Candidate {
  /** The settings of its training: its Spec without its data. */
  readonly settings: Omit<GivenSpec, 'data'>
  /** The type in which its file holds the weights. */
  readonly weights: WeightType
  /** The pictures that it is trained on, beside the images of MNIST. */
  readonly pictures: Pictures
}

/** Distortions of all training images: `gradus train` calls them affine. */
export const AFFINE: Augment = { shift: 1, rotate: 12, scale: 15, shear: 10 }

/** The candidate of model/digits.safetensors, found by `choose-model`: see model/README.md. */
export const CHOSEN: Candidate = {
  settings: {
    ...RECIPES.modern,
    sizes: [784, 240, 10],
    seed: '0',
    epochs: 30,
    augment: AFFINE,
    keep: 'best',
  },
  weights: 'int8',
  pictures: { strokes: 10_000, printed: 10 },
}

export interface Trained {
  /** SHA-256 of the network at the end of its training. */
  readonly sha256: string
  /** The network that the file holds, calibrated, its weights rounded. */
  readonly network: Network
  readonly spec: Spec
  /** Epochs that its weights were trained for. */
  readonly epochs: number
  /** The temperature that its last layer was divided by. */
  readonly temperature: number
  /** Correct predictions on the validation data, before the weights were rounded and after. */
  readonly correct: { readonly trained: number; readonly rounded: number }
}

/**
 * Trains a candidate from its seed on its data, and calibrates it on the validation data.
 * @throws DivergenceError, and the errors of `sgd` for invalid settings
 */
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
  const temperature = temperatureOf(network, data.validation)
  const rounded = parseModel(formatSmallModel(tempered(network, temperature), weights)).network
  return {
    sha256: await network.sha256(),
    network: rounded,
    spec: specOf(network, data.train, options),
    epochs: last + 1,
    temperature,
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
