import type { Seed } from '@gradus/core'

/** What a training run is asked to do, checked as far as that goes without the data. */
export interface TrainSettings {
  readonly sizes: readonly number[]
  readonly epochs: number
  readonly miniBatchSize: number
  readonly eta: number
  readonly seed: Seed
  readonly engine: 'auto' | 'scalar'
  /** Absolute path of the folder with the data; the embedded MNIST without it. */
  readonly data?: string
  /** The usual split without it. */
  readonly trainSize?: number
  /** Whether to evaluate the test data after every epoch. */
  readonly test: boolean
  /** Absolute path of the model file. */
  readonly out: string
}

/** The flags that can turn out to be wrong only after the arguments were parsed, as the help shows them. */
export const FLAGS = {
  sizes: '--sizes <list>',
  trainSize: '--train-size <n>',
  data: '--data <folder>',
  out: '--out <file>',
} as const
