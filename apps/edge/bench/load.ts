/**
 * Loads the predictor on every runtime that has a server, and on Node beside the same app with a constant for an answer:
 *
 *     pnpm --filter @gradus/edge load [--seconds 10] [--pairs 3] [--markdown]
 *
 * Prints a section for docs/benchmarks.md, and with --markdown writes it there.
 */
import { parseArgs } from 'node:util'
import { install } from '@gradus/runtimes/installs'
import { bun } from '../test/runtimes/bun.ts'
import { deno } from '../test/runtimes/deno.ts'
import { node } from '../test/runtimes/node.ts'
import type { Runtime } from '../test/runtimes/runtime.ts'
import { Server } from '../test/runtimes/server.ts'
import { workerd } from '../test/runtimes/workerd.ts'
import { loadSection, type Pair, type RuntimeRate } from './load-section.ts'
import { describeMachine } from './machine.ts'
import { constant, predictions } from './node-programs.ts'
import { type Rate, rateOf } from './rate.ts'
import { writeSection } from './section.ts'
import { versionsOf } from './versions.ts'

const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    pairs: { type: 'string', default: '3' },
    markdown: { type: 'boolean', default: false },
  },
})
const [seconds, pairs] = [Number(flags.seconds), Number(flags.pairs)]

/** A server alone on the machine: started, warmed up, measured, stopped. */
async function measured(runtime: Runtime): Promise<Rate> {
  const server = await Server.started(runtime)
  try {
    const rate = await rateOf(server.url, seconds)
    console.error(`${runtime.name}: ${Math.round(rate.requests)} requests/s`)
    return rate
  } finally {
    await server.stop()
  }
}

/** Both after one another, in an order that turns from pair to pair. */
async function measuredPair(index: number): Promise<Pair> {
  if (index % 2 === 0) return { predictions: await measured(predictions), constant: await measured(constant) }
  const last = await measured(constant)
  return { predictions: await measured(predictions), constant: last }
}

await install()
const machine = describeMachine()
const measuredPairs: Pair[] = []
for (let i = 0; i < pairs; i++) measuredPairs.push(await measuredPair(i))
const rates: RuntimeRate[] = []
for (const runtime of [node, bun, deno, workerd])
  rates.push({ runtime: runtime.name, rate: await measured(runtime) })
const section = loadSection({ machine, versions: await versionsOf(), seconds, pairs: measuredPairs, rates })
console.log(section)
if (flags.markdown) await writeSection('load', section)
