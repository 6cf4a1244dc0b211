/**
 * Searches for the model: of the networks that fit a file of 200,000 bytes, the one with the highest
 * accuracy on the validation data. It uses no test data. What was trained is kept in model/search.jsonl, a
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
import { nameOf, reportOf } from './report.ts'
import { PLAN, type Result, search } from './search.ts'
import { type Candidate, CHOSEN, correctOf, train } from './train.ts'
import { loadLibrary } from './training-data.ts'

const KEPT = join(FOLDER, 'search.jsonl')
const HELP = `Usage: pnpm --filter @gradus/edge choose-model

search for the model by validation accuracy (about three minutes; what model/search.jsonl holds is not trained again)

Progress goes to standard error, the tables in Markdown to standard output.

Options:
  -h, --help  print this help`

async function main(): Promise<void> {
  const { sources, dataOf } = await loadLibrary(
    Math.max(...PLAN.entries.map(({ pictures }) => pictures.strokes)),
  )
  const lines = (await readFile(KEPT, 'utf8').catch(() => '')).split('\n')
  const kept: Result[] = lines.flatMap(line => (line === '' ? [] : [JSON.parse(line)]))
  const attempt = async (candidate: Candidate): Promise<Result> => {
    const data = dataOf(candidate.pictures)
    const hashes = { train: data.train.hash, validation: data.validation.hash }
    const known = kept.find(
      result => isDeepStrictEqual(result.candidate, candidate) && isDeepStrictEqual(result.hashes, hashes),
    )
    if (known) return { ...known, candidate }
    const { network, spec, ...trained } = await train(candidate, data)
    // As long as the accuracies that its file will name.
    const accuracy = { validation: 0.9999, test: 0.9999 }
    const bytes = formatSmallModel(network, candidate.weights, { spec, epochs: trained.epochs, accuracy })
    const { mnist, strokes, printed } = sources
    const own = {
      mnist: correctOf(network, mnist),
      strokes: correctOf(network, strokes),
      printed: correctOf(network, printed),
    }
    const result = { candidate, hashes, bytes: bytes.length, ...trained, sources: own }
    await appendFile(KEPT, `${JSON.stringify(result)}\n`)
    warn(`${nameOf(candidate)}, seed ${candidate.settings.seed}: ${JSON.stringify(own)}`)
    return result
  }
  const outcome = await search(PLAN, attempt)
  console.log(reportOf(PLAN, outcome, sources))
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
