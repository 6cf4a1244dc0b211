/**
 * Examines ill runs and their healthy twins by `gradus doctor`, and grades the reports: the table of docs/doctor.md.
 * Trials that are done are kept; begun anew, it goes on.
 *
 *     pnpm doctor:table --help
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { conditionsNow, writeSection } from '@gradus/testing/benchmarks'
import { Bedside } from './doctor/examination.ts'
import type { Examined, Verdict } from './doctor/grading.ts'
import { PRACTICE } from './doctor/practice.ts'
import type { SetUp } from './doctor/set-up.ts'
import { SET_UPS } from './doctor/set-ups.ts'
import { tableOf } from './doctor/table.ts'

const KEPT = join(import.meta.dirname, '..', '.doctor')
const HELP = `Usage: pnpm doctor:table [options]

examine ill runs and their healthy twins, which differ in nothing but the fault, by \`gradus doctor\`, and grade the
reports. Trials that are done are kept, and so is the last report on each run.

Options:
  --only <list>     set-ups by their names
  --practice        the set-ups on which the doctor's rules may be tuned, in place of those that are examined
  --seeds <list>    of data and networks (default: 0,1,2)
  --jobs <n>        examinations at the same time, a thread each (default: 2)
  --train           train both runs without the doctor, and tell their accuracies
  --runs <folder>   keep results there (default: apps/bench/.doctor)
  --write           write the table into docs/doctor.md
  -h, --help        print this help`

const { values } = parseArgs({
  args: process.argv.slice(2).filter(arg => arg !== '--'),
  options: {
    only: { type: 'string' },
    practice: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '0,1,2' },
    jobs: { type: 'string', default: '2' },
    train: { type: 'boolean', default: false },
    runs: { type: 'string', default: KEPT },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

function refuse(flag: string, value: string, expected: string): never {
  console.error(`${flag} is "${value}": expected ${expected}.`)
  process.exit(2)
}

if (values.help) {
  console.log(HELP)
  process.exit(0)
}
const known = values.practice ? PRACTICE : SET_UPS
const names = values.only?.split(',') ?? known.map(({ name }) => name)
const unknown = names.find(name => !known.some(setUp => setUp.name === name))
if (unknown !== undefined) refuse('--only', unknown, `some of ${known.map(({ name }) => name).join(', ')}`)
if (values.write && (values.practice || values.only !== undefined)) {
  console.error('--write is for the whole table: leave out --practice and --only.')
  process.exit(2)
}
const seeds = values.seeds.split(',').map(Number)
if (!seeds.every(seed => Number.isInteger(seed) && seed >= 0))
  refuse('--seeds', values.seeds, 'whole numbers')
const jobs = Number(values.jobs)
if (!Number.isInteger(jobs) || jobs < 1) refuse('--jobs', values.jobs, 'a whole number of at least 1')

const setUps = known.filter(({ name }) => names.includes(name))
const cases = setUps.flatMap(setUp => seeds.map(seed => ({ setUp, seed })))
const start = performance.now()
const conditions = conditionsNow()

function tell(text: string): void {
  const minutes = (performance.now() - start) / 60_000
  console.error(`[${minutes.toFixed(1)} min] ${text}`)
}

/** Does work on all cases, some at the same time. @returns the results in the order of the cases, without those that failed */
async function onAll<T>(work: (setUp: SetUp, seed: number) => Promise<T>): Promise<T[]> {
  const waiting = [...cases.entries()]
  const results = new Map<number, T>()
  const line = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [i, { setUp, seed }] = next
      try {
        results.set(i, await work(setUp, seed))
      } catch (error) {
        tell(`FAILED: ${setUp.name}, seed ${seed}: ${error instanceof Error ? error.message : String(error)}`)
        process.exitCode = 1
      }
    }
  }
  await Promise.all(Array.from({ length: jobs }, line))
  return [...results].toSorted(([a], [b]) => a - b).map(([, result]) => result)
}

const toldOf = ({ isIll, named, accuracy, cures: [cure] }: Verdict): string => {
  const status = isIll ? `ill (${named.join(' + ') || 'no cause'})` : 'healthy'
  const cured = cure ? `, with ${cure.change} ${(100 * cure.accuracy).toFixed(1)}` : ''
  return `${status} ${(100 * accuracy).toFixed(1)} %${cured}`
}

if (values.train) {
  await onAll((setUp, seed) =>
    Bedside.with(setUp, seed, async bedside => {
      const [ill, twin] = [await bedside.train('ill'), await bedside.train('twin')]
      const percent = ({ correct, total }: typeof ill): string => ((100 * correct) / total).toFixed(1)
      tell(`${setUp.name}, seed ${seed}: ill ${percent(ill)} %, twin ${percent(twin)} %`)
    }),
  )
} else {
  const examined = await onAll(
    (setUp, seed): Promise<Examined> =>
      Bedside.with(setUp, seed, async bedside => {
        const one = await bedside.examine(join(values.runs, setUp.name, String(seed)))
        const mark = one.ill.named.join() === setUp.truth && !one.twin.isIll ? 'right' : 'WRONG'
        tell(
          `${mark}: ${setUp.name} (${setUp.truth}), seed ${seed}: ${toldOf(one.ill)}; twin ${toldOf(one.twin)}`,
        )
        return one
      }),
  )
  const table = tableOf(setUps, examined, conditions, (performance.now() - start) / 60_000)
  console.log(table)
  if (values.write) await writeSection('table', table, 'doctor.md')
}
