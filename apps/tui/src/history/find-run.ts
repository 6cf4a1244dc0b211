import { basename, resolve } from 'node:path'
import { FileError } from '@gradus/core/node'
import { RunFileError } from '../run/run-file-error.ts'
import { calledAs } from '../terminal/shell-words.ts'
import { UsageError } from '../usage-error.ts'
import { type RunList, readRun } from './list-runs.ts'
import type { Run } from './run.ts'

/** How many ids a message names. */
const MOST_NAMED = 4

/**
 * The run that is meant: by its id, by the beginning of it or of its last four digits, or by `last` (the newest), `last~1` (the one
 * before), and so on. @param argument as the help shows it. @throws UsageError if none is meant, or several
 */
export function findRun(argument: string, reference: string, list: RunList): Run {
  const { folder, runs } = list
  const blame = (message: string): UsageError => new UsageError(argument, reference, message)
  const damaged = list.damaged.find(({ id }) => id === reference)
  if (damaged) throw blame(damaged.problem)
  if (runs.length === 0) throw blame(`No runs are kept in ${folder}: \`${calledAs()} train\` makes one.`)
  const [isLast, before = '0'] = /^last(?:~(\d+))?$/.exec(reference) ?? []
  if (isLast !== undefined) {
    const run = runs[Number(before)]
    if (run) return run
    throw blame(`${folder} has ${runs.length} of them: expected last .. last~${runs.length - 1}.`)
  }
  const found = matching(reference, runs)
  if (found[0] && found.length === 1) return found[0]
  if (found.length === 0) {
    throw blame(
      `No run in ${folder} has such an id: expected one that \`${calledAs()} runs\` lists, the beginning of one, or last.`,
    )
  }
  throw blame(`${found.length} runs have such ids: expected more of one of ${idsOf(found)}.`)
}

/** The run that is meant, by the path of its file too. @throws UsageError */
export async function findRunOrFile(argument: string, reference: string, list: RunList): Promise<Run> {
  const isPath = basename(reference) !== reference || reference.endsWith('.json')
  if (!isPath) return findRun(argument, reference, list)
  try {
    return await readRun(resolve(reference))
  } catch (error) {
    if (!(error instanceof RunFileError || error instanceof FileError)) throw error
    throw new UsageError(argument, reference, error.message)
  }
}

/** The runs whose ids begin so; where there are none, those whose last digits do. */
function matching(reference: string, runs: readonly Run[]): Run[] {
  if (reference === '') return []
  const found = runs.filter(({ id }) => id.startsWith(reference))
  return found.length > 0 ? found : runs.filter(({ id }) => id.split('-').at(-1)?.startsWith(reference))
}

function idsOf(runs: readonly Run[]): string {
  const named = runs.slice(0, MOST_NAMED).map(({ id }) => id)
  return runs.length > MOST_NAMED
    ? `${named.join(', ')} and ${runs.length - MOST_NAMED} more`
    : named.join(', ')
}
