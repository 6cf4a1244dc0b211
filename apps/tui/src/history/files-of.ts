import { type Checkpoint, GradusError } from '@gradus/core'
import { loadCheckpoint, loadModel } from '@gradus/core/node'
import { formatSeed } from '../terminal/seed.ts'
import type { Run } from './run.ts'

/** What became of a file that a run saved: another run may have saved there since. */
export type FileState = 'kept' | 'replaced' | 'missing'

/** Whether the model that a run saved is still there. */
export async function modelState({ model, result }: Run): Promise<FileState> {
  if (model === undefined) return 'missing'
  try {
    const { network } = await loadModel(model)
    return (await network.sha256()) === result.sha256 ? 'kept' : 'replaced'
  } catch (error) {
    if (error instanceof GradusError) return stateOf(error)
    throw error
  }
}

/** Whether the checkpoint that a run saved is still there, for it to go on from. */
export async function checkpointState(run: Run): Promise<FileState> {
  if (run.checkpoint === undefined) return 'missing'
  try {
    return isOf(run, await loadCheckpoint(run.checkpoint)) ? 'kept' : 'replaced'
  } catch (error) {
    if (error instanceof GradusError) return stateOf(error)
    throw error
  }
}

/** A file that cannot be read as what it was has been replaced. */
function stateOf({ code }: GradusError): FileState {
  return code === 'FILE' ? 'missing' : 'replaced'
}

/** Whether a checkpoint has the run's options and its epochs: their seconds are of one run alone. */
function isOf({ options, history }: Run, { network, progress }: Checkpoint): boolean {
  const { miniBatchSize, precision } = progress.options
  const both = Math.min(history.length, progress.history.length)
  const fingerprint = (records: Run['history']): string =>
    JSON.stringify(
      records.slice(0, both).map(({ cost, trainSeconds, evaluateSeconds }) => {
        return [cost, trainSeconds, evaluateSeconds]
      }),
    )
  return (
    network.sizes.join() === options.sizes.join() &&
    formatSeed(network.seed) === options.seed &&
    miniBatchSize === options.miniBatchSize &&
    (precision ?? 'float64') === options.precision &&
    fingerprint(history) === fingerprint(progress.history)
  )
}
