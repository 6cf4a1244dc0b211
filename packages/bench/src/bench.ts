/**
 * Compares an epoch of training with NumPy's, in one run: rounds in which every competitor has its turn in a process of its own, one
 * thread each. Quotes medians, and the median of the rounds' ratios, since machines are noisy and drift.
 *
 *     pnpm bench [--smoke] [--json]
 */
import { execFileSync } from 'node:child_process'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { numpyEpochs, numpyVersion } from './numpy.ts'

interface Round {
  readonly scalar: number
  readonly perExample: number
  readonly vectorised: number
}

interface Row {
  readonly hidden: number
  readonly secondsAnEpoch: Round
  /** How many times faster the scalar engine is. */
  readonly ratio: { readonly perExample: number; readonly vectorised: number }
}

const { values: flags } = parseArgs({
  options: { smoke: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
})

const numpy = numpyVersion()
if (numpy === undefined) {
  console.error('The peer is missing: python3 with NumPy. Install it with: pip install numpy==2.4.6')
  process.exit(flags.smoke ? 0 : 1)
}
const rows = (flags.smoke ? [15] : [15, 30, 100]).map(hidden => compare(hidden, flags.smoke ? 1 : 5))
const report = {
  benchmark: 'an epoch of 60,000 images, mini-batches of 10, float64, training only, one thread',
  machine: `${cpus()[0]?.model.trim()}, ${process.platform} ${process.arch}`,
  versions: { node: process.version, numpy },
  rows,
}
if (flags.json) console.log(JSON.stringify(report))
else printTable(report)

function compare(hidden: number, count: number): Row {
  const rounds = Array.from({ length: count }, (_, i) => {
    console.error(`[784, ${hidden}, 10]: round ${i + 1} of ${count}`)
    return round(hidden)
  })
  const middle = (figure: (round: Round) => number): number => median(rounds.map(figure))
  return {
    hidden,
    secondsAnEpoch: {
      scalar: middle(({ scalar }) => scalar),
      perExample: middle(({ perExample }) => perExample),
      vectorised: middle(({ vectorised }) => vectorised),
    },
    ratio: {
      perExample: middle(({ scalar, perExample }) => perExample / scalar),
      vectorised: middle(({ scalar, vectorised }) => vectorised / scalar),
    },
  }
}

function round(hidden: number): Round {
  return {
    scalar: median(scalarEpochs(hidden, 5)),
    perExample: median(numpyEpochs(hidden, 1, false)),
    vectorised: median(numpyEpochs(hidden, 3, true)),
  }
}

function scalarEpochs(hidden: number, epochs: number): number[] {
  const program = join(import.meta.dirname, 'train-epochs.ts')
  const output = execFileSync(process.execPath, [program, String(hidden), String(epochs)], {
    encoding: 'utf8',
  })
  const { epochs: seconds }: { epochs: number[] } = JSON.parse(output)
  return seconds
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

function printTable({ benchmark, machine, versions }: typeof report): void {
  console.log(`${benchmark}\n${machine}; Node ${versions.node}, NumPy ${versions.numpy}\n`)
  console.log('| job | Gradus, scalar | NumPy per example | NumPy vectorised |')
  console.log('|---|---|---|---|')
  for (const { hidden, secondsAnEpoch: s, ratio } of rows) {
    const peer = (seconds: number, times: number): string => `${seconds.toFixed(3)} s (${times.toFixed(1)} x)`
    console.log(
      `| [784, ${hidden}, 10] | ${s.scalar.toFixed(3)} s | ${peer(s.perExample, ratio.perExample)} | ${peer(s.vectorised, ratio.vectorised)} |`,
    )
  }
}
