import { completeSpec } from '@gradus/core'
import { loadMnist } from '@gradus/mnist/node'
import { engineVersion, makePlan, type Plan, type TrialData } from '@gradus/study'

/** MNIST, to train on and to judge by. */
export async function loadImages(): Promise<TrialData> {
  const { train, validation } = await loadMnist()
  if (!validation) throw new Error('MNIST has validation data')
  return { train, validation }
}

/** Trials of [784, 30, 10] in one rung, since threads wait for each other at the end of each. */
export async function planOf(
  { train, validation }: TrialData,
  trials: number,
  epochs: number,
): Promise<Plan> {
  const data = { hash: train.hash, train: train.length, validation: validation.length }
  const network = { sizes: [784, 30, 10], seed: '0', eta: 3, miniBatchSize: 10 }
  return makePlan({
    space: { eta: { log: [0.5, 5] } },
    fixed: completeSpec({ ...network, epochs, data }),
    ...{ trials, rungs: 1, engine: await engineVersion() },
  })
}
