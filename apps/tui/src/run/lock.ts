import { unlinkSync } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { FileError } from '@gradus/core/node'
import { UsageError } from '../failure.ts'
import { type Claim, claimsOn, makeClaim, stateOfClaim } from './claim.ts'
import { targetFor } from './run-paths.ts'
import { FLAGS } from './settings.ts'

/**
 * Number of attempts while another claim exists, which may be withdrawn at this moment, and milliseconds
 * between them.
 */
const ATTEMPTS = 10
const [SHORTEST_WAIT, LONGEST_WAIT] = [5, 30]

/** Works that lock a file, and the things of which a person may choose another one. */
const WORKS = { run: 'file', study: 'name', examination: 'folder' } as const

/** Words of a message. */
interface LockWords {
  /** The flag that takes a lock over; --take-over by default. */
  readonly takeOver?: string
  /** The work that saves to the file; a run by default. */
  readonly work?: keyof typeof WORKS
}

/**
 * Keeps other runs from saving to the same file, until the program ends or the lock is released. Each run
 * claims the file by one of its own, beside what its path leads to, and only then looks for the claims of
 * others: of two that begin at once, at least one sees the other and steps back. A claim whose process has
 * ended does not count, and is removed; one of which that cannot be told, such as another machine's, counts
 * unless it is taken over.
 * @param flag that names the file. @throws UsageError if another run has it, or it cannot be locked
 */
export async function lock(
  flag: string,
  path: string,
  takesOver = false,
  words: LockWords = {},
): Promise<() => void> {
  const target = await targetFor(flag, path)
  const blame = (error: unknown, problem = ''): never => {
    throw error instanceof FileError ? new UsageError(flag, path, problem + error.message) : error
  }
  for (let attempt = 1; ; attempt++) {
    const claim = await makeClaim(target).catch(error => blame(error, 'Nothing can be saved beside it: '))
    const release = releaseOf(claim)
    const rival = await findRival(target, claim, takesOver).catch(error => {
      release()
      return blame(error)
    })
    if (!rival) return release
    release()
    if (attempt === ATTEMPTS) throw new UsageError(flag, path, describe(rival, words))
    // The wait is random: two runs that waited equally long would meet again.
    await setTimeout(SHORTEST_WAIT + Math.random() * (LONGEST_WAIT - SHORTEST_WAIT))
  }
}

/** The claim of another run that may go on. @throws FileError if one cannot be taken over */
async function findRival(target: string, own: string, takesOver: boolean): Promise<Claim | undefined> {
  for (const claim of await claimsOn(target)) {
    if (claim.path === own) continue
    const state = stateOfClaim(claim)
    if (state !== 'ended' && !(takesOver && mayBeTaken(claim))) return claim
    await unlink(claim.path).catch((error: unknown) => {
      if (state !== 'ended') throw new FileError('write', claim.path, error)
    })
  }
  return undefined
}

/**
 * Whether a person may know better. Where the system tells no starts of processes, another may have the run's
 * number by now.
 */
function mayBeTaken(claim: Claim): boolean {
  return stateOfClaim(claim) === 'unknown' || claim.owner?.process.start === undefined
}

function describe(claim: Claim, { takeOver = FLAGS.takeOver, work = 'run' }: LockWords): string {
  const { path, owner } = claim
  if (!owner) {
    return `Another ${work} may save there: ${path} cannot be read as the lock of one. If none does, add ${takeOver}, which removes it.`
  }
  const other = `choose another ${WORKS[work]}`
  const { pid, host } = owner.process
  if (stateOfClaim(claim) === 'unknown') {
    return `Another ${work} may save there: ${path} is the lock of process ${pid} on ${host}, since ${owner.since}, and from here nobody can tell whether that goes on. If it has ended, add ${takeOver}, which removes the lock; or ${other}.`
  }
  const remedy = mayBeTaken(claim)
    ? `wait for its end, or ${other}; if that process is no ${work} of Gradus, add ${takeOver}.`
    : `wait for its end, or ${other}.`
  return `Another ${work} saves there (process ${pid}, as ${path} says): ${remedy}`
}

/** Removes the claim, also at the end of the program. */
function releaseOf(claim: string): () => void {
  const release = (): void => {
    process.off('exit', release)
    try {
      unlinkSync(claim)
    } catch {
      // Its folder is gone, or not to be written to any more: the next run finds that its process has ended.
    }
  }
  process.once('exit', release)
  return release
}
