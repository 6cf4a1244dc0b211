import { randomBytes } from 'node:crypto'
import { open, readdir, readlink, realpath, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { OptionError } from '../errors.ts'
import { FileError } from './file-error.ts'

/**
 * Writes a file whole or not at all: into a temporary file beside it, flushed to the disk, then renamed. Whatever
 * happens at whatever moment, the path holds the old content or the new. A symbolic link goes on pointing to the file, and a file
 * that is replaced keeps its permissions. @throws FileError, the old file untouched; OptionError for a path that is none.
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array): Promise<void> {
  if (typeof path !== 'string' || path === '') {
    throw new OptionError('path', `path is ${JSON.stringify(path)}: expected the path of a file.`)
  }
  const target = await targetOf(path)
  const temporary = temporaryFor(target)
  try {
    await writeFlushed(temporary, bytes, await modeOf(target))
    await rename(temporary, target)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw new FileError('write', path, error)
  }
  await flushFolder(dirname(target))
}

/** Tries whether these bytes could be written there, and leaves everything as it is. @throws FileError if not */
export async function tryWriting(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = temporaryFor(await targetOf(path))
  try {
    await writeFlushed(temporary, bytes, undefined)
  } catch (error) {
    throw new FileError('write', path, error)
  } finally {
    await unlink(temporary).catch(() => undefined)
  }
}

/**
 * Removes the temporary files that writes of this path left behind because their processes were killed. Those of processes
 * that live are left alone. Never throws: what cannot be removed does no harm.
 */
export async function removeLeftovers(path: string): Promise<void> {
  const target = await targetOf(path)
  const folder = dirname(target)
  const prefix = temporaryPrefix(target)
  const names = await readdir(folder).catch((): string[] => [])
  const leftovers = names.filter(name => {
    const [, pid] = name.startsWith(prefix)
      ? (/^(\d+)-[0-9a-f]{8}\.tmp$/.exec(name.slice(prefix.length)) ?? [])
      : []
    return pid !== undefined && !isAlive(Number(pid))
  })
  await Promise.all(leftovers.map(name => unlink(join(folder, name)).catch(() => undefined)))
}

/** The file that a path is, or would become: symbolic links are followed, also one that points to nothing yet. */
async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const link = await readlink(path).catch(() => undefined)
    return link === undefined ? path : resolve(dirname(path), link)
  }
}

function temporaryFor(target: string): string {
  const name = `${temporaryPrefix(target)}${process.pid}-${randomBytes(4).toString('hex')}.tmp`
  return join(dirname(target), name)
}

function temporaryPrefix(target: string): string {
  return `.${basename(target)}.`
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The permissions of a file that is there. */
async function modeOf(path: string): Promise<number | undefined> {
  const status = await stat(path).catch(() => undefined)
  return status?.isFile() ? status.mode & 0o7777 : undefined
}

async function writeFlushed(path: string, bytes: Uint8Array, mode: number | undefined): Promise<void> {
  const file = await open(path, 'wx', mode)
  try {
    await file.writeFile(bytes)
    if (mode !== undefined) await file.chmod(mode) // open leaves out what the umask forbids
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes the rename last through a power cut, where the system can flush a folder (Windows cannot). */
async function flushFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r')
    await folder.sync().finally(() => folder.close())
  } catch {
    // The file itself is safe; only the moment at which its new name is on the disk is left to the system.
  }
}
