import { type Conditions, inWords, sectionsOf, withSection } from '@gradus/testing/benchmarks'
import type { JobResult, Result } from './results.ts'

export interface Report extends Conditions {
  readonly rounds: number
  readonly versions: Readonly<Record<string, string>>
  readonly jobs: readonly JobResult[]
  /** Competitors that could not take part, and how to change that. */
  readonly missing: readonly string[]
}

export function versionsOf(jobs: readonly JobResult[]): Record<string, string> {
  return Object.assign({}, ...jobs.flatMap(({ results }) => results.map(({ versions }) => versions)))
}

/** Section of the page that a job has for itself; undefined for the others. */
function sectionOf({ rounds, date, machine }: Report, result: JobResult): string | undefined {
  const { job } = result
  if (job.method === undefined) return undefined
  const [heading = '', ...table] = tableOf(result).split('\n')
  return [
    heading.replace('###', '##'),
    `Written by \`pnpm bench --jobs ${job.name} --markdown docs/benchmarks.md\`; do not edit.`,
    surroundings({ rounds, date, machine, versions: versionsOf([result]) }),
    job.method,
    table.join('\n').trim(),
    abouts([result]),
  ].join('\n\n')
}

/** Text below the tables, which are printed one by one: date, machine, versions, and missing competitors. */
export function closingOf({ jobs: _, missing, ...rest }: Report): string {
  return [surroundings(rest), ...missing].join('\n\n')
}

/**
 * The page that is kept: docs/benchmarks.md. Jobs with a section of their own change nothing else.
 * @param old what the page was; sections of other jobs and programs stay
 */
export function markdownOf(report: Report, old = ''): string {
  const apart = report.jobs.flatMap(result => {
    const section = sectionOf(report, result)
    return section === undefined ? [] : [{ name: result.job.name, section }]
  })
  const common = report.jobs.filter(({ job }) => job.method === undefined)
  const page = common.length > 0 ? commonPage({ ...report, jobs: common }, sectionsOf(old)) : old
  return apart.reduce((text, { name, section }) => withSection(text, name, section), page)
}

function commonPage({ jobs, missing, ...rest }: Report, sections: readonly string[]): string {
  const parts = [
    '# Benchmarks',
    'Written by `pnpm bench --markdown docs/benchmarks.md`; do not edit.',
    surroundings(rest),
    METHOD,
    ...jobs.map(tableOf).map(table => table.replace(/^###/, '##')),
    ...missing,
    '## What each does to be fast',
    abouts(jobs),
    ...sections,
  ]
  return `${parts.join('\n\n')}\n`
}

function surroundings({ rounds, versions, ...conditions }: Omit<Report, 'jobs' | 'missing'>): string {
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return [
    `${inWords(conditions)}; ${rounds} ${rounds === 1 ? 'round' : 'rounds'}.`,
    `${programs.join('; ')}.`,
  ].join('\n')
}

const METHOD = `## Method

- **The same job**: the 60,000 MNIST images, sigmoid neurons, the quadratic cost, mini-batch gradient descent with the same number of
  updates, shuffled each epoch. Every program says in its head what it does to be fast; where it does another job, the table says so.
- **The same conditions**: one thread each, the same precision on both sides, a process of its own for everybody. Only training is
  timed: not starting, reading the data or evaluating. The data are in memory in the form that the peer likes best.
- **The same run**: rounds in which everybody has a turn. A program's seconds are the median of its epochs (without the first where there
  is a JIT compiler), and the table has the median of the rounds. "Faster by" is the median of each round's own ratio: above 1
  Gradus is the faster.
- **Being watched**: two runs side by side, of which one stands still while the other trains for about a second, in changing order and
  by the training thread's own clock. The table has the medians of all turns, twenty a round, and of the ratios of two that follow one another. A
  dashboard that has to share its core with others slows the training: beside the CPU time of the thread one sees whether it had to.
- **Nobody is crippled**: the last column has the accuracy on the 10,000 test images after the timed epochs.
- Machines are noisy: ratios on another one, or on another day, differ.

brain.js and synaptic are left out: they update after every example, so that there are no mini-batches to compare.`

function abouts(jobs: readonly JobResult[]): string {
  const lines = jobs.flatMap(({ results }) => results.map(({ title, about }) => `- ${title}: ${about}`))
  return [...new Set(lines)].join('\n')
}

/** The results of a job as a table in Markdown, which can be read on a terminal as well. */
export function tableOf({ job, lead, results, failures }: JobResult): string {
  const isSlower = job.kind === 'watch' || job.kind === 'ways'
  const rows = results.map(result => row(result, lead, isSlower ? excess : times))
  const data = job.kind === 'accuracy' ? 'validation' : 'test'
  const left = failures.map(({ name, failure }) => `${name} failed: ${failure}`)
  return [
    `### ${job.title}`,
    '',
    `| | ${job.unit} | ${isSlower ? 'slower by' : 'Gradus is faster by'} | goal | ${data} accuracy |`,
    '|---|---|---|---|---|',
    ...rows,
    ...left.map(line => `\n${line}`),
  ].join('\n')
}

function row(result: Result, lead: string | undefined, shown: (ratio: number) => string): string {
  const { title, name, ratio } = result
  const wall = result.wallSeconds === undefined ? '' : ` (${duration(result.wallSeconds)} by the clock)`
  const cpu = result.cpuSeconds === undefined ? '' : ` (${duration(result.cpuSeconds)} of CPU time)`
  const beside = result.besideSeconds === undefined ? '' : ` (beside ${duration(result.besideSeconds)})`
  const each = result.epochSeconds === undefined ? '' : ` of ${duration(result.epochSeconds)}`
  const epochs = result.epochs === undefined ? '' : ` (${result.epochs.join(', ')} epochs${each})`
  const cells = [
    name === lead ? `**${title}**` : title,
    `${duration(result.seconds)}${wall}${cpu}${beside}${epochs}`,
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
