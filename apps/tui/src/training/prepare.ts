import { GradusError, Network, OptionError } from '@gradus/core'
import { type DataSplits, loadMnist, MissingDataError } from '@gradus/mnist/node'
import { UsageError } from '../usage-error.ts'
import { FLAGS, type TrainSettings } from './settings.ts'

/** Loads the data that the settings ask for. @throws UsageError if a flag is to blame */
export async function loadSplits({ data, trainSize, sizes }: TrainSettings): Promise<DataSplits> {
  const splits = await loadMnist({ dir: data, trainSize }).catch((error: unknown) => {
    if (data !== undefined && error instanceof MissingDataError) {
      const remedy = 'Leave the flag out for the embedded MNIST.'
      const message = `Expected a folder with the four IDX files, but ${error.missing.join(', ')} cannot be found. ${remedy}`
      throw new UsageError(FLAGS.data, data, message)
    }
    if (trainSize !== undefined && error instanceof OptionError) {
      throw new UsageError(FLAGS.trainSize, String(trainSize), error.message)
    }
    throw error
  })
  checkFit(sizes, splits)
  return splits
}

function checkFit(sizes: readonly number[], { train }: DataSplits): void {
  if (sizes[0] === train.inputSize && sizes.at(-1) === train.outputSize) return
  const fitting = [train.inputSize, ...sizes.slice(1, -1), train.outputSize]
  throw new UsageError(
    FLAGS.sizes,
    sizes.join(','),
    `The data have ${train.inputSize} pixels an image and ${train.outputSize} classes: expected those as the first and the last size, such as ${fitting.join(',')}.`,
  )
}

/** Draws the network. @throws UsageError if it is too large, or the memory for it is not to be had */
export function drawNetwork({ sizes, seed }: TrainSettings): Network {
  try {
    return new Network(sizes, { seed })
  } catch (error) {
    if (error instanceof OptionError) throw new UsageError(FLAGS.sizes, sizes.join(','), error.message)
    if (!(error instanceof RangeError)) throw error
    const parameters = sizes.slice(1).reduce((sum, size, l) => sum + size * ((sizes[l] ?? 0) + 1), 0)
    throw new UsageError(
      FLAGS.sizes,
      sizes.join(','),
      `Such a network has ${parameters} weights and biases, more than fit into memory. Make a layer smaller.`,
    )
  }
}

/** What to tell the user of an error: ours are written for people, of others the kind helps too. */
export function describeError(error: unknown): string {
  return error instanceof GradusError || error instanceof UsageError ? error.message : String(error)
}
