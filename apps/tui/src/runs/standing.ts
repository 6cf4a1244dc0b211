import { hostname, uptime } from 'node:os'
import { isAlive } from '../is-alive.ts'
import type { Run, RunResult } from './run.ts'

/** How a run stands: as its file says, but for runs that were killed. */
export type Standing = RunResult['status'] | 'interrupted'

/** Milliseconds that a clock may be wrong by, at the start of a machine. */
const CLOCK_ERROR = 60_000

/** A run that its file has as running was interrupted if its process is gone. Of other machines nothing is known. */
export function standingOf(run: Run): Standing {
  const { status } = run.result
  if (status !== 'running' || run.process.host !== hostname()) return status
  return isRunningHere(run) ? 'running' : 'interrupted'
}

/** Whether a run is going on in a process of this machine: one that has not been started again since. */
export function isRunningHere({ started, process: { pid, host }, result }: Run): boolean {
  if (result.status !== 'running' || host !== hostname()) return false
  const booted = Date.now() - 1000 * uptime()
  return Date.parse(started) > booted - CLOCK_ERROR && isAlive(pid)
}
