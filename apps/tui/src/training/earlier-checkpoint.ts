import { rename, stat } from 'node:fs/promises'
import { FileError, loadCheckpoint } from '@gradus/core/node'
import { UsageError } from '../usage-error.ts'
import { withSuffix } from './places.ts'
import { FLAGS } from './settings.ts'

/**
 * Makes room for a new run's checkpoint. That of an earlier run that is not complete would be lost: it is renamed, and its new
 * path returned. @throws UsageError for a file that is no checkpoint, FileError
 */
export async function setAsideEarlier(path: string): Promise<string | undefined> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  )
  if (!exists || (await isComplete(path))) return undefined
  const aside = withSuffix(path, '.earlier')
  try {
    await rename(path, aside)
  } catch (error) {
    throw new FileError('write', aside, error)
  }
  return aside
}

async function isComplete(path: string): Promise<boolean> {
  try {
    const { progress } = await loadCheckpoint(path)
    return progress.epoch >= progress.options.epochs
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    throw new UsageError(
      FLAGS.checkpoint,
      path,
      `There is a file that is no checkpoint, and would be overwritten (${problem}) Choose another path, move the file away, or keep no checkpoint by --no-checkpoint.`,
    )
  }
}
