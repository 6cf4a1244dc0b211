import { hyperparametersOf, networkOf, SgdController, type Spec, sgd } from '@gradus/core'
import type { TrialData } from '@gradus/study'

/** Mini-batches that are looked at, ... */
const MINI_BATCHES = 100
/** ... unless they have more examples than this together. */
const EXAMPLES = 5000
/** Share of saturated outputs from which on most of them are. */
const MOST = 0.5

/** Saturation in the first mini-batches of a run. */
export interface FirstSteps {
  /** Number of mini-batches that were looked at. */
  readonly miniBatches: number
  /** Mini-batches after which most outputs are saturated, and stay so for as many; undefined where they are not. */
  readonly untilSaturated: number | undefined
}

/**
 * Trains the first mini-batches of a run one by one, to the same bits, and looks at its outputs after each.
 */
export async function firstStepsOf(spec: Spec, { train, validation }: TrialData): Promise<FirstSteps> {
  const most = Math.max(
    1,
    Math.min(MINI_BATCHES, Math.floor(EXAMPLES / Math.min(spec.miniBatchSize, train.length))),
  )
  const controller = new SgdController()
  const options = { ...hyperparametersOf(spec), controller, statistics: true, validationData: validation }
  /** Share of the outputs that are saturated, after each mini-batch. */
  const shares: number[] = []
  controller.step()
  for await (const event of sgd(networkOf(spec), train, options)) {
    // Statistics come after every step.
    if (event.type !== 'statistics') continue
    shares.push(event.layers.at(-1)?.saturated ?? 0)
    if (shares.length === most) controller.abort()
    else controller.step()
  }
  const before = shares.findLastIndex(share => share < MOST) + 1
  // A share that is high at the end alone may be one that goes up and down.
  const isKept = 2 * before < shares.length
  return { miniBatches: shares.length, untilSaturated: isKept ? before + 1 : undefined }
}
