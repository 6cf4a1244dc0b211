import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'
import { join } from 'node:path'

/** The median: the middle value, or the mean of the two in the middle. @throws RangeError for no values */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const low = sorted[(sorted.length - 1) >> 1]
  const high = sorted[sorted.length >> 1]
  if (low === undefined || high === undefined) throw new RangeError('There is no median of no values.')
  return (low + high) / 2
}

/** Machine that a benchmark runs on; never its name. */
export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGiB: number
  readonly system: string
  /** Processes that wanted to run in the minute before: above 0 others were at work. */
  readonly loadBefore: number
}

/** Date and machine of a benchmark. */
export interface Conditions {
  readonly date: string
  readonly machine: Machine
}

/** Conditions of a benchmark that is about to begin. */
export function conditionsNow(): Conditions {
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: {
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      system: `${type()} ${release().split('-')[0]} ${process.arch}`,
      loadBefore: loadavg()[0] ?? 0,
    },
  }
}

/** Conditions in words, such as "2026-11-30; AMD EPYC, 2 cores, 8 GiB, Linux 6.1 x64, load 0.0 before". */
export function inWords({ date, machine }: Conditions): string {
  const { processor, cores, memoryGiB, system, loadBefore } = machine
  return `${date}; ${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}, load ${loadBefore.toFixed(1)} before`
}

/** A table in Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

const DOCS = join(import.meta.dirname, '..', '..', '..', 'docs')
/** A section of the page that a program of its own writes, between two comments that name it. */
const SECTION = /<!-- begin: ([\w-]+) -->.*?<!-- end: \1 -->/gs

/** Writes a section of a page of docs/: it replaces the section of that name, or comes last. */
export async function writeSection(name: string, text: string, page = 'benchmarks.md'): Promise<void> {
  const path = join(DOCS, page)
  await writeFile(path, withSection(await readFile(path, 'utf8'), name, text))
}

/** The page with that section. */
export function withSection(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- begin: ${name} -->`, `<!-- end: ${name} -->`]
  const section = `${begin}\n\n${text.trim()}\n\n${end}`
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from === -1 || to < from) return `${page.trimEnd()}\n\n${section}\n`
  return page.slice(0, from) + section + page.slice(to + end.length)
}

/** The sections of a page, whole and in their order: who writes the rest of the page anew keeps them. */
export function sectionsOf(page: string): string[] {
  return page.match(SECTION) ?? []
}
