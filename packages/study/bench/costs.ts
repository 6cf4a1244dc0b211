/**
 * Tells what a study costs, by a simulation from measured trial times: the tables of costs.md.
 *
 *     pnpm study:costs --help
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeSection } from '@gradus/testing/benchmarks'
import { costsReport, costsSection } from './costs-report.ts'
import { USUAL } from './trial-kinds.ts'
import { measureTrialTimes, readTrialTimes } from './trial-times.ts'

const HELP = `Usage: pnpm study:costs [options]

tell what a study costs on 1 to 1,000 machines: time, core hours, utilisation, bytes and money. It is simulated
from trial times that were measured on one machine, and are kept in packages/study/bench/trial-times.json.

Options:
  --price <n>     price of a machine of two cores for an hour, in any currency (default: ${USUAL.price})
  --queue <ms>    milliseconds of the coordinator for a job's way through the queue (default: ${USUAL.queueSeconds * 1000})
  --megabyte <ms> the same for each MB of its checkpoint (default: ${USUAL.queueSecondsAMegabyte * 1000})
  --seed <n>      seed of the simulation (default: ${USUAL.seed})
  --measure       measure the trial times on this machine first, in some minutes
  --write         write the tables into packages/study/bench/costs.md and docs/study.md
  -h, --help      print this help`

const { values } = parseArgs({
  args: process.argv.slice(2).filter(arg => arg !== '--'),
  options: {
    price: { type: 'string' },
    queue: { type: 'string' },
    megabyte: { type: 'string' },
    seed: { type: 'string' },
    measure: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
if (values.help) console.log(HELP)
else {
  const assumptions = {
    price: numberOf('price', values.price) ?? USUAL.price,
    queueSeconds: seconds('queue', values.queue) ?? USUAL.queueSeconds,
    queueSecondsAMegabyte: seconds('megabyte', values.megabyte) ?? USUAL.queueSecondsAMegabyte,
    seed: numberOf('seed', values.seed) ?? USUAL.seed,
  }
  const times = values.measure ? await measureTrialTimes() : await readTrialTimes()
  const report = costsReport(times, assumptions)
  console.log(report)
  if (values.write) {
    await writeFile(join(import.meta.dirname, 'costs.md'), report)
    await writeSection('costs', costsSection(times, assumptions), 'study.md')
  }
}

/** The seconds of a flag in milliseconds, where it is given. */
function seconds(flag: string, text: string | undefined): number | undefined {
  const number = numberOf(flag, text)
  return number === undefined ? undefined : number / 1000
}

/** The number that a flag has, where it is given. */
function numberOf(flag: string, text: string | undefined): number | undefined {
  const number = Number(text)
  if (text === undefined) return undefined
  if (text !== '' && number >= 0 && number < Number.POSITIVE_INFINITY) return number
  console.error(`--${flag} is "${text}": expected a number of at least 0.`)
  process.exit(2)
}
