import { stat } from 'node:fs/promises'
import { ModelFileError } from '@gradus/core'
import { loadCheckpoint, loadModel } from '@gradus/core/node'
import { UsageError } from '../usage-error.ts'
import { checkWritable, targetFor } from './check-writable.ts'
import type { Places } from './places.ts'
import { FLAGS } from './settings.ts'

/**
 * Checks that a run can save, and that nothing else is lost by it: neither what it goes on from, nor a file of another kind.
 * @returns the places, with one spelling for one file. @throws UsageError
 */
export async function checkPlaces({ out, checkpoint, resume }: Places): Promise<Places> {
  await checkWritable(FLAGS.out, out)
  const model = await targetFor(FLAGS.out, out)
  const resumed = resume === undefined ? undefined : await targetFor(FLAGS.resume, resume)
  if (model === resumed) {
    throw new UsageError(
      FLAGS.out,
      out,
      `The run goes on from there (${FLAGS.resume}): expected another file.`,
    )
  }
  await checkReplaceable(FLAGS.out, out, 'model')
  if (checkpoint === undefined) return { out, checkpoint, resume }
  const target = await targetFor(FLAGS.checkpoint, checkpoint)
  const isResumed = target === resumed
  const flag = isResumed ? FLAGS.resume : FLAGS.checkpoint
  await checkWritable(flag, checkpoint)
  if (target === model) {
    throw new UsageError(flag, checkpoint, `The model goes there (${FLAGS.out}): expected another file.`)
  }
  if (!isResumed) await checkReplaceable(flag, checkpoint, 'checkpoint')
  return { out, checkpoint: isResumed ? resume : checkpoint, resume }
}

/** @throws UsageError if there is a file, and not an empty one, that is none of this kind */
async function checkReplaceable(flag: string, path: string, kind: 'model' | 'checkpoint'): Promise<void> {
  const existing = await stat(path).catch(() => undefined)
  if (!existing || existing.size === 0) return
  try {
    await (kind === 'model' ? loadModel(path) : loadCheckpoint(path))
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error
    throw new UsageError(
      flag,
      path,
      `There is a file that cannot be read as a ${kind}, and would be overwritten (${error.message}) Choose another path, or move the file away.`,
    )
  }
}
