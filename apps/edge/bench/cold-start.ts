/**
 * Measures on each runtime how long the built predictor takes to start, and the CPU time of an image (Linux):
 *
 *     node bench/cold-start.ts [--markdown]
 *
 * Prints a section for docs/benchmarks.md, and with --markdown writes it there.
 */
import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { parseArgs } from 'node:util'
import { loadTestData } from '@gradus/mnist/node'
import { install, versionOf } from '@gradus/runtimes/installs'
import { conditionsNow, inWords, median, writeSection } from '@gradus/testing/benchmarks'
import type { Runtime } from '../test/runtimes/runtime.ts'
import { RUNTIMES } from '../test/runtimes/runtimes.ts'
import { Server } from '../test/runtimes/server.ts'
import { bareWorkerd } from '../test/runtimes/workerd.ts'

const STARTS = 5
/** Number of requests that warm up the compilers, and of those that are measured. */
const WARM_UP = 3000
const MEASURED = 5000
/** Number of concurrent requests. */
const CONCURRENCY = 4
/** Milliseconds of a clock tick in /proc/PID/stat, the same on every Linux. */
const TICKS_A_SECOND = 100
/** Milliseconds of CPU a request with an image, in workerd. */
const GOAL = 2
const INSTALLED = ['bun', 'deno', 'workerd'] as const

interface Figures {
  readonly name: string
  /** Milliseconds. */
  readonly starts: readonly number[]
  /** Milliseconds of CPU a request. */
  readonly predict: number
  readonly health: number
}

interface Asked {
  readonly method: string
  readonly path: string
  readonly bodies: readonly Uint8Array[]
}

const data = await loadTestData()
const PREDICT: Asked = {
  method: 'POST',
  path: '/predict',
  bodies: Array.from({ length: 1000 }, (_, i) => Uint8Array.from(data.at(i).pixels)),
}
const HEALTH: Asked = { method: 'GET', path: '/v2/health/live', bodies: [] }

async function measure(runtime: Runtime): Promise<Figures> {
  const starts: number[] = []
  for (let i = 0; i < STARTS; i++) {
    const server = await Server.prepare(runtime)
    try {
      const begin = performance.now()
      await server.start()
      starts.push(performance.now() - begin)
    } finally {
      await server.stop()
    }
  }
  const server = await Server.started(runtime)
  try {
    const predict = await cpuOf(server, PREDICT)
    return { name: runtime.name, starts, predict, health: await cpuOf(server, HEALTH) }
  } finally {
    await server.stop()
  }
}

/** Milliseconds of CPU a request, of all threads, in user and kernel mode. */
async function cpuOf(server: Server, asked: Asked): Promise<number> {
  await ask(server.url, asked, WARM_UP)
  const before = await ticksOf(server.pid)
  await ask(server.url, asked, MEASURED)
  return (((await ticksOf(server.pid)) - before) / TICKS_A_SECOND / MEASURED) * 1000
}

/** Source: proc_pid_stat(5), fields 14 and 15; the second is a name in brackets, which may have spaces. */
async function ticksOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return Number(user) + Number(system)
}

async function ask(url: string, asked: Asked, count: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY })
  let next = 0
  const askOn = async (): Promise<void> => {
    while (next < count) await once(url, asked, next++, agent)
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, askOn))
  agent.destroy()
}

function once(url: string, { method, path, bodies }: Asked, turn: number, agent: Agent): Promise<void> {
  const headers = { 'Content-Type': 'application/octet-stream' }
  return new Promise((resolve, reject) => {
    request(`${url}${path}`, { method, headers, agent }, response => {
      const isWell = response.statusCode === 200
      response.resume().once('error', reject)
      response.once('end', () => (isWell ? resolve() : reject(new Error(`${path}: ${response.statusCode}`))))
    })
      .once('error', reject)
      .end(bodies[turn % bodies.length])
  })
}

function row({ name, starts, predict, health }: Figures): string {
  const [fastest, slowest] = [Math.min(...starts), Math.max(...starts)]
  const start = `${median(starts).toFixed(0)} ms (${fastest.toFixed(0)} .. ${slowest.toFixed(0)})`
  const cpu = [predict, health, predict - health].map(milliseconds => `${milliseconds.toFixed(2)} ms`)
  return `| ${[name, start, ...cpu].join(' | ')} |`
}

function goalLine(figures: readonly Figures[]): string {
  const workerd = figures.find(({ name }) => name === bareWorkerd.name)
  const isReached = (workerd?.predict ?? Number.POSITIVE_INFINITY) < GOAL
  return `Goal: less than ${GOAL} ms of CPU an image in workerd, all included: ${isReached ? 'reached' : '**not reached**'}.`
}

await install()
const { markdown = false } = parseArgs({ options: { markdown: { type: 'boolean' } } }).values
const conditions = inWords(conditionsNow())
const figures: Figures[] = []
for (const runtime of RUNTIMES) {
  figures.push(await measure(runtime.name === bareWorkerd.name ? bareWorkerd : runtime))
  console.error(figures.at(-1)?.name)
}
const section = `## The predictor's cold start and CPU

Written by \`node apps/edge/bench/cold-start.ts --markdown\`; do not edit.

${conditions}.
Node ${process.versions.node}; ${INSTALLED.map(name => `${name} ${versionOf(name)}`).join('; ')}.

Start: from starting the process to its first answer, the median of ${STARTS} (and all of them between); files are in the system's cache. CPU:
user and system time of the process, all threads, over ${MEASURED} requests of one image each (784 bytes), ${CONCURRENCY} at once, after ${WARM_UP} others; the last
column is what such a request takes beyond GET /v2/health/live. workerd runs alone, without wrangler and static assets.
edge-runtime and the handler for Lambda run in Node, behind a small server in place of the platform's own.

| | start | CPU of a request with an image | of a health check | of the image |
|---|---|---|---|---|
${figures.map(row).join('\n')}

${goalLine(figures)}
`
console.log(section)
if (markdown) await writeSection('cold-start', section)
