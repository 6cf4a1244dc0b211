import type { Network } from '../network.ts'
import type { Progress } from './progress.ts'

/** A run at the end of a mini-batch: `sgd(network, examples, { ...progress.options, resume: progress })` goes on with it. */
export interface Checkpoint {
  /** With its generator as it stands. */
  readonly network: Network
  readonly progress: Progress
}
