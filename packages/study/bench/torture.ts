/**
 * Kills workers and coordinators of a study on a queue, and tells whether the study ends as it does on one thread:
 * the tables of torture.md.
 *
 *     pnpm study:torture --help
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { conditionsNow, inWords } from '@gradus/testing/benchmarks'
import { SERVERS } from '../test/servers.ts'
import { tortureReport } from './torture-report.ts'
import { torture } from './torture-run.ts'

const HELP = `Usage: pnpm study:torture [options]

runs a study on a queue with three workers; kills 20 workers and 5 coordinators, has the server forget everything, and
kills the server. The study must end with the table and the weights that it has on one thread. It wants Debian's
redis-server and postgresql, and takes some minutes for each.

Options:
  --queue <server>  redis or postgres (default: first one, then the other)
  --write           write the tables into packages/study/bench/torture.md
  -h, --help        print this help`

const { values } = parseArgs({
  args: process.argv.slice(2).filter(arg => arg !== '--'),
  options: {
    queue: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const kinds = (['redis', 'postgres'] as const).filter(kind => (values.queue ?? kind) === kind)
if (values.help) console.log(HELP)
else if (kinds.length === 0) {
  console.error(`--queue is "${values.queue}": expected redis or postgres.`)
  process.exitCode = 2
} else {
  const conditions = inWords(conditionsNow())
  const runs = []
  for (const kind of kinds) runs.push(await torture(kind, await SERVERS[kind](), console.log))
  const report = tortureReport(conditions, runs)
  console.log(`\n${report}`)
  if (values.write) await writeFile(join(import.meta.dirname, 'torture.md'), report)
  if (!runs.every(({ isEqual }) => isEqual)) process.exitCode = 1
}
