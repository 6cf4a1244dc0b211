import { readdir, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, parse } from 'node:path'
import { FileError, loadCheckpoint } from '@gradus/core/node'
import { withSuffix } from './places.ts'

const MOST_REWINDS = 3

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

/** A name like this, with a number above those of all others there. */
async function freeName(path: string): Promise<string> {
  const { name, ext } = parse(path)
  const numbers = (await readdir(dirname(path))).map(other => {
    if (other === basename(withSuffix(path, '.earlier'))) return 1
    const isAlike = other.startsWith(`${name}.earlier-`) && other.endsWith(ext)
    return isAlike ? Number(other.slice(`${name}.earlier-`.length, other.length - ext.length)) || 0 : 0
  })
  const number = Math.max(0, ...numbers) + 1
  return withSuffix(path, number === 1 ? '.earlier' : `.earlier-${number}`)
}

/** Checkpoints that one run has set aside since it was rewound, again and again: the newest of them are kept. */
export class Rewinds {
  readonly #paths: string[] = []

  /** Takes the path of one more. Those of other runs are not touched. */
  async add(path: string): Promise<void> {
    this.#paths.push(path)
    for (const old of this.#paths.splice(0, this.#paths.length - MOST_REWINDS))
      await unlink(old).catch(() => undefined)
  }
}
