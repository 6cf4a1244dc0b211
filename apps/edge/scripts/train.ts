import { type Examples, Network, sgd } from '@gradus/core'
import type { Settings } from './settings.ts'

/** What a search may look at: the test data are not in it. */
export interface TrainingData {
  readonly train: Examples
  readonly validation: Examples
}

export interface Trained {
  readonly network: Network
  /** Right answers on the validation data after each epoch. */
  readonly correct: readonly number[]
}

/** Trains a network from its seed. @throws DivergenceError, and what `sgd` throws for settings that it does not take */
export async function train(settings: Settings, data: TrainingData): Promise<Trained> {
  const { sizes, seed, ...options } = settings
  const network = new Network(sizes, { seed })
  const correct: number[] = []
  for await (const event of sgd(network, data.train, { ...options, validationData: data.validation })) {
    if (event.type === 'epoch' && event.validation) correct.push(event.validation.correct)
    if (event.type === 'finished' && event.error) throw event.error
  }
  return { network, correct }
}
