import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { readPredictorGoldens } from '@gradus/fixtures/predictor'
import { build } from 'tsup'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256Of } from '../scripts/bundle-folder.ts'
import { pageBuilt, programs } from '../scripts/programs.ts'
import type { InferResponse, PredictResponse } from '../src/index.ts'
import { type Answer, type Comparable, comparable, send, without } from './conformance/answer.ts'
import { DIFFERENCES, differenceOf } from './conformance/differences.ts'
import { GUARDED_REQUESTS, ORIGINS, TOKEN } from './conformance/guarded-requests.ts'
import { ALL_IMAGES, type ImageRequest, INFERRED_IMAGES, SALIENCY } from './conformance/image-requests.ts'
import type { ConformanceRequest } from './conformance/request.ts'
import { REQUESTS, SLOW_REQUEST } from './conformance/requests.ts'
import { DIST, EDGE } from './runtimes/runtime.ts'
import { MODEL_FILE, node, RUNTIMES } from './runtimes/runtimes.ts'
import { Server } from './runtimes/server.ts'
import { dryRun } from './runtimes/workerd.ts'
import { FLOWERS, fileOf } from './served.ts'

const GUARD = { GRADUS_TOKEN: TOKEN, GRADUS_CORS_ORIGINS: ORIGINS }
const IMAGES = [...ALL_IMAGES, ...INFERRED_IMAGES, SALIENCY]
const PATIENCE = 120_000
const goldens = readPredictorGoldens()

/** Programs with a model of a table inside, for the guarded deployments. */
let programsOfTable: string

/** Builds them, as `pnpm bundle` does. */
async function buildPrograms(): Promise<string> {
  const outDir = await mkdtemp(join(DIST, 'programs-'))
  const model = join(outDir, MODEL_FILE)
  await writeFile(model, fileOf(FLOWERS))
  const entries = join(EDGE, 'src', 'runtimes')
  const builds = programs({ entries, model, outDir, page: () => pageBuilt(EDGE) })
  for (const options of builds) await build({ ...options, silent: true })
  await cp(join(DIST, 'docs'), join(outDir, 'docs'), { recursive: true })
  return outDir
}

/** Expected answers by request, recorded on a Node of its own: whole, or by hash for image requests. */
const said = new Map<string, Comparable>()
const hashes = new Map<string, string>()

beforeAll(async () => {
  programsOfTable = await buildPrograms()
  const guarded = await Server.started(node, GUARD, programsOfTable)
  const servers = [await Server.started(node), guarded] as const
  try {
    for (const request of REQUESTS) said.set(request.name, comparable(await send(servers[0].url, request)))
    for (const request of GUARDED_REQUESTS) {
      said.set(request.name, comparable(await send(servers[1].url, request)))
    }
    for (const request of IMAGES)
      hashes.set(request.name, sha256Of((await send(servers[0].url, request)).body))
  } finally {
    for (const server of servers) await server.stop()
  }
}, PATIENCE)
afterAll(() => rm(programsOfTable, { recursive: true, force: true }))

test('every request has a name of its own', () => {
  const names = [...REQUESTS, ...GUARDED_REQUESTS, ...IMAGES, SLOW_REQUEST].map(({ name }) => name)
  expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([])
  const known = DIFFERENCES.flatMap(({ requests }) => requests)
  expect(known.filter(name => !names.includes(name))).toEqual([])
})

describe.each(RUNTIMES)('$name', runtime => {
  let open: Server
  let guarded: Server
  let slow: Promise<Answer>

  beforeAll(async () => {
    open = await Server.started(runtime)
    // The test awaits it at the end.
    slow = send(open.url, SLOW_REQUEST)
    slow.catch(() => {})
    guarded = await Server.started(runtime, GUARD, programsOfTable)
  }, PATIENCE)
  afterAll(async () => {
    await open?.stop()
    await guarded?.stop()
  })

  async function check(server: Server, request: ConformanceRequest): Promise<void> {
    const answer = comparable(await answerTo(server, request))
    const difference = differenceOf(runtime.name, request.name)
    const expected = said.get(difference?.as ?? request.name)
    if (!expected) throw new Error(`Nothing is known of ${request.name}.`)
    if (difference?.status) {
      expect({ status: answer.status, body: answer.body }).toEqual({ status: difference.status, body: '' })
      return
    }
    if (!difference?.as) expect(answer.status, logOf(server, answer)).toBe(request.status)
    if (difference?.own) expect(without(answer, difference)).toEqual(without(expected, difference))
    else expect(answer).toEqual(expected)
  }

  async function answered(request: ImageRequest): Promise<string> {
    const answer = await send(open.url, request)
    expect(answer.status, logOf(open, answer)).toBe(200)
    expect(sha256Of(answer.body)).toBe(hashes.get(request.name))
    return answer.body.toString()
  }

  test.each(REQUESTS)('$name', request => check(open, request))

  test.each(GUARDED_REQUESTS)('$name', request => check(guarded, request))

  test('reads all test images as NumPy does', async () => {
    for (const request of ALL_IMAGES) {
      const { predictions }: PredictResponse = JSON.parse(await answered(request))
      expectGolden(
        request,
        predictions.map(prediction => prediction.class),
        predictions.flatMap(({ scores }) => scores),
      )
    }
  })

  test('infers test images as NumPy does', async () => {
    for (const request of INFERRED_IMAGES) {
      const { outputs }: InferResponse = JSON.parse(await answered(request))
      const [digits = [], scores = []] = outputs.map(({ data }) => data.map(Number))
      expectGolden(request, digits, scores)
    }
  })

  test('tells which pixels spoke for a digit as NumPy does', async () => {
    const { predictions }: PredictResponse = JSON.parse(await answered(SALIENCY))
    const saliency = predictions.flatMap(prediction => prediction.saliency ?? [])
    expect(furthest(saliency, goldens.saliency)).toBeLessThanOrEqual(1e-12)
  })

  if (!differenceOf(runtime.name, SLOW_REQUEST.name)?.isAbsent) {
    test('a body that does not end takes too long', async () => {
      const answer = comparable(await slow)
      expect(answer.status).toBe(SLOW_REQUEST.status)
      expect(answer.headers['content-type']).toBe('application/problem+json')
      expect(JSON.parse(answer.body)).toMatchObject({ status: 408, code: 'TIMEOUT' })
    })
  }
})

/**
 * The answer to a request. A server that refuses a body may close the connection before the client has sent
 * all of it, so that its answer is lost (RFC 9110, section 15.5.14), or that the proxy of `wrangler dev`
 * answers in its place: such a request is sent again, a few times.
 */
async function answerTo(server: Server, request: ConformanceRequest): Promise<Answer> {
  const isRefusedUnread = request.status === 413
  for (let tries = isRefusedUnread ? 4 : 0; tries > 0; tries--) {
    const answer = await send(server.url, request).catch(() => undefined)
    if (answer && answer.status < 500) return answer
  }
  return await send(server.url, request)
}

function expectGolden({ start, count }: ImageRequest, digits: number[], scores: number[]): void {
  expect(digits).toEqual([...goldens.digits.subarray(start, start + count)])
  const golden = goldens.scores.subarray(10 * start, 10 * (start + count))
  expect(furthest(scores, golden)).toBeLessThanOrEqual(1e-12)
}

/** The error of a server that failed. */
function logOf(server: Server, { status }: { readonly status: number }): string {
  return status >= 500 ? server.written : ''
}

/** The greatest difference of two numbers at the same place. */
function furthest(found: readonly number[], golden: Float64Array): number {
  expect(found).toHaveLength(golden.length)
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - (golden[i] ?? Number.NaN))), 0)
}

test("the Worker's script is small, and deploys", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gradus-edge-'))
  try {
    const script = await readFile(await dryRun(folder))
    expect(script.length).toBeGreaterThan(20_000)
    expect(gzipSync(script).length).toBeLessThan(74_000)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
