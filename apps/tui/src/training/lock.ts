import { unlinkSync } from 'node:fs'
import { readdir, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { FileError } from '@gradus/core/node'
import { isAlive } from '../is-alive.ts'
import { UsageError } from '../usage-error.ts'

/** How often a claim is tried while another is there, which may be stepping back at this moment, and milliseconds in between. */
const ATTEMPTS = 10
const [SHORTEST_WAIT, LONGEST_WAIT] = [5, 30]

/**
 * Keeps other runs from saving to the same file, until the program ends or the lock is released. Each run claims the file by one of its own,
 * which has its process in its name, and only then looks for the claims of others: of two that begin at once, at least one sees
 * the other and steps back. The claim of a process that is dead does not count, and is removed.
 * @param flag that names the file. @throws UsageError if another run has it, or it cannot be locked; FileError if its folder cannot be read
 */
export async function lock(flag: string, path: string): Promise<() => void> {
  const claim = claimOf(path, process.pid)
  for (let attempt = 1; ; attempt++) {
    await write(flag, claim, path)
    const rival = await findRival(path)
    if (rival === undefined) return releaseOf(claim)
    await unlink(claim).catch(() => undefined)
    if (attempt === ATTEMPTS) {
      throw new UsageError(
        flag,
        path,
        `Another run saves there (process ${rival}, as ${claimOf(path, rival)} says): wait for its end, or choose another file.`,
      )
    }
    // By chance: two that waited equally long would meet again.
    await setTimeout(SHORTEST_WAIT + Math.random() * (LONGEST_WAIT - SHORTEST_WAIT))
  }
}

function claimOf(path: string, pid: number): string {
  return join(dirname(path), `.${basename(path)}.${pid}.lock`)
}

async function write(flag: string, claim: string, path: string): Promise<void> {
  try {
    await writeFile(claim, '')
  } catch (error) {
    throw new UsageError(
      flag,
      path,
      `Nothing can be saved beside it: ${new FileError('write', claim, error).message}`,
    )
  }
}

/** A living process, other than this one, that has claimed the file. */
async function findRival(path: string): Promise<number | undefined> {
  const [start, end] = [`.${basename(path)}.`, '.lock']
  const names = await readdir(dirname(path)).catch(error => {
    throw new FileError('write', path, error)
  })
  for (const name of names) {
    const pid = name.slice(start.length, -end.length)
    if (!(name.startsWith(start) && name.endsWith(end) && /^[0-9]+$/.test(pid))) continue
    if (Number(pid) === process.pid) continue
    if (isAlive(Number(pid))) return Number(pid)
    await unlink(join(dirname(path), name)).catch(() => undefined)
  }
  return undefined
}

function releaseOf(claim: string): () => void {
  const release = (): void => {
    process.off('exit', release)
    try {
      unlinkSync(claim)
    } catch {
      // Its folder is gone, or not to be written to any more: the next run finds that no such process is alive.
    }
  }
  process.once('exit', release)
  return release
}
