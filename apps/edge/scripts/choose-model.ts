/**
 * Searches for the settings of the model: of the networks that fit a model file of 200,000 bytes, the one
 * with the highest validation accuracy. It does not use the test images. About ten minutes of one core.
 *
 *     pnpm --filter @gradus/edge choose-model > tables.md
 */
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { fail, print, warn } from './output.ts'
import { reportOf } from './report.ts'
import { PLAN, search } from './search.ts'
import { CHOSEN, embeddedMnist } from './train.ts'

const HELP = `Usage: pnpm --filter @gradus/edge choose-model

search for the settings of the model, by validation accuracy (about ten minutes)

Progress goes to standard error, the tables in Markdown to standard output.

Options:
  -h, --help  print this help`

async function main(): Promise<void> {
  const { train, validation } = await embeddedMnist()
  const start = performance.now()
  const minutes = (): string => ((performance.now() - start) / 60_000).toFixed(1)
  const outcome = await search(PLAN, { train, validation }, line => warn(`${minutes()} min  ${line}`))
  console.log(reportOf(PLAN, outcome, validation.length))
  const isChosen = isDeepStrictEqual(outcome.winner, CHOSEN)
  print(`The winner is ${isChosen ? '' : 'not '}the network that scripts/train.ts trains.`)
}

try {
  const { values } = parseArgs({
    // npm's users put `--` between a script and its flags; pnpm passes it on.
    args: process.argv.slice(2).filter(arg => arg !== '--'),
    options: { help: { type: 'boolean', short: 'h', default: false } },
  })
  if (values.help) console.log(HELP)
  else await main()
} catch (error) {
  fail(error)
}
