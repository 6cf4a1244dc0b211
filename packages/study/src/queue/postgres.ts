import type { Pool } from 'pg'
import type { Address } from './address.ts'
import { Box } from './box.ts'
import { type Link, linkOf, type QueueTimes, queueOptions } from './link.ts'
import { answer } from './link-lost.ts'
import { optional } from './packages.ts'

const NAMES = ['bullmq', 'pg'] as const
const CONNECT_TIME = 5000
/** The longest wait for an answer: the largest checkpoints take a while. */
const ANSWER_TIME = 60_000
/** Connections of a process, at the most. */
const CONNECTIONS = 3
/** The longest wait for connections to end. */
const END_TIME = 2000

type BullMq = typeof import('bullmq')

/** Opens a link to PostgreSQL, and makes BullMQ's tables if there are none. @throws LinkLost; StudyError if a package is missing */
export async function openPostgres({ url }: Address, times: QueueTimes): Promise<Link> {
  const bullmq = await optional(() => import('bullmq'), NAMES)
  const { Pool } = await optional(() => import('pg'), NAMES)
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIME,
    query_timeout: ANSWER_TIME,
    keepAlive: true,
    options: `-c search_path=${bullmq.DEFAULT_SCHEMA}`,
  })
  if (!bullmq.isPgPool(pool)) throw new TypeError('BullMQ does not take a pool of this version of pg.')
  // The next query tells of a lost connection as well.
  pool.on('error', () => undefined)
  try {
    await answer(migrate(pool, bullmq))
  } catch (error) {
    await end(pool)
    throw error
  }
  const tools = {
    final: (message: string) => new bullmq.UnrecoverableError(message),
    ping: () => pool.query('SELECT 1'),
  }
  const { Queue } = bullmq.withBackend(bullmq.createPostgresBackend)
  return linkOf(
    [],
    name => {
      const options = { connection: pool, ...queueOptions(times) }
      const queue = new Queue<unknown, unknown, string>(name, options)
      queue.on('error', () => undefined)
      return { box: new Box(queue, tools), close: () => queue.close() }
    },
    () => end(pool),
  )
}

/** Makes BullMQ's tables, unless they are there: only making them asks for the right to. */
async function migrate(pool: Pool, bullmq: BullMq): Promise<void> {
  const client = await pool.connect()
  try {
    await bullmq.assertSchemaCompatibility(client).catch(async (error: unknown) => {
      if (!(error instanceof bullmq.SchemaMigrationRequiredError)) throw error
      await bullmq.runMigrations(client)
    })
  } finally {
    client.release()
  }
}

/** Ends the connections; one that hangs is left to its own end. */
async function end(pool: Pool): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, END_TIME)
  await Promise.race([pool.end(), promise])
  clearTimeout(timer)
}
