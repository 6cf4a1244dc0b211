import { completeSpec } from '@gradus/core'
import { engineVersion, type GivenPlan, makePlan, type Plan, type TrialData } from '@gradus/study'
import { fewImages } from './runs.ts'

/** Times by which tests need not wait long for a worker that died. */
export const TIMES = { lock: 2000, check: 1000 }

/** Images on which a job takes some tenths of a second: time enough to kill who does it. */
export function queueData(): Promise<TrialData> {
  return fewImages(2000, 500)
}

/** A study of 32 small trials in three rungs. */
export async function queuePlan(
  { train, validation }: TrialData,
  { epochs = 27, ...given }: Partial<GivenPlan> & { readonly epochs?: number } = {},
): Promise<Plan> {
  const data = { hash: train.hash, train: train.length, validation: validation.length }
  const run = { seed: '1', epochs, miniBatchSize: 10, eta: 1 }
  return makePlan({
    space: { eta: { log: [0.03, 30] }, miniBatchSize: { whole: [5, 40] } },
    fixed: completeSpec({ sizes: [784, 15, 10], ...run, data }),
    trials: 32,
    engine: await engineVersion(),
    ...given,
  })
}
