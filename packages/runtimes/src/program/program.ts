import type { EngineName } from '@gradus/core'
import { readData } from './data.ts'
import {
  deep,
  dense,
  drawings,
  draws,
  ENGINES,
  type Engine,
  engineOf,
  float32,
  functions,
  type Job,
  type Results,
  resumed,
  sparse,
  ways,
  whole,
} from './jobs.ts'

const JOBS = {
  short: [draws, functions, drawings, sparse, resumed, deep, dense, float32, ways],
  whole: [whole],
} satisfies Record<string, readonly Job[]>

/** The engines that a suite is run by: the whole run takes long, and is run by one. */
export const ENGINES_OF = { short: ENGINES, whole: ['auto'] } as const satisfies Record<
  Suite,
  readonly Engine[]
>

export type Suite = keyof typeof JOBS

export interface Report {
  /** Host that the program ran on, in its own words. */
  readonly host: string
  /** Engine that 'auto' chose there. */
  readonly engine: EngineName
  /** By engine. */
  readonly results: Readonly<Record<string, Results>>
}

/** Runs the jobs of a suite, by each of its engines, on data as `writeData` made them. */
export async function run(suite: string, data: Uint8Array, host: string): Promise<Report> {
  if (!isSuite(suite)) throw new Error(`There is no suite ${suite}.`)
  const examples = await readData(data)
  const results: Record<string, Results> = {}
  for (const engine of ENGINES_OF[suite]) {
    let ofEngine: Results = {}
    for (const job of JOBS[suite]) ofEngine = { ...ofEngine, ...(await job({ engine, ...examples })) }
    results[engine] = ofEngine
  }
  return { host, engine: await engineOf(examples.train), results }
}

function isSuite(suite: string): suite is Suite {
  return Object.hasOwn(JOBS, suite)
}
