import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { installed } from '@gradus/runtimes/installs'
import { markdownTable, median } from '@gradus/testing/benchmarks'
import * as v from 'valibot'
import { CONNECTIONS, type Rate, WARM_UP_SECONDS } from './rate.ts'

/** The goal: rate of predictions as a share of the rate of constants. */
const GOAL = 0.8

/** Predictions and constants, measured one after the other. */
export interface Pair {
  readonly predictions: Rate
  readonly constant: Rate
}

export interface RuntimeRate {
  readonly runtime: string
  readonly rate: Rate
}

export interface LoadReport {
  /** Date and machine, in words. */
  readonly conditions: string
  readonly versions: string
  /** Seconds of measurement for each runtime. */
  readonly seconds: number
  /** Seconds of a turn of predictions, and of a turn of constants. */
  readonly turnSeconds: number
  readonly pairs: readonly Pair[]
  readonly rates: readonly RuntimeRate[]
}

/** The report of the load, as a section of the page. */
export function loadSection({
  conditions,
  versions,
  seconds,
  turnSeconds,
  pairs,
  rates,
}: LoadReport): string {
  return [
    '## The predictor under load',
    'Written by `pnpm --filter @gradus/edge load --markdown`; do not edit.',
    `${conditions}.\n${versions}.`,
    `- **The request**: POST /predict with the first image of the test set as 784 bytes (\`application/octet-stream\`), by autocannon over
  ${CONNECTIONS} connections that are kept, one request at a time each, so that the client always has something to do: to wake a core that
  sleeps can cost as much as a prediction. ${WARM_UP_SECONDS} s to warm up, then ${seconds} s that count. Every answer is 200.
- **The machine**: client and server share it, so that the rates are those of about one core.
- **The runtimes**: each serves what is built for it. Bun, Deno and workerd write a line of log a request, as they do where they are
  deployed; workerd runs behind \`wrangler dev\`, whose own proxy, on Node, takes most of the time.
- **A constant**: on Node the same app, with its request id, metrics, headers, routes and limits, and another handler of POST /predict: it
  reads the body and answers a stored object as JSON, the same bytes. What differs is all that a prediction needs besides: the query and
  the type are checked, the bytes too, the network computes, and the best digits are found. Both servers
  run, and take turns of ${turnSeconds} s (A B B A …), since the speed of a shared machine changes within seconds; the share is the median
  of ${pairs.length} turns' own.`,
    markdownTable(
      ['', 'requests/s', 'p99'],
      rates.map(({ runtime, rate }) => [runtime, ...cells(rate)]),
    ),
    pairTable(pairs),
  ].join('\n\n')
}

function pairTable(pairs: readonly Pair[]): string {
  const middle = (rates: readonly Rate[]): Rate => ({
    requests: median(rates.map(({ requests }) => requests)),
    p99: median(rates.map(({ p99 }) => p99)),
  })
  const share = median(pairs.map(pair => pair.predictions.requests / pair.constant.requests))
  const verdict = share >= GOAL ? 'reached' : '**not reached**'
  return markdownTable(
    ['Node', 'requests/s', 'p99', 'share', 'goal'],
    [
      ['a constant', ...cells(middle(pairs.map(({ constant }) => constant))), '', ''],
      [
        'predictions',
        ...cells(middle(pairs.map(({ predictions }) => predictions))),
        percent(share),
        `≥ ${percent(GOAL)}: ${verdict}`,
      ],
    ],
  )
}

function cells({ requests, p99 }: Rate): string[] {
  return [Math.round(requests).toLocaleString('en'), `${p99} ms`]
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}

const manifestSchema = v.object({ version: v.string() })

/** The runtimes and the client, each with its version. */
export async function versionsOf(): Promise<string> {
  const client = createRequire(import.meta.url).resolve('autocannon/package.json')
  const others = [
    ['Bun', installed('bun', 'package.json')],
    ['Deno', installed('deno', 'package.json')],
    ['workerd', installed('workerd', 'package.json')],
    ['autocannon', client],
  ] as const
  const versions = others.map(async ([name, file]) => `${name} ${await versionOf(file)}`)
  return [`Node ${process.versions.node}`, ...(await Promise.all(versions))].join('; ')
}

async function versionOf(manifest: string): Promise<string> {
  return v.parse(manifestSchema, JSON.parse(await readFile(manifest, 'utf8'))).version
}
