import type { JobResult, Result } from './results.ts'

/** The results of a job as a table in Markdown, which can be read on a terminal as well. */
export function tableOf({ job, lead, results, failures }: JobResult): string {
  const isWatched = job.kind === 'watch'
  const rows = results.map(result => row(result, lead, isWatched ? excess : times))
  const left = failures.map(({ name, failure }) => `${name} failed: ${failure}`)
  return [
    `### ${job.title}`,
    '',
    `| | ${job.unit} | ${isWatched ? 'slower by' : 'Gradus is faster by'} | goal | test accuracy |`,
    '|---|---|---|---|---|',
    ...rows,
    ...left.map(line => `\n${line}`),
  ].join('\n')
}

function row(result: Result, lead: string | undefined, shown: (ratio: number) => string): string {
  const { title, name, ratio } = result
  const wall = result.wallSeconds === undefined ? '' : ` (${duration(result.wallSeconds)} by the clock)`
  const cpu = result.cpuSeconds === undefined ? '' : ` (${duration(result.cpuSeconds)} of CPU time)`
  const cells = [
    name === lead ? `**${title}**` : title,
    `${duration(result.seconds)}${wall}${cpu}`,
    ratio === undefined ? '' : shown(ratio),
    verdictOf(result),
    accuracyOf(result),
  ]
  return `| ${cells.join(' | ')} |`
}

function verdictOf({ verdict }: Result): string {
  if (!verdict) return ''
  if (verdict.reached === undefined) return `${verdict.goal}: not measured`
  return `${verdict.goal}: ${verdict.reached ? 'reached' : '**not reached**'}`
}

function accuracyOf({ accuracy, plausible, sameDigits }: Result): string {
  const share = `${(100 * accuracy).toFixed(1)} %`
  const doubt = plausible ? '' : ', **too few**'
  const agreement = sameDigits === undefined ? '' : `, ${sameDigits.toLocaleString('en')} digits the same`
  return `${share}${doubt}${agreement}`
}

const times = (ratio: number): string => `${figure(ratio)} x`

/** Percentage by which seconds in such a ratio exceed the lead's. */
const excess = (ratio: number): string => `${(Math.round(1000 * (ratio - 1)) / 10 || 0).toFixed(1)} %`

/** Three figures or so, such as 0.35, 9.97 or 132. */
export function figure(value: number): string {
  if (value >= 100) return value.toFixed(0)
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

/** Such as "0.289 s", "12.3 s", "9.51 ms" or "31.0 µs". */
export function duration(seconds: number): string {
  if (seconds >= 10) return `${seconds.toFixed(1)} s`
  if (seconds >= 0.02) return `${seconds.toFixed(3)} s`
  return seconds >= 1e-3 ? `${figure(seconds * 1e3)} ms` : `${figure(seconds * 1e6)} µs`
}
