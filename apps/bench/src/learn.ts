/**
 * Trains networks in better ways and tells what they reach: the table of docs/learn.md. Runs that are done are
 * kept in apps/bench/learn.jsonl, a line each; begun anew, it goes on.
 *
 *     pnpm bench:learn --help
 */
import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Examples, Network, Predictor, sgd, sumOf } from '@gradus/core'
import { loadMnist } from '@gradus/mnist/node'
import {
  type Conditions,
  conditionsNow,
  inWords,
  markdownTable,
  writeSection,
} from '@gradus/testing/benchmarks'
import { ROWS, type Row } from './learn-rows.ts'

const KEPT = join(import.meta.dirname, '..', 'learn.jsonl')
const SEEDS = [0, 1, 2, 3, 4]
const HELP = `Usage: pnpm bench:learn [options]

train networks in better ways, five seeds a row, and write the table of docs/learn.md. Choices are made on the
last 10,000 images of the training file; the test images are looked at once. Runs that are done are kept.

Options:
  --rows <list>   of ${ROWS.map(({ name }) => name).join(', ')} (default: all)
  --print         write the table from what is kept, and train nothing
  -h, --help      print this help`

/** A run that is done. */
interface Done extends Conditions {
  readonly row: string
  readonly seed: number
  /** Correct predictions of 10,000, after the last epoch and after the best one on the validation data. */
  readonly validation: { readonly last: number; readonly best: number }
  readonly test: { readonly last: number; readonly best: number }
  readonly bestEpoch: number
  /** Classes that the last network predicts for no test image. */
  readonly asleep: readonly number[]
  /** CPU seconds of the process: training and evaluating. */
  readonly seconds: number
  readonly sha256: string
}

async function kept(): Promise<Done[]> {
  const lines = await readFile(KEPT, 'utf8').catch(() => '')
  return lines.split('\n').flatMap(line => (line === '' ? [] : [JSON.parse(line)]))
}

async function train(row: Row, seed: number): Promise<Done> {
  const { train: examples, validation, test } = await loadMnist()
  const conditions = conditionsNow()
  const network = new Network(row.sizes, { ...row.recipe, seed })
  const before = process.cpuUsage()
  const options = { ...row.recipe, epochs: row.epochs, validationData: validation, keep: 'best' } as const
  let [last, lastTest, sha256] = [0, { correct: 0, asleep: [] as number[] }, '']
  for await (const event of sgd(network, examples, options)) {
    if (event.type === 'epoch') {
      last = event.validation?.correct ?? 0
      const share = `${event.epoch + 1}/${row.epochs}`
      process.stderr.write(`\r${row.name}, seed ${seed}: epoch ${share}, ${last} correct `)
      if (event.epoch < row.epochs - 1) continue
      lastTest = tested(network, test)
      sha256 = await network.sha256()
    } else if (event.type === 'finished') {
      const { user, system } = process.cpuUsage(before)
      process.stderr.write('\n')
      const bestEpoch = event.kept ?? row.epochs - 1
      return {
        ...{ row: row.name, seed, ...conditions },
        validation: { last, best: event.history[bestEpoch]?.validation?.correct ?? 0 },
        test: { last: lastTest.correct, best: tested(network, test).correct },
        ...{ bestEpoch, asleep: lastTest.asleep, seconds: (user + system) / 1e6, sha256 },
      }
    }
  }
  throw new Error('The run has no end.')
}

function tested(network: Network, examples: Examples): { correct: number; asleep: number[] } {
  const outputs = new Predictor(network).outputsOf(examples)
  const counts = Array.from({ length: examples.outputSize }, () => 0)
  let correct = 0
  for (let i = 0; i < examples.length; i++) {
    const scores = outputs.subarray(i * counts.length, (i + 1) * counts.length)
    const predicted = scores.indexOf(Math.max(...scores))
    counts[predicted] = (counts[predicted] ?? 0) + 1
    if (examples.kind === 'sparse' && predicted === examples.labels[i]) correct++
  }
  return { correct, asleep: counts.flatMap((count, digit) => (count === 0 ? [digit] : [])) }
}

const percent = (counts: readonly number[]): string => {
  const shares = counts.map(count => count / 100)
  const mean = sumOf(shares) / shares.length
  return `${mean.toFixed(2)} [${Math.min(...shares).toFixed(2)}..${Math.max(...shares).toFixed(2)}]`
}

/** The table, and the days and machines that it was made on. */
function tableOf(done: readonly Done[]): string {
  const rows = ROWS.flatMap(row => {
    const runs = done.filter(run => run.row === row.name)
    if (runs.length === 0) return []
    const asleep = runs.filter(run => run.asleep.length > 0).length
    return [
      [
        `[${row.sizes.join(', ')}], ${row.about}`,
        percent(runs.map(run => run.validation.last)),
        percent(runs.map(run => run.validation.best)),
        percent(runs.map(run => run.test.last)),
        percent(runs.map(run => run.test.best)),
        `${row.goal.last ?? ''}${row.goal.best ? `; best ${row.goal.best}` : ''}`,
        row.prototype,
        asleep === 0 ? 'none' : `in ${asleep} of ${runs.length} seeds`,
        (sumOf(runs.map(run => run.seconds)) / runs.length).toFixed(1),
      ],
    ]
  })
  const head = [
    ...[
      'network and recipe',
      'validation, last epoch',
      'best',
      'test, last epoch',
      'of the best on validation',
    ],
    ...['to reach', 'prototype', 'digits asleep', 'CPU s'],
  ]
  const places = [
    ...new Set(done.map(run => inWords({ date: run.date, machine: { ...run.machine, loadBefore: 0 } }))),
  ]
  const made = places.map(place => place.replace(/, load .*$/, '')).join('; ')
  return `${markdownTable(head, rows)}\n\nMean [lowest..highest] of five seeds, in %. ${made}.`
}

const { values } = parseArgs({
  args: process.argv.slice(2).filter(arg => arg !== '--'),
  options: {
    rows: { type: 'string' },
    print: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
if (values.help) console.log(HELP)
else {
  const names = values.rows?.split(',') ?? ROWS.map(({ name }) => name)
  const unknown = names.find(name => !ROWS.some(row => row.name === name))
  if (unknown !== undefined) {
    console.error(`--rows names "${unknown}": expected some of ${ROWS.map(({ name }) => name).join(', ')}.`)
    process.exit(2)
  }
  for (const row of ROWS.filter(({ name }) => names.includes(name) && !values.print)) {
    for (const seed of SEEDS) {
      const isDone = (await kept()).some(run => run.row === row.name && run.seed === seed)
      if (!isDone) await appendFile(KEPT, `${JSON.stringify(await train(row, seed))}\n`)
    }
  }
  const table = tableOf(await kept())
  console.log(table)
  await writeSection('learn', table, 'learn.md')
}
