import type { Spec } from '@gradus/core'
import { UsageError } from '../failure.ts'
import { calledAs } from '../terminal/printable.ts'
import { findRunOrFile, listRuns, newestRuns } from './list-runs.ts'
import { type Run, standingOf } from './run.ts'

/** A run beside which a later one is shown. */
export type EarlierRun = Pick<Run, 'id' | 'spec' | 'history'>

/** Finds the run beside which one of this Spec is shown; undefined where there is none. */
export type FindEarlierRun = (spec: Spec) => Promise<EarlierRun | undefined>

/** Fewer points are no curve. */
const FEWEST_EPOCHS = 2
/** Newest runs among which one is looked for, and bytes of a record, so that the search is short. */
const MOST_RUNS = 100
const LARGEST_RECORD = 2 ** 22

/** The run that is named, by its id or by the path of its record. @throws UsageError */
export async function namedRun(argument: string, reference: string, folder: string): Promise<EarlierRun> {
  const run = await findRunOrFile(argument, reference, await listRuns(folder))
  if (run.history.length > 0) return run
  const message = `It has no complete epoch: expected a run with one. Name another that \`${calledAs()} runs\` lists.`
  throw new UsageError(argument, reference, message)
}

/** The newest comparable run of a folder. @param before time before which it started, ISO 8601 */
export async function lastComparable(
  folder: string,
  spec: Spec,
  before: string,
): Promise<EarlierRun | undefined> {
  let read = 0
  for await (const run of newestRuns(folder, LARGEST_RECORD)) {
    if (run.started < before && isComparable(run, spec)) return run
    read++
    if (read === MOST_RUNS) return undefined
  }
  return undefined
}

/** Whether a run that is over had a network of the same sizes and the same data, and has a curve. */
export function isComparable(run: Run, { sizes, data }: Spec): boolean {
  const { hash, train, validation, test } = run.spec.data
  return (
    run.history.length >= FEWEST_EPOCHS &&
    run.spec.sizes.join() === sizes.join() &&
    hash !== undefined &&
    hash === data.hash &&
    train === data.train &&
    validation === data.validation &&
    test === data.test &&
    standingOf(run) !== 'running'
  )
}
