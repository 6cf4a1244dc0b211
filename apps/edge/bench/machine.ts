import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'

/** What a benchmark ran on, in words; never its name. */
export function describeMachine(): string {
  const gibibytes = Math.round(totalmem() / 2 ** 30)
  const system = `${type()} ${release().split('-')[0]} ${process.arch}`
  const load = (loadavg()[0] ?? 0).toFixed(1)
  return `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, ${gibibytes} GiB, ${system}, load ${load} before`
}
