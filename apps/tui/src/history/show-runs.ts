import { EXIT } from '../exit-code.ts'
import { columnsOfOutput } from '../terminal/columns.ts'
import { print, printJson, printPainted, tell } from '../terminal/output.ts'
import { themeOf } from '../terminal/terminal-theme.ts'
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

/** Lists runs, the newest first, and tells the exit code. @throws UsageError */
export async function showRuns({ folder, json, limit }: ShowSettings): Promise<number> {
  const { runs, problems } = await listRuns(folder)
  reportProblems(problems)
  if (json) {
    await printJson(runs.slice(0, limit).map(runJson))
    return EXIT.done
  }
  const shown = runs.slice(0, limit ?? USUAL_LIMIT)
  const lines =
    runs.length === 0 ? emptyLines(folder) : listLines(shown, runs.length - shown.length, columnsOfOutput())
  await print(lines)
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
    await printJson([runJson(run)])
    return EXIT.done
  }
  const files = { model: await modelState(run), checkpoint: await checkpointState(run) }
  const paper = { columns: columnsOfOutput(), theme: themeOf(process.stdout, process.env) }
  // A chart ends with an empty line.
  const curves = ['', ...curvesOf(run, paper)].slice(0, -1)
  await printPainted([...runLines(run, files), ...curves])
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
    tell(`warning: skipped ${problem}`)
  }
}
