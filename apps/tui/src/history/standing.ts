import { type ProcessState, stateOfProcess } from '@gradus/core/node'
import type { Run, RunResult } from './run.ts'

/** How a run stands: as its file says, but for runs that were killed. */
export type Standing = RunResult['status'] | 'interrupted'

/** A run that its file has as running was interrupted if its process has ended, as far as can be told from here. */
export function standingOf(run: Run): Standing {
  const { status } = run.result
  return status === 'running' && stateOf(run) === 'ended' ? 'interrupted' : status
}

/** Whether a run is known to go on. */
export function isRunning(run: Run): boolean {
  return run.result.status === 'running' && stateOf(run) === 'running'
}

function stateOf({ process, started }: Run): ProcessState {
  return stateOfProcess(process, started)
}
