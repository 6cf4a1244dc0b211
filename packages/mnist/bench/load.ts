/**
 * Times loading all of MNIST: reading the four files, checking their SHA-256, and making the sparse form
 * of all 70,000 images. Each run is a process of its own; memory is its peak over that of a bare process.
 *
 *     node bench/load.ts [--smoke] [--json]
 */
import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { loadMnist } from '@gradus/mnist/node'
import { median } from '@gradus/testing/benchmarks'

const LIMITS = { seconds: 0.3, megabytes: 150 }

interface Run {
  readonly seconds: number
  readonly megabytes: number
}

/** One load in this process; `seconds` do not count its start. */
async function load(): Promise<Run> {
  const start = performance.now()
  const { train, validation, test } = await loadMnist()
  const images = train.length + (validation?.length ?? 0) + test.length
  const pixels = train.values.length + test.values.length
  const seconds = (performance.now() - start) / 1000
  if (images !== 70_000 || pixels !== 10_505_375)
    throw new Error(`${images} images with ${pixels} pixels: not MNIST`)
  return { seconds, megabytes: peak() }
}

function peak(): number {
  return (process.resourceUsage().maxRSS * 1024) / 1e6
}

function child(mode: 'load' | 'bare'): Run {
  return JSON.parse(
    execFileSync(process.execPath, [import.meta.filename, '--child', mode], { encoding: 'utf8' }),
  )
}

const { values: flags } = parseArgs({
  options: { smoke: { type: 'boolean' }, json: { type: 'boolean' }, child: { type: 'string' } },
})

if (flags.child) {
  console.log(JSON.stringify(flags.child === 'load' ? await load() : { seconds: 0, megabytes: peak() }))
} else {
  const runs = Array.from({ length: flags.smoke ? 1 : 5 }, () => child('load'))
  const result = {
    benchmark: 'load 70,000 images',
    runs: runs.length,
    seconds: median(runs.map(run => run.seconds)),
    megabytes: median(runs.map(run => run.megabytes)) - child('bare').megabytes,
    limits: LIMITS,
  }
  console.log(
    flags.json
      ? JSON.stringify(result)
      : `${result.benchmark}: ${result.seconds.toFixed(3)} s (< ${LIMITS.seconds}), ${result.megabytes.toFixed(0)} MB at its peak (< ${LIMITS.megabytes}), median of ${result.runs}`,
  )
}
