import { basename, resolve } from 'node:path'
import { UsageError } from '../failure.ts'
import { findRun, isRecord, listRuns, readRecord } from '../history/list-runs.ts'
import { pathOfRun, type Run } from '../history/run.ts'
import { runsFolderOf } from '../history/runs-folder.ts'
import { FLAGS } from '../run/settings.ts'
import { calledAs } from '../terminal/printable.ts'
import { RUN } from './settings.ts'

/** A run that is named, by a file that has its Spec. */
export interface NamedRun {
  /** Absolute path of the file. */
  readonly spec: string
  /** Its record, where it has one. */
  readonly record: Run | undefined
}

/**
 * The run that an argument names: by its id or `last`, or by the path of its record, a checkpoint, a model or a Spec.
 * @param runs folder of the runs, if it is not the usual one. @throws UsageError
 */
export async function namedRun(reference: string, runs: string | undefined): Promise<NamedRun> {
  checkFile(RUN, reference)
  // No id has a dot.
  if (basename(reference) === reference && !reference.includes('.')) {
    const folder = runsFolderOf(runs, process.env)
    const run = findRun(RUN, reference, await listRuns(folder))
    return { spec: pathOfRun(folder, run.id), record: run }
  }
  const spec = resolve(reference)
  return { spec, record: isRecord(spec) ? await recordIn(spec) : undefined }
}

/** @throws UsageError for standard input, which the command of a cure could not name */
export function checkFile(argument: string, reference: string): void {
  if (reference !== '-') return
  const remedy = `Save the Spec, such as by \`${calledAs()} train --print-spec > spec.json\`, and name that file.`
  throw new UsageError(
    argument,
    reference,
    `The command of a cure names the Spec: expected a file. ${remedy}`,
  )
}

/** The record in a file; undefined of a Spec alone. */
async function recordIn(path: string): Promise<Run | undefined> {
  return readRecord(RUN, path).catch((error: unknown) => {
    if (error instanceof UsageError) return undefined
    throw error
  })
}

/** Some work on the run that an argument names, which is then to blame for its Spec. */
export async function blamingRun<T>(named: string | undefined, work: () => Promise<T>): Promise<T> {
  if (named === undefined) return work()
  return work().catch((error: unknown) => {
    const isOfRun = error instanceof UsageError && error.option === FLAGS.spec
    throw isOfRun ? new UsageError(RUN, named, error.problem, { cause: error }) : error
  })
}
