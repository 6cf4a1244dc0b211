import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'
import { join } from 'node:path'

const PAGE = join(import.meta.dirname, '..', '..', '..', 'docs', 'benchmarks.md')

/** Writes a section of docs/benchmarks.md: it replaces the section of that name, or comes last. */
export async function writeSection(name: string, text: string): Promise<void> {
  await writeFile(PAGE, withSection(await readFile(PAGE, 'utf8'), name, text))
}

/** The page with that section. */
export function withSection(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- begin: ${name} -->`, `<!-- end: ${name} -->`]
  const section = `${begin}\n\n${text.trim()}\n\n${end}`
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from === -1 || to < from) return `${page.trimEnd()}\n\n${section}\n`
  return page.slice(0, from) + section + page.slice(to + end.length)
}

/** The machine of a benchmark, in words; never its name. */
export function describeMachine(): string {
  const gibibytes = Math.round(totalmem() / 2 ** 30)
  const system = `${type()} ${release().split('-')[0]} ${process.arch}`
  const load = (loadavg()[0] ?? 0).toFixed(1)
  return `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, ${gibibytes} GiB, ${system}, load ${load} before`
}
