import { createHash, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, link, open, readdir, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { OptionError } from '../errors.ts'
import { FileError } from './file-error.ts'
import { targetOf } from './link-target.ts'
import { pidSpace, stateHere } from './process-identity.ts'

/** Age, in milliseconds, after which a temporary file is nobody's, wherever its process may be. */
const DAY = 86_400_000

/**
 * Writes a file whole or not at all: into a temporary file beside it, flushed to the disk, then renamed.
 * Whatever happens at whatever moment, the path holds the old content or the new. A symbolic link keeps
 * pointing to the file, and a replaced file keeps its permissions.
 * @throws FileError, the old file untouched; OptionError for an invalid path.
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

/**
 * Creates a file, whole or not at all: of several programs at once only one can, and links are not followed.
 * @throws FileError, whose cause has the code EEXIST if the path exists
 */
export async function createFileAtomic(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = temporaryFor(path)
  try {
    await writeFlushed(temporary, bytes, undefined)
    await linkOrCopy(temporary, path)
  } catch (error) {
    throw new FileError('write', path, error)
  } finally {
    await unlink(temporary).catch(() => undefined)
  }
  await flushFolder(dirname(path))
}

/**
 * Tries whether these bytes could be written there, and leaves everything as it is.
 * @throws FileError if not
 */
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
 * Removes the temporary files that writes of this path left behind because their processes were killed. Those
 * of processes that live are left alone, and those of other machines and containers for a day. Never throws:
 * what cannot be removed does no harm.
 */
export async function removeLeftovers(path: string): Promise<void> {
  const target = await targetOf(path).catch(() => path)
  const folder = dirname(target)
  const prefix = temporaryPrefix(target)
  const names = await readdir(folder).catch((): string[] => [])
  const space = pidSpace()
  const remove = async (name: string): Promise<void> => {
    const file = join(folder, name)
    const [, where, pid] = TEMPORARY.exec(name.slice(prefix.length)) ?? []
    if (where === undefined) return
    const isLeft = where === space ? stateHere({ pid: Number(pid) }) === 'ended' : (await ageOf(file)) > DAY
    if (isLeft) await unlink(file)
  }
  const own = names.filter(name => name.startsWith(prefix))
  await Promise.all(own.map(name => remove(name).catch(() => undefined)))
}

/**
 * A temporary file's name, behind its prefix: its process space, the number of its process, and a random
 * number.
 */
const TEMPORARY = /^([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.tmp$/

function temporaryFor(target: string): string {
  const chance = randomBytes(4).toString('hex')
  const name = `${temporaryPrefix(target)}${pidSpace()}-${process.pid}-${chance}.tmp`
  return join(dirname(target), name)
}

/**
 * Bytes of a name at the most that leave room for the rest of a temporary file's name, of the 255 that file
 * systems take.
 */
const LONGEST_NAME = 224

/** The name, or the hash of a long one, between dots. */
function temporaryPrefix(target: string): string {
  const name = basename(target)
  if (Buffer.byteLength(name) <= LONGEST_NAME) return `.${name}.`
  return `.${createHash('sha256').update(name).digest('hex').slice(0, 32)}.`
}

/** Milliseconds since it was written to. */
async function ageOf(path: string): Promise<number> {
  return Date.now() - (await stat(path)).mtimeMs
}

/**
 * Gives a file a name that nothing may have yet: by a second name, or by a copy where the disk has no such.
 */
async function linkOrCopy(file: string, path: string): Promise<void> {
  try {
    await link(file, path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw error
    await copyFile(file, path, constants.COPYFILE_EXCL)
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
