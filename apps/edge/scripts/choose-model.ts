/**
 * Chooses the settings of the model by a study, judged by the validation data. It uses no test data. What is
 * trained is kept in model/study; begun anew, the study goes on.
 *
 *     pnpm --filter @gradus/edge choose-model > tables.md
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type StudyEvent, verdictOf } from '@gradus/study'
import { runOnThreads, type Store } from '@gradus/study/node'
import { FOLDER } from './model-folder.ts'
import { candidateOf, filedModel, openStudy, planOf, trialOf } from './model-study.ts'
import { fail, warn } from './output.ts'
import { comparisonText, modelTable, trialTable, verdictText } from './report.ts'
import { CHOSEN } from './train.ts'
import { type Library, loadLibrary } from './training-data.ts'

const STUDY = join(FOLDER, 'study')
const HELP = `Usage: pnpm --filter @gradus/edge choose-model [options]

choose the settings of the model by validation accuracy: a study that model/study keeps, some ten minutes on two
cores. Ctrl-C ends it, and the same command goes on with it. The winner is then trained again, beside the network that
scripts/train.ts trains (three minutes)

Progress goes to standard error, the tables in Markdown to standard output.

Options:
  --threads N  train on so many threads (2 by default)
  -h, --help   print this help`

async function main(threads: number): Promise<void> {
  const library = await loadLibrary(CHOSEN.pictures.strokes)
  const data = library.dataOf(CHOSEN.pictures)
  const store = await openStudy(STUDY, await planOf(CHOSEN, data))
  const controller = new AbortController()
  process.once('SIGINT', () => controller.abort())
  try {
    await runOnThreads(store, data, { threads, signal: controller.signal, onEvent: tellerOf(store) })
    await report(store, library)
  } finally {
    await store.close()
  }
}

/** Tells of each job that is done. */
function tellerOf({ course }: Store): (event: StudyEvent) => void {
  const { rungs } = course.plan
  return event => {
    if (event.type === 'warning') warn(event.message)
    if (event.type === 'rung') warn(`All trials of rung ${event.rung} are done.`)
    if (event.type !== 'done') return
    const { trial, rung, problem } = event.outcome
    const accuracy = (100 * (course.row(trial).accuracy ?? 0)).toFixed(2)
    const end = problem ?? `${accuracy} % after ${rungs[rung]} epochs`
    const { done, total } = course.progress
    warn(`trial ${trial} (${course.trials.text(trial)}): ${end}; ${done} of ${total} in rung ${course.rung}`)
  }
}

/** Prints the tables of a study that is over, and compares its winner with the network that is served. */
async function report({ course }: Store, library: Library): Promise<void> {
  const verdict = verdictOf(course)
  if (!verdict) {
    if (course.isOver) throw new Error('Every trial diverged: expected one that learns. Try lower rates.')
    warn('The study is not over. The same command goes on with it.')
    process.exitCode = 130
    return
  }
  console.log(trialTable(course))
  console.log(`\n${verdictText(course, verdict)}\n`)
  const { trial, sha256 } = verdict.winner
  const winner = await filedModel(candidateOf(course, trial, CHOSEN), library)
  if (winner.sha256 !== sha256[0])
    throw new Error(`The winner has SHA-256 ${winner.sha256}: expected ${sha256[0]}, that of its trial.`)
  const chosen = trialOf(course, CHOSEN)
  const present = chosen === trial ? winner : await filedModel(CHOSEN, library)
  const models = { [`trial ${trial}`]: winner, [`trial ${chosen}, scripts/train.ts`]: present }
  console.log(modelTable(models, library.sources))
  console.log(`\n${comparisonText(winner, present)}`)
}

try {
  const { values } = parseArgs({
    // npm's users put `--` between a script and its flags; pnpm passes it on.
    args: process.argv.slice(2).filter(arg => arg !== '--'),
    options: {
      threads: { type: 'string', default: '2' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) console.log(HELP)
  else await main(Number(values.threads))
} catch (error) {
  fail(error)
}
