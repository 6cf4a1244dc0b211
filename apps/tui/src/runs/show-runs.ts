import { themeOf } from '../dashboard/terminal-theme.ts'
import { EXIT } from '../exit-code.ts'
import { print } from '../output.ts'
import { columnsOfOutput } from '../screen/columns.ts'
import { checkpointState, modelState } from './files-of.ts'
import { findRun } from './find-run.ts'
import { listRuns, type RunList } from './list-runs.ts'
import { emptyLines, listLines } from './list-text.ts'
import { curvesOf } from './run-curves.ts'
import { runJson } from './run-json.ts'
import { runLines } from './run-text.ts'

/** What of the runs to show. */
export interface ShowSettings {
  readonly folder: string
  readonly json: boolean
  /** How many at the most; some for people without it, all for programs. */
  readonly limit?: number
}

/** How many runs a person is shown. */
export const USUAL_LIMIT = 20

/** Called through a script of the workspace, the program has no name of its own. */
const { GRADUS_COMMAND: program = 'gradus' } = process.env

/** Lists runs, the newest first, and tells the exit code. @throws UsageError */
export async function showRuns({ folder, json, limit }: ShowSettings): Promise<number> {
  const { runs, problems } = await listRuns(folder)
  reportProblems(problems)
  if (json) {
    await print(
      runs
        .slice(0, limit)
        .map(run => `${JSON.stringify(runJson(run))}\n`)
        .join(''),
    )
    return EXIT.done
  }
  const shown = runs.slice(0, limit ?? USUAL_LIMIT)
  const lines =
    runs.length === 0
      ? emptyLines(folder, program)
      : listLines(shown, runs.length - shown.length, columnsOfOutput())
  await print(`${lines.join('\n')}\n`)
  return EXIT.done
}

/** Shows one run in full, and tells the exit code. @throws UsageError */
export async function showRun(
  argument: string,
  reference: string,
  { folder, json }: ShowSettings,
): Promise<number> {
  const run = findRun(argument, reference, reported(await listRuns(folder)))
  if (json) {
    await print(`${JSON.stringify(runJson(run))}\n`)
    return EXIT.done
  }
  const files = { model: await modelState(run), checkpoint: await checkpointState(run) }
  const paper = { columns: columnsOfOutput(), theme: themeOf(process.stdout, process.env) }
  const lines = [...runLines(run, files, program), '', ...curvesOf(run, paper)]
  await print(`${lines.join('\n').trimEnd()}\n`)
  return EXIT.done
}

/** The list, once what is wrong with its files has been told. */
export function reported(list: RunList): RunList {
  reportProblems(list.problems)
  return list
}

/** Files that are no runs are told of, one line each, and do no harm. */
function reportProblems(problems: readonly string[]): void {
  for (const problem of problems) {
    process.stderr.write(`warning: skipped ${problem.replaceAll(/\p{Cc}/gu, '\u{FFFD}')}\n`)
  }
}
