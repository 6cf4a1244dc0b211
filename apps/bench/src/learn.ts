/**
 * Trains networks in better ways and tells what they reach: the tables and pictures of docs/learn.md. Runs that are done are
 * kept in apps/bench/learn.jsonl, a line each; begun anew, it goes on.
 *
 *     pnpm bench:learn --help
 */
import { parseArgs } from 'node:util'
import { writeSection } from '@gradus/testing/benchmarks'
import { drawWay } from './learn-pictures.ts'
import { ROWS } from './learn-rows.ts'
import { keptRuns, type Lesson, trainRuns } from './learn-runs.ts'
import { tableOfRows, tableOfWays } from './learn-tables.ts'
import { rowOf, WAYS } from './learn-ways.ts'

/** Lessons by the name of their row, with the number of their seeds. */
const LESSONS: Readonly<Record<string, { readonly lesson: Lesson; readonly seeds: number }>> =
  Object.fromEntries([
    ...ROWS.map(row => [row.name, { lesson: row, seeds: row.seeds ?? 5 }]),
    ...WAYS.flatMap(way =>
      Object.entries(way.variants).map(([name, lesson]) => [rowOf(way, name), { lesson, seeds: 3 }]),
    ),
  ])
const NAMES = [...ROWS, ...WAYS].map(({ name }) => name)
const HELP = `Usage: pnpm bench:learn [options]

train networks in better ways, three to five seeds each, and write the tables of docs/learn.md and
its pictures. Choices are made on the last 10,000 images of the training file; the test images are looked at
once. Runs that are done are kept.

Options:
  --rows <list>   some of ${NAMES.slice(0, ROWS.length).join(', ')},
                  ${NAMES.slice(ROWS.length).join(', ')} (default: all)
  --seeds <n>     train so many seeds each, at the most
  --print         write tables and pictures from what is kept, and train nothing
  -h, --help      print this help`

const { values } = parseArgs({
  args: process.argv.slice(2).filter(arg => arg !== '--'),
  options: {
    rows: { type: 'string' },
    seeds: { type: 'string', default: '5' },
    print: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
if (values.help) console.log(HELP)
else {
  const names = values.rows?.split(',') ?? NAMES
  const unknown = names.find(name => !NAMES.includes(name) && !Object.hasOwn(LESSONS, name))
  if (unknown !== undefined) {
    console.error(`--rows names "${unknown}": expected some of ${NAMES.join(', ')}.`)
    process.exit(2)
  }
  const most = Number(values.seeds)
  if (!Number.isInteger(most) || most < 1) {
    console.error(`--seeds is "${values.seeds}": expected a whole number of at least 1.`)
    process.exit(2)
  }
  for (const [row, { lesson, seeds }] of Object.entries(values.print ? {} : LESSONS)) {
    const isAsked = names.includes(row) || names.includes(row.split('/')[0] ?? '')
    if (isAsked) await trainRuns(row, lesson, [0, 1, 2, 3, 4].slice(0, Math.min(seeds, most)))
  }
  const done = await keptRuns()
  const tables = { learn: tableOfRows(done), ways: tableOfWays(done) }
  for (const [section, table] of Object.entries(tables)) {
    console.log(`${table}\n`)
    await writeSection(section, table, 'learn.md')
  }
  for (const way of WAYS) await drawWay(way, done)
}
