import { Network, OptionError, type Progress } from '@gradus/core'
import { type DataSplits, loadMnist } from '@gradus/mnist/node'
import { blamingFolder } from '../data-folder.ts'
import { countOf } from '../terminal/format.ts'
import { UsageError } from '../usage-error.ts'
import { loadReplayed, loadResumed } from './resume.ts'
import { FLAGS, type TrainSettings } from './settings.ts'

/** All that a run needs to begin, or to go on. */
export interface PreparedRun {
  readonly splits: DataSplits
  readonly network: Network
  /** The settings; those of the earlier run, for one that goes on. */
  readonly settings: TrainSettings
  readonly resume: Progress | undefined
}

/** Loads the data, and draws the network or loads it from a checkpoint. @throws UsageError if a flag is to blame */
export async function prepareRun(settings: TrainSettings): Promise<PreparedRun> {
  if (settings.resume === undefined) {
    const settled = settings.replay === undefined ? settings : await loadReplayed(settings, settings.replay)
    const splits = await loadSplits(settled)
    checkFit(settled, splits)
    return { splits, network: drawNetwork(settled), settings: settled, resume: undefined }
  }
  const { network, progress, settings: settled } = await loadResumed(settings, settings.resume)
  const splits = await loadSplits(settled)
  checkSameData(settings.resume, progress, splits)
  return { splits, network, settings: settled, resume: progress }
}

async function loadSplits({ data, trainSize, resume }: TrainSettings): Promise<DataSplits> {
  return blamingFolder(data, loadMnist({ dir: data, trainSize })).catch((error: unknown) => {
    if (trainSize === undefined || !(error instanceof OptionError)) throw error
    if (resume === undefined) throw new UsageError(FLAGS.trainSize, String(trainSize), error.message)
    throw new UsageError(FLAGS.resume, resume, `${error.message} ${SAME_DATA}`)
  })
}

const SAME_DATA = `Give the data that the run began with, by ${FLAGS.data} or GRADUS_DATA.`

function checkSameData(file: string, { examples }: Progress, { train }: DataSplits): void {
  if (examples.length === train.length && examples.hash === train.hash) return
  throw new UsageError(
    FLAGS.resume,
    file,
    `Its run trained on ${examples.length} images with hash ${examples.hash ?? 'unknown'}, these are ${train.length} with hash ${train.hash}. ${SAME_DATA}`,
  )
}

function checkFit({ sizes }: TrainSettings, { train }: DataSplits): void {
  if (sizes[0] === train.inputSize && sizes.at(-1) === train.outputSize) return
  const fitting = [train.inputSize, ...sizes.slice(1, -1), train.outputSize]
  throw new UsageError(
    FLAGS.sizes,
    sizes.join(','),
    `The data have ${train.inputSize} pixels an image and ${countOf(train.outputSize, 'class', 'classes')}: expected those as the first and the last size, such as ${fitting.join(',')}.`,
  )
}

/** @throws UsageError if it is too large, or the memory for it is not to be had */
function drawNetwork({ sizes, seed }: TrainSettings): Network {
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

/** The usage error that an option of core's `sgd` comes from, if it comes from a flag. */
export function blameFlag(error: unknown, settings: TrainSettings): unknown {
  if (!(error instanceof OptionError)) return error
  const { option } = error
  if (option === 'resume' && settings.resume !== undefined) {
    const message = 'Its network is not the one that its progress belongs to. Use an undamaged copy.'
    return new UsageError(FLAGS.resume, settings.resume, message)
  }
  if (option !== 'epochs' && option !== 'miniBatchSize' && option !== 'eta' && option !== 'engine')
    return error
  return new UsageError(FLAGS[option], String(settings[option]), error.message)
}
