import { readData } from './data.ts'
import { ENGINES } from './engines.ts'
import type { Job, Results } from './job.ts'
import { draws, functions } from './number-jobs.ts'
import { deep, dense, resumed, sparse, whole } from './training-jobs.ts'

const SUITES = {
  short: [draws, functions, sparse, resumed, deep, dense],
  whole: [whole],
} satisfies Record<string, readonly Job[]>

export type Suite = keyof typeof SUITES

export interface Report {
  /** What the program ran on, in its own words. */
  readonly host: string
  /** By engine. */
  readonly results: Readonly<Record<string, Results>>
}

/** Runs the jobs of a suite, by every engine, on data as `writeData` made them. */
export async function run(suite: string, data: Uint8Array, host: string): Promise<Report> {
  if (!isSuite(suite)) throw new Error(`There is no suite ${suite}.`)
  const examples = await readData(data)
  const results: Record<string, Results> = {}
  for (const engine of ENGINES) {
    let ofEngine: Results = {}
    for (const job of SUITES[suite]) ofEngine = { ...ofEngine, ...(await job({ engine, ...examples })) }
    results[engine] = ofEngine
  }
  return { host, results }
}

function isSuite(suite: string): suite is Suite {
  return Object.hasOwn(SUITES, suite)
}
