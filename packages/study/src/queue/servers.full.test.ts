import type { StudyEvent } from '@gradus/study'
import { Store } from '@gradus/study/node'
import { runOnQueue } from '@gradus/study/queue'
import { useFolder } from '@gradus/testing/folders'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Server, startPostgres, startRedis } from '../../test/servers.ts'
import { smallPlan } from '../../test/studies.ts'

const folder = useFolder('test')
let studies = 0

/** The warnings about a queue, of a study that ends as soon as it has seen the server. */
async function warningsOf(queue: string): Promise<string[]> {
  const warnings: string[] = []
  const onEvent = (event: StudyEvent): void => {
    if (event.type === 'warning') warnings.push(event.message)
  }
  const store = await Store.create(`${folder.path}/${studies++}`, smallPlan())
  try {
    await runOnQueue(store, { queue, signal: AbortSignal.abort(), onEvent })
    return warnings
  } finally {
    await store.close()
  }
}

describe('Redis', () => {
  let locked: Server
  beforeAll(async () => {
    locked = await startRedis('--requirepass', 'right')
  })
  afterAll(() => locked.stop())
  const withUser = (user: string): string => locked.url.replace('//', `//${user}@`)

  test('that wants a password is told of, with the way to give it', async () => {
    await expect(warningsOf(locked.url)).rejects.toMatchObject({
      field: 'queue',
      message: `The queue at ${locked.url} cannot be used: it wants a password. Put the right user and password into the address: redis://USER:PASSWORD@HOST.`,
    })
  })

  test('that refuses a password does not show it', async () => {
    const warnings = warningsOf(withUser(':wrong-secret'))
    await expect(warnings).rejects.toThrow(/WRONGPASS.*Put the right user and password/)
    await expect(warnings).rejects.not.toThrow(/secret/)
  })

  test('that has the right settings brings no warning', async () => {
    expect(await warningsOf(withUser(':right'))).toEqual([])
  })

  test('that forgets brings warnings, with the lines to set', async () => {
    const forgetful = await startRedis('--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru')
    const warnings = await warningsOf(forgetful.url).finally(forgetful.stop)
    expect(warnings).toHaveLength(2)
    expect(warnings[0]).toMatch(/has appendonly no: expected yes.*`redis-cli CONFIG SET appendonly yes`/)
    expect(warnings[1]).toMatch(
      /has maxmemory-policy allkeys-lru: expected noeviction.*Put `maxmemory-policy noeviction` into redis.conf/,
    )
  })

  test('that does not tell its settings is only told of', async () => {
    const silent = await startRedis('--rename-command', 'CONFIG', '')
    const warnings = await warningsOf(silent.url).finally(silent.stop)
    expect(warnings.map(warning => /does not tell its [\w-]+: expected \w+/.test(warning))).toEqual([
      true,
      true,
    ])
  })
})

describe('PostgreSQL', () => {
  let server: Server
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())

  test('without the tables of a queue gets them', async () => {
    expect(await warningsOf(server.url)).toEqual([])
  })

  test('without a user is told of, with the way to give one', async () => {
    const warnings = warningsOf(server.url.replace('gradus@', 'nobody:secret@'))
    await expect(warnings).rejects.toThrow(/role "nobody" does not exist. Put the right user and password/)
    await expect(warnings).rejects.not.toThrow(/secret/)
  })

  test('without the database is told of', async () => {
    await expect(warningsOf(server.url.replace(/postgres$/, 'nowhere'))).rejects.toThrow(
      /database "nowhere" does not exist/,
    )
  })
})

test('a server of another kind is told of', async () => {
  const redis = await startRedis()
  const postgres = await startPostgres()
  try {
    const asPostgres = warningsOf(redis.url.replace('redis:', 'postgres:'))
    await expect(asPostgres).rejects.toThrow(/^The queue at postgres:.* cannot be used: /)
    const asRedis = warningsOf(postgres.url.replace(/^.*@/, 'redis://'))
    await expect(asRedis).rejects.toThrow(/^The queue at redis:.* cannot be used: /)
  } finally {
    await redis.stop()
    await postgres.stop()
  }
})
