import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'

/** What the benchmark ran on; never its name. */
export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGiB: number
  readonly system: string
  /** Processes that wanted to run in the minute before: above 0 others were at work. */
  readonly loadBefore: number
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release().split('-')[0]} ${process.arch}`,
    loadBefore: loadavg()[0] ?? 0,
  }
}
