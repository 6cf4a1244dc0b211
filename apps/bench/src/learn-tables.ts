import { sumOf } from '@gradus/core'
import { inWords, markdownTable } from '@gradus/testing/benchmarks'
import { ROWS } from './learn-rows.ts'
import type { Done } from './learn-runs.ts'
import { rowOf, WAYS } from './learn-ways.ts'

const percent = (counts: readonly number[]): string => {
  const shares = counts.map(count => count / 100)
  const mean = sumOf(shares) / shares.length
  return `${mean.toFixed(2)} [${Math.min(...shares).toFixed(2)}..${Math.max(...shares).toFixed(2)}]`
}

/** The table of recipes. */
export function tableOfRows(done: readonly Done[]): string {
  const rows = ROWS.flatMap(row => {
    const runs = done.filter(run => run.row === row.name)
    if (runs.length === 0) return []
    const asleep = runs.filter(run => run.asleep.length > 0).length
    return [
      [
        `[${row.sizes.join(', ')}], ${row.about}`,
        String(runs.length),
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
      'seeds',
      'validation, last epoch',
      'best',
      'test, last epoch',
      'of the best on validation',
    ],
    ...['to reach', 'prototype', 'digits asleep', 'CPU s'],
  ]
  const made = madeBy(done.filter(run => ROWS.some(({ name }) => name === run.row)))
  return `${markdownTable(head, rows)}\n\nMean [lowest..highest] of the seeds, in %. ${made}.`
}

/** The table of single ways: each beside the same run without it. */
export function tableOfWays(done: readonly Done[]): string {
  const rows = WAYS.flatMap(way => {
    const runsOf = (variant: string) => done.filter(run => run.row === rowOf(way, variant))
    const means = Object.keys(way.variants).map(variant => meanOf(runsOf(variant)))
    return Object.keys(way.variants).flatMap((variant, v) => {
      const runs = runsOf(variant)
      const gain = (means[v] ?? 0) - (means[0] ?? 0)
      if (runs.length === 0) return []
      return [
        [
          ...[v === 0 ? way.title : '', variant, String(runs.length)],
          percent(runs.map(run => run.validation.last)),
          percent(runs.map(run => run.validation.best)),
          v === 0 ? '' : `${gain < 0 ? '' : '+'}${gain.toFixed(2)}`,
        ],
      ]
    })
  })
  const made = madeBy(done.filter(run => run.row.includes('/')))
  const head = ['way', 'run', 'seeds', 'validation, last epoch', 'best epoch', 'gain, last epoch']
  return `${markdownTable(head, rows)}\n\nMean [lowest..highest] of the seeds, in %; validation data. ${made}.`
}

const meanOf = (runs: readonly Done[]): number =>
  sumOf(runs.map(run => run.validation.last / 100)) / runs.length

/** The days and machines that runs were made on. */
function madeBy(done: readonly Done[]): string {
  const places = done.map(({ date, machine }) => inWords({ date, machine: { ...machine, loadBefore: 0 } }))
  return [...new Set(places)].map(place => place.replace(/, load .*$/, '')).join('; ')
}
