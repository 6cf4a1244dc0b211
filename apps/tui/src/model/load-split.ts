import { OptionError } from '@gradus/core'
import type { Dataset } from '@gradus/mnist'
import { loadMnist, loadTestData } from '@gradus/mnist/node'
import { blamingFolder, DATA_FLAG } from '../data-folder.ts'
import { UsageError } from '../usage-error.ts'

/** The parts that a data set has. */
export const SPLITS = ['test', 'validation', 'train'] as const

/** Which images to take, and where from. */
export interface SplitSettings {
  readonly split: (typeof SPLITS)[number]
  /** Absolute path of the folder with the data; the embedded MNIST, or what GRADUS_DATA names, without it. */
  readonly data?: string
  /** Where in the training file the validation images begin; the usual split without it. */
  readonly trainSize?: number
}

/** The flags that can turn out to be wrong only with the data at hand, as the help shows them. */
export const DATA_FLAGS = {
  data: DATA_FLAG,
  split: '--split <part>',
  trainSize: '--train-size <n>',
} as const

/** Loads these images. @throws UsageError if a flag is to blame, and what loadMnist throws */
export async function loadSplit({ split, data, trainSize }: SplitSettings): Promise<Dataset> {
  // The test images alone are there at once, and need no more than their own two files.
  if (split === 'test' && trainSize === undefined) return await blamingFolder(data, loadTestData(data))
  const splits = await blamingFolder(data, loadMnist({ dir: data, trainSize })).catch((error: unknown) => {
    if (trainSize === undefined || !(error instanceof OptionError)) throw error
    throw new UsageError(DATA_FLAGS.trainSize, String(trainSize), error.message)
  })
  const part = splits[split]
  if (part) return part
  const remedy = 'Make --train-size smaller, or choose train or test.'
  throw new UsageError(
    DATA_FLAGS.split,
    split,
    `The training file has no more than the ${splits.train.length} images to train on. ${remedy}`,
  )
}
