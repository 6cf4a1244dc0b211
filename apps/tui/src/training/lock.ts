import { unlinkSync } from 'node:fs'
import { readFile, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { FileError } from '@gradus/core/node'
import { isAlive } from '../is-alive.ts'
import { UsageError } from '../usage-error.ts'

/**
 * Keeps other runs from saving to the same file, until the program ends or the lock is released. A lock that a killed program left
 * behind does not count. @param flag that names the file. @throws UsageError if another run has it, FileError
 */
export async function lock(flag: string, path: string): Promise<() => void> {
  const file = join(dirname(path), `.${basename(path)}.lock`)
  await acquire(flag, path, file)
  const release = (): void => {
    process.off('exit', release)
    try {
      unlinkSync(file)
    } catch {
      // Its folder is gone, or not to be written to any more: the next run finds that no such process is alive.
    }
  }
  process.once('exit', release)
  return release
}

async function acquire(flag: string, path: string, file: string): Promise<void> {
  for (;;) {
    try {
      return await writeFile(file, String(process.pid), { flag: 'wx' })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
        throw new FileError('write', path, error)
    }
    const owner = Number(await readFile(file, 'utf8').catch(() => ''))
    if (owner !== process.pid && isAlive(owner)) {
      throw new UsageError(
        flag,
        path,
        `Another run saves there (process ${owner}, as ${file} says): wait for its end, or choose another file.`,
      )
    }
    await unlink(file).catch(() => undefined)
  }
}
