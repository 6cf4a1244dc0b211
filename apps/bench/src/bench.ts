/**
 * Compares Gradus with its peers, in one run: rounds in which every competitor has its turn in a process of
 * its own, one thread each.
 *
 *     pnpm bench --help
 */
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { conditionsNow } from '@gradus/testing/benchmarks'
import { inFolder } from '@gradus/testing/folders'
import type { Place } from './competitors/competitor.ts'
import { COMPETITORS } from './competitors/peers.ts'
import { type Flags, HELP, parseFlags } from './flags.ts'
import { JOBS, type Job } from './jobs.ts'
import { DATA, writeModels } from './onnx/model.ts'
import { closingOf, markdownOf, type Report, tableOf, versionsOf } from './report.ts'
import { type JobResult, jobResult } from './results.ts'
import { type Entrant, runRounds } from './rounds.ts'
import { ready } from './runtimes.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const tell = (line: string): void => console.error(line)

async function main(flags: Flags): Promise<void> {
  const conditions = conditionsNow()
  const missing = new Set<string>()
  const results = await inFolder(folder => resultsOf(flags, { data: DATA, folder, seed: 0 }, missing))
  await deliver(flags, {
    ...conditions,
    rounds: flags.rounds,
    versions: versionsOf(results),
    jobs: results,
    missing: [...missing],
  })
}

/** Results of all jobs, each shown as soon as it is done; `missing` gets the requirements of absent peers. */
async function resultsOf(flags: Flags, place: Place, missing: Set<string>): Promise<JobResult[]> {
  const jobs = JOBS.filter(({ name }) => flags.jobs.includes(name))
  if (jobs.some(({ kind }) => kind === 'predict')) await writeModels(place.folder)
  const results: JobResult[] = []
  for (const job of jobs) {
    const entrants = await entrantsOf(job, flags, place, missing)
    const result = jobResult(job, await runRounds(job, entrants, flags.rounds, tell))
    results.push(result)
    if (flags.json !== '-') console.log(`${tableOf(result)}\n`)
  }
  return results
}

/** Competitors that can do a job; `missing` gets the requirements of the others. */
async function entrantsOf(
  job: Job,
  { peers, rounds }: Flags,
  place: Place,
  missing: Set<string>,
): Promise<Entrant[]> {
  const entrants: Entrant[] = []
  for (const competitor of COMPETITORS) {
    if (!competitor.ours && !peers.includes(competitor.name)) continue
    const programs = Array.from({ length: rounds }, (_, seed) =>
      competitor.program(job, { ...place, seed }),
    ).filter(program => program !== undefined)
    if (programs.length === 0) continue
    const readiness = await ready(competitor.runtime)
    if (readiness.missing === undefined)
      entrants.push({ competitor, programs, interpreter: readiness.interpreter })
    else missing.add(readiness.missing)
  }
  return entrants
}

async function deliver({ json, markdown }: Flags, report: Report): Promise<void> {
  if (markdown !== undefined) await writePage(resolve(ROOT, markdown), report)
  if (json === '-') console.log(JSON.stringify(report))
  else console.log(closingOf(report))
  if (json !== undefined && json !== '-') {
    await writeFile(resolve(ROOT, json), `${JSON.stringify(report, null, 2)}\n`)
  }
  if (report.jobs.some(({ failures }) => failures.length > 0)) process.exitCode = 1
}

/** Writes the page anew, but for what is to stay. */
async function writePage(file: string, report: Report): Promise<void> {
  const old = existsSync(file) ? await readFile(file, 'utf8') : ''
  await writeFile(file, markdownOf(report, old))
}

try {
  const flags = parseFlags(process.argv.slice(2))
  if (flags) await main(flags)
  else console.log(HELP)
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
