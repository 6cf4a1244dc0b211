import type { Redis } from 'ioredis'
import type { Address } from './address.ts'
import { Box } from './box.ts'
import { type Link, linkOf, type QueueTimes, queueOptions } from './link.ts'
import { answer } from './link-lost.ts'
import { optional } from './packages.ts'

const NAMES = ['bullmq', 'ioredis'] as const
const CONNECT_TIME = 5000
/** The longest wait for an answer: the largest checkpoints take a while. */
const ANSWER_TIME = 60_000

/** Opens a link to Redis or Valkey. @throws LinkLost; StudyError if a package is missing */
export async function openRedis({ url }: Address, times: QueueTimes): Promise<Link> {
  const bullmq = await optional(() => import('bullmq'), NAMES)
  const { Redis } = await optional(() => import('ioredis'), NAMES)
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIME,
    commandTimeout: ANSWER_TIME,
    maxRetriesPerRequest: null,
    // A lost connection fails all that waits for it: a new link is the one way back.
    retryStrategy: () => null,
  })
  const warnings = await connect(client)
  const tools = {
    final: (message: string) => new bullmq.UnrecoverableError(message),
    ping: () => client.ping(),
  }
  return linkOf(
    warnings,
    name => {
      // BullMQ prints its own warnings about versions and settings to the terminal, unless it does not look.
      const options = { connection: client, skipVersionCheck: true, ...queueOptions(times) }
      const queue = new bullmq.Queue<unknown, unknown, string>(name, options)
      queue.on('error', () => undefined)
      return { box: new Box(queue, tools), close: () => queue.close() }
    },
    async () => client.disconnect(),
  )
}

/** @returns what is to be said of the server's settings @throws LinkLost */
async function connect(client: Redis): Promise<string[]> {
  let problem: Error | undefined
  client.on('error', error => {
    problem = error
  })
  // A server that takes the connection and never answers, such as one of another kind.
  const tooLong = setTimeout(() => {
    problem = new Error(`no answer within ${CONNECT_TIME / 1000} s`)
    client.disconnect()
  }, CONNECT_TIME)
  try {
    await client.connect()
    await client.ping()
    return await settingsToWarnOf(client)
  } catch (error) {
    client.disconnect()
    // The error that is thrown may say only that the connection is closed: the event before it says why.
    return await answer(Promise.reject(problem ?? error))
  } finally {
    clearTimeout(tooLong)
  }
}

/** Settings of a server that does not forget, each with its remedy. */
const SETTINGS = [
  {
    name: 'appendonly',
    wanted: 'yes',
    risk: 'the server forgets its jobs when it restarts, and the study hands them out again',
  },
  {
    name: 'maxmemory-policy',
    wanted: 'noeviction',
    risk: 'the server may throw jobs away when its memory is full',
  },
] as const

async function settingsToWarnOf(client: Redis): Promise<string[]> {
  const warnings: string[] = []
  for (const { name, wanted, risk } of SETTINGS) {
    const found: unknown = await client.config('GET', name).catch(() => undefined)
    const value: unknown = Array.isArray(found) ? found[1] : undefined
    if (value === wanted) continue
    const settings = typeof value === 'string' ? `has ${name} ${value}` : `does not tell its ${name}`
    warnings.push(
      `The queue's server ${settings}: expected ${wanted}, or ${risk}. ` +
        `Put \`${name} ${wanted}\` into redis.conf, or run \`redis-cli CONFIG SET ${name} ${wanted}\`.`,
    )
  }
  return warnings
}
