import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { FileError, targetOf } from '@gradus/core/node'
import { UsageError } from '../usage-error.ts'

/** The file that a path leads to: one for one file, however it is spelt. @param flag that says where. @throws UsageError if to none */
export async function targetFor(flag: string, path: string): Promise<string> {
  try {
    return await targetOf(path)
  } catch (error) {
    throw error instanceof FileError ? new UsageError(flag, path, error.message) : error
  }
}

/** Checks that a file can be saved there, so that nobody trains for nothing. @param flag that says where. @throws UsageError */
export async function checkWritable(flag: string, path: string): Promise<void> {
  // Where a link leads, not where it is, the file is made.
  const folder = dirname(await targetFor(flag, path))
  const complain = (message: string) => new UsageError(flag, path, message)
  const parent = await stat(folder).catch(() => undefined)
  if (!parent) throw complain(`There is no folder ${folder}. Create it, or choose another.`)
  if (!parent.isDirectory()) throw complain(`${folder} is a file: expected a folder.`)
  const existing = await stat(path).catch(() => undefined)
  if (existing?.isDirectory())
    throw complain('It is a folder: expected the path of a file, which may be new.')
  // The file is replaced, not written into: /dev/null would be gone.
  if (existing && !existing.isFile()) throw complain('It is a device: expected the path of a file.')
  await access(folder, constants.W_OK).catch(() => {
    throw complain(`The folder ${folder} cannot be written to. Choose another, or change its permissions.`)
  })
}
