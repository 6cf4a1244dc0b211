import { StudyError } from '../errors.ts'
import type { Address } from './address.ts'
import type { Link, QueueTimes } from './link.ts'
import { LinkLost } from './link-lost.ts'
import { openPostgres } from './postgres.ts'
import { openRedis } from './redis.ts'

/** Told of a link that is lost, and found again. */
export interface LinkEvents {
  lost(message: string): void
  back(): void
  warning(message: string): void
}

/** Milliseconds until a new link is tried. */
const FIRST_WAIT = 1000
const LONGEST_WAIT = 30_000
/** After so many milliseconds a link was a good one, and its loss is a new one. */
const GOOD = 10_000
/** Links in a row that could be opened and were of no use: the server is there, and refuses to serve. */
const MOST_USELESS = 8
/** Milliseconds that a session has to end when it is to: an answer that never comes must not hold it up. */
const END_TIME = 10_000

/**
 * Does work over a link; where the link is lost, over a new one, after 1 s, 2 s, 4 s ... 30 s.
 * @param session takes up the work where the last one left it, and returns when it is done
 * @throws StudyError ('queue') if the first link cannot be opened, since a wrong address does not get better by
 * waiting; or if the server is there and refuses to serve
 */
export async function overLinks(
  address: Address,
  { times, signal, events }: { times: QueueTimes; signal: AbortSignal; events: LinkEvents },
  session: (link: Link) => Promise<void>,
): Promise<void> {
  let link: Link | undefined = await firstLink(address, times)
  for (const warning of link.warnings) events.warning(warning)
  let wait = FIRST_WAIT
  let isLost = false
  let useless = 0
  for (;;) {
    let opened = Number.POSITIVE_INFINITY
    try {
      link ??= await open(address, times)
      opened = Date.now()
      if (isLost) events.back()
      isLost = false
      return await within(link, signal, session)
    } catch (error) {
      if (!(error instanceof LinkLost)) throw error
      const isGood = Date.now() - opened > GOOD
      if (isGood) wait = FIRST_WAIT
      if (isGood || link) useless = isGood ? 0 : useless + 1
      if (useless === MOST_USELESS) throw unusable(address, error)
      if (!isLost && !signal.aborted)
        events.lost(
          `The queue at ${address.shown} is lost: ${error.message}. It is looked for again and again.`,
        )
      isLost = true
    } finally {
      await link?.close()
      link = undefined
    }
    await pause(wait, signal)
    if (signal.aborted) return
    wait = Math.min(2 * wait, LONGEST_WAIT)
  }
}

/** A session that loses its link if it does not end in time. */
async function within(
  link: Link,
  signal: AbortSignal,
  session: (link: Link) => Promise<void>,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = (): void => {
    timer = setTimeout(() => link.close(), END_TIME)
  }
  signal.addEventListener('abort', limit)
  try {
    await session(link)
  } finally {
    signal.removeEventListener('abort', limit)
    clearTimeout(timer)
  }
}

/** @throws LinkLost; StudyError if a package is missing */
function open(address: Address, times: QueueTimes): Promise<Link> {
  return address.kind === 'redis' ? openRedis(address, times) : openPostgres(address, times)
}

async function firstLink(address: Address, times: QueueTimes): Promise<Link> {
  try {
    return await open(address, times)
  } catch (error) {
    throw error instanceof LinkLost ? unusable(address, error) : error
  }
}

function unusable({ shown, kind }: Address, cause: LinkLost): StudyError {
  const isAboutUser = /NOAUTH|WRONGPASS|password|role|permission/i.test(cause.message)
  const reason = /^NOAUTH/.test(cause.message) ? 'it wants a password' : cause.message
  const remedy = isAboutUser
    ? `Put the right user and password into the address: ${kind}://USER:PASSWORD@HOST.`
    : 'Start the server there, or give its right address.'
  return new StudyError('queue', `The queue at ${shown} cannot be used: ${reason}. ${remedy}`, { cause })
}

/** Waits for so many milliseconds, or until the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve()
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal.addEventListener('abort', end)
  })
}
