import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attack, type Outcomes } from './hostile/attack.ts'
import { Client } from './hostile/connection.ts'
import { encode, predict } from './hostile/request.ts'
import { type Servers, startServers } from './hostile/servers.ts'
import { drip, flood, LARGE, SLOW } from './hostile/slow.ts'
import { attackWires, type WireOutcomes } from './hostile/wire-attack.ts'
import { digitsApp, ONE, post } from './served.ts'

const BYTES = 'application/octet-stream'
const { GRADUS_LONG: isLong } = process.env
const REQUESTS = isLong ? 100_000 : 25_000
const WIRE_REQUESTS = 4000
/**
 * Requests before memory is measured: until then code is compiled, and the largest requests meet for the
 * first time.
 */
const WARM_UP = REQUESTS / 2
const MIB = 2 ** 20
/**
 * Growth allowed after a garbage collection: in a long attack 80 bytes a request, little more than one
 * object.
 */
const HEAP_GROWTH = 4 * MIB
/**
 * Growth allowed of the resident memory, which depends on concurrent requests: half of the bodies, if they
 * were kept.
 */
const RESIDENT_GROWTH = 64 * MIB

let servers: Servers
let expected: string
beforeAll(async () => {
  servers = await startServers()
  const app = await digitsApp()
  expected = await (await app.request('/predict', post(ONE, BYTES))).text()
})
afterAll(() => servers.stop())

/** Expects that the servers run on, answer correctly, and log no errors. */
async function expectHealth(): Promise<void> {
  expect(servers.isAlive()).toBe(true)
  for (const port of [servers.ports.open, servers.ports.impatient]) {
    const client = new Client(port)
    const answer = await client.ask(encode(predict(BYTES, ONE)), true)
    client.close()
    expect(answer?.status).toBe(200)
    expect(answer?.body.toString()).toBe(expected)
  }
  expect(servers.errors.slice(0, 20)).toEqual([])
  expect(servers.badLines.slice(0, 20)).toEqual([])
}

describe('the server', () => {
  test(`refuses ${REQUESTS} malformed and hostile requests, or answers them where they are right`, async () => {
    const outcomes: Outcomes = { statuses: new Map(), complaints: [] }
    await attack(servers.ports, 0, WARM_UP, outcomes)
    const before = await servers.memory()
    await attack(servers.ports, WARM_UP, REQUESTS, outcomes)
    const after = await servers.memory()
    console.table(
      Object.fromEntries([...outcomes.statuses].map(([kind, counts]) => [kind, Object.fromEntries(counts)])),
    )
    console.table({ before, after })
    expect(outcomes.complaints.slice(0, 20)).toEqual([])
    const counts = totals(outcomes)
    expect(Object.keys(counts)).toEqual(
      expect.arrayContaining(['400', '401', '404', '405', '413', '415', '422']),
    )
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(REQUESTS)
    expect(after.heap - before.heap).toBeLessThan(HEAP_GROWTH)
    expect(after.buffers - before.buffers).toBeLessThan(MIB)
    expect(after.resident - before.resident).toBeLessThan(RESIDENT_GROWTH)
    await expectHealth()
  })

  test(`refuses ${WIRE_REQUESTS} that are no right HTTP`, async () => {
    const outcomes: WireOutcomes = { answers: new Map(), complaints: [] }
    await attackWires(servers.ports.open, WIRE_REQUESTS, outcomes)
    console.table(
      Object.fromEntries([...outcomes.answers].map(([kind, counts]) => [kind, Object.fromEntries(counts)])),
    )
    expect(outcomes.complaints.slice(0, 20)).toEqual([])
    await expectHealth()
  })

  test.each(Object.entries(SLOW))('gives up on %s', async (_, slow) => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => drip(servers.ports.impatient, slow)))
    expect(answers.map(answer => answer?.status)).toEqual(answers.map(() => 408))
    await expectHealth()
  })

  test.each(Object.entries(LARGE))('refuses %s', async (_, large) => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => flood(servers.ports.open, large)))
    expect(answers.map(answer => answer?.status)).toEqual(answers.map(() => 413))
    await expectHealth()
  })
})

/** Number of answers by status. */
function totals({ statuses }: Outcomes): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {}
  for (const ofKind of statuses.values()) {
    for (const [status, count] of ofKind) counts[status] = (counts[status] ?? 0) + count
  }
  return counts
}
