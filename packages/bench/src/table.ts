import type { JobResult, Result } from './results.ts'

/** The results of a job as a table in Markdown, which can be read on a terminal as well. */
export function tableOf({ job, lead, results, failures }: JobResult): string {
  const rows = results.map(result => row(result, lead))
  const left = failures.map(({ name, failure }) => `${name} failed: ${failure}`)
  return [
    `### ${job.title}`,
    '',
    `| | ${job.unit} | Gradus is faster by | goal | test images read rightly |`,
    '|---|---|---|---|---|',
    ...rows,
    ...left.map(line => `\n${line}`),
  ].join('\n')
}

function row(result: Result, lead: string | undefined): string {
  const { title, name, ratio } = result
  const wall = result.wallSeconds === undefined ? '' : ` (${duration(result.wallSeconds)} by the clock)`
  const cells = [
    name === lead ? `**${title}**` : title,
    `${duration(result.seconds)}${wall}`,
    ratio === undefined ? '' : `${figure(ratio)} x`,
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
