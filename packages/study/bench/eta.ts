/**
 * Searches the tutorial's learning rate by studies: the section "The learning rate of the textbook" of
 * docs/study.md.
 *
 *     pnpm study:eta --help
 */
import { access } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadMnist } from '@gradus/mnist/node'
import { type Course, engineVersion, type GivenPlan, makePlan, verdictOf } from '@gradus/study'
import { runOnThreads, Store } from '@gradus/study/node'
import { conditionsNow, inWords, writeSection } from '@gradus/testing/benchmarks'
import {
  choicesPlan,
  comparisonPlan,
  differencesText,
  etaOf,
  rangePlan,
  rankingTable,
  textbookSpec,
  verdictText,
} from './eta-studies.ts'

const HELP = `Usage: pnpm study:eta [options]

search the learning rate of [784, 15, 10] on MNIST by studies: over nine values, over the whole range, and the winners
beside the tutorial's 3 with fresh seeds; in about ten minutes on two cores. What is done is kept: begun anew, it
goes on.

Options:
  --folder <dir>  folder of the studies (default: eta-studies)
  --write         write the tables into docs/study.md
  -h, --help      print this help`

const { values } = parseArgs({
  args: process.argv.slice(2).filter(arg => arg !== '--'),
  options: {
    folder: { type: 'string', default: 'eta-studies' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
if (values.help) console.log(HELP)
else {
  const report = await searched(values.folder)
  console.log(report)
  if (values.write) await writeSection('eta', report, 'study.md')
}

/** Runs the studies, or goes on with them. @returns their tables */
async function searched(folder: string): Promise<string> {
  const conditions = inWords(conditionsNow())
  const { train, validation } = await loadMnist()
  if (!validation) throw new Error('MNIST came without validation data.')
  const data = { train, validation }
  const fixed = textbookSpec({ hash: train.hash, train: train.length, validation: validation.length })
  const engine = await engineVersion()
  const study = async (name: string, plan: GivenPlan): Promise<Course> => {
    const path = join(folder, name)
    const isThere = await access(path).then(
      () => true,
      () => false,
    )
    const store = isThere ? await Store.open(path) : await Store.create(path, makePlan(plan))
    await runOnThreads(store, data, {
      threads: availableParallelism(),
      onEvent: event => {
        if (event.type === 'rung') console.error(`${name}: rung ${event.rung} is complete`)
      },
    })
    await store.close()
    return store.course
  }
  const choices = await study('choices', choicesPlan(fixed, engine))
  const range = await study('range', rangePlan(fixed, engine))
  const winners = [choices, range].flatMap(course => {
    const winner = verdictOf(course)?.winner
    return winner ? [etaOf(winner)] : []
  })
  const comparison = await study('comparison', comparisonPlan(fixed, engine, winners))
  return [
    `${conditions}; engine version ${engine}. [784, 15, 10], MNIST's 50,000 images to train on, 10,000 to judge by; mean accuracies in %.`,
    'Nine values, five seeds each:',
    rankingTable(choices),
    verdictText(choices),
    'Twenty-seven values of 0.001 .. 100 by Sobol, five seeds each:',
    rankingTable(range),
    verdictText(range),
    'The winners beside the tutorial’s 3, with ten fresh seeds, all to the end:',
    rankingTable(comparison),
    differencesText(comparison),
  ].join('\n\n')
}
