import { unlink } from 'node:fs/promises'
import { FileError, removeLeftovers } from '@gradus/core/node'
import { EXIT, UsageError } from '../failure.ts'
import { print } from '../terminal/output.ts'
import { findRun, listRuns } from './list-runs.ts'
import { isRunning, pathOfRun } from './run.ts'
import { reported } from './show-runs.ts'

/**
 * Removes the records of runs, damaged ones too, not their models, and tells the exit code. @throws
 * UsageError if one cannot be removed; then none is
 */
export async function removeRuns(
  flag: string,
  references: readonly string[],
  folder: string,
): Promise<number> {
  const list = reported(await listRuns(folder))
  const ids = new Set<string>()
  for (const reference of references) {
    if (list.damaged.some(({ id }) => id === reference)) {
      ids.add(reference)
      continue
    }
    const run = findRun(flag, reference, list)
    if (isRunning(run)) {
      const message = `It is still running (process ${run.process.pid}): expected one that has ended.`
      throw new UsageError(flag, reference, message)
    }
    ids.add(run.id)
  }
  for (const id of ids) {
    await remove(pathOfRun(folder, id))
    await print([`Removed ${id}`])
  }
  return EXIT.done
}

async function remove(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isGone) throw new FileError('write', path, error)
  }
  await removeLeftovers(path)
}
