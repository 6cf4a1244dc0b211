/**
 * Loads the predictor on every runtime that has a server, and on Node beside the same app with a constant for
 * an answer:
 *
 *     pnpm --filter @gradus/edge load [--seconds 10] [--turns 60] [--markdown]
 *
 * Prints a section for docs/benchmarks.md, and with --markdown writes it there.
 */

import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { install } from '@gradus/runtimes/installs'
import { conditionsNow, inWords, writeSection } from '@gradus/testing/benchmarks'
import type { Runtime } from '../test/runtimes/runtime.ts'
import { bun, deno, node } from '../test/runtimes/runtimes.ts'
import { Server } from '../test/runtimes/server.ts'
import { workerd } from '../test/runtimes/workerd.ts'
import { loadSection, type Pair, type RuntimeRate, versionsOf } from './load-section.ts'
import { type Rate, rateOf, warmUp } from './rate.ts'

/** Turns are short: the speed of a shared machine changes within seconds. */
const TURN_SECONDS = 2

const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    turns: { type: 'string', default: '60' },
    markdown: { type: 'boolean', default: false },
  },
})
const [seconds, turns] = [Number(flags.seconds), Number(flags.turns)]

/** A server alone on the machine: started, warmed up, measured, stopped. */
async function measured(runtime: Runtime): Promise<Rate> {
  const server = await Server.started(runtime)
  try {
    await warmUp(server.url)
    const rate = await rateOf(server.url, seconds)
    console.error(`${runtime.name}: ${Math.round(rate.requests)} requests/s`)
    return rate
  } finally {
    await server.stop()
  }
}

/** Both servers run, and are loaded in turns, in changing order (A B B A …). */
async function measuredPairs(): Promise<Pair[]> {
  const [first, second] = await Promise.all([Server.started(predictions), Server.started(constant)])
  try {
    for (const { url } of [first, second]) await warmUp(url)
    const pairs: Pair[] = []
    while (pairs.length < turns) pairs.push(await measuredPair(first.url, second.url, pairs.length % 2 === 0))
    return pairs
  } finally {
    await Promise.all([first.stop(), second.stop()])
  }
}

async function measuredPair(predicting: string, answering: string, isInOrder: boolean): Promise<Pair> {
  const early = isInOrder ? undefined : await rateOf(answering, TURN_SECONDS)
  const pair = {
    predictions: await rateOf(predicting, TURN_SECONDS),
    constant: early ?? (await rateOf(answering, TURN_SECONDS)),
  }
  const [some, all] = [pair.predictions.requests, pair.constant.requests].map(Math.round)
  console.error(`Node, predictions: ${some} requests/s, a constant: ${all}`)
  return pair
}

await install()
const conditions = inWords(conditionsNow())
const pairs = await measuredPairs()
const rates: RuntimeRate[] = []
for (const runtime of [node, bun, deno, workerd])
  rates.push({ runtime: runtime.name, rate: await measured(runtime) })
const section = loadSection({
  conditions,
  versions: await versionsOf(),
  seconds,
  turnSeconds: TURN_SECONDS,
  pairs,
  rates,
})
console.log(section)
if (flags.markdown) await writeSection('load', section)

function nodeServer(kind: string, name: string): Runtime {
  return {
    name,
    command: async ({ port }) => ({
      file: process.execPath,
      args: [join(import.meta.dirname, 'node-server.ts'), String(port), kind],
    }),
  }
}

/** The two sides of the comparison on Node: the app, and the app with a constant for an answer. */
const predictions = nodeServer('predictions', 'Node, predictions')
const constant = nodeServer('constant', 'Node, a constant')
