import { rename, stat } from 'node:fs/promises'
import { FileError, loadCheckpoint } from '@gradus/core/node'
import { withSuffix } from './places.ts'

/**
 * Makes room for a new run's checkpoint. That of an earlier run that is not complete would be lost: it is renamed, and its new
 * path returned. @throws FileError, and what loadCheckpoint throws
 */
export async function setAsideEarlier(path: string): Promise<string | undefined> {
  const existing = await stat(path).catch(() => undefined)
  if (!existing || existing.size === 0) return undefined
  const { progress } = await loadCheckpoint(path)
  if (progress.epoch >= progress.options.epochs) return undefined
  const aside = await freeName(path)
  try {
    await rename(path, aside)
  } catch (error) {
    throw new FileError('write', aside, error)
  }
  return aside
}

/** A name like this that no file has. */
async function freeName(path: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = withSuffix(path, number === 1 ? '.earlier' : `.earlier-${number}`)
    const isTaken = await stat(name).then(
      () => true,
      () => false,
    )
    if (!isTaken) return name
  }
}
