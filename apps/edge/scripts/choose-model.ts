/**
 * Searches for the model: of the networks that fit a file of 200,000 bytes, the one with the highest
 * validation accuracy. It does not use the test images. What was trained is kept in model/search.jsonl, a
 * line each; begun anew, the search goes on.
 *
 *     pnpm --filter @gradus/edge choose-model > tables.md
 */
import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { formatSmallModel } from '@gradus/core/node'
import { FOLDER } from './model-folder.ts'
import { fail, print, warn } from './output.ts'
import { reportOf } from './report.ts'
import { PLAN, type Result, search } from './search.ts'
import { type Candidate, CHOSEN, embeddedMnist, train } from './train.ts'

const KEPT = join(FOLDER, 'search.jsonl')
const HELP = `Usage: pnpm --filter @gradus/edge choose-model

search for the model by validation accuracy (about ten minutes; what model/search.jsonl holds is not trained again)

Progress goes to standard error, the tables in Markdown to standard output.

Options:
  -h, --help  print this help`

async function main(): Promise<void> {
  const { train: examples, validation } = await embeddedMnist()
  const lines = (await readFile(KEPT, 'utf8').catch(() => '')).split('\n')
  const kept: Result[] = lines.flatMap(line => (line === '' ? [] : [JSON.parse(line)]))
  const attempt = async (candidate: Candidate): Promise<Result> => {
    const known = kept.find(result => isDeepStrictEqual(result.candidate, candidate))
    if (known) return { ...known, candidate }
    const { network, spec, epochs, correct } = await train(candidate, { train: examples, validation })
    // As long as the accuracies that its file will name.
    const accuracy = { validation: 0.9999, test: 0.9999 }
    const bytes = formatSmallModel(network, candidate.weights, { spec, epochs, accuracy })
    const result = { candidate, bytes: bytes.length, epochs, correct }
    await appendFile(KEPT, `${JSON.stringify(result)}\n`)
    const { sizes, seed, epochs: all } = candidate.settings
    warn(`[${sizes.join(', ')}], ${all} epochs, seed ${seed}: ${correct.rounded} in epoch ${epochs - 1}`)
    return result
  }
  const outcome = await search(PLAN, attempt)
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
