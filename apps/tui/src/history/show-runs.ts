import { EXIT } from '../failure.ts'
import { columnsOfOutput, print, printJson, printPainted, tell } from '../terminal/output.ts'
import { calledAs } from '../terminal/printable.ts'
import { narrowTable } from '../terminal/table.ts'
import { themeOf } from '../terminal/theme.ts'
import { findRun, listRuns, type RunList } from './list-runs.ts'
import { type Run, standingOf } from './run.ts'
import {
  epochsText,
  etaText,
  networkText,
  scoresOf,
  scoreText,
  seedText,
  starText,
  timeText,
  verdictText,
  waysText,
  workText,
} from './run-cells.ts'
import { curvesOf } from './run-curves.ts'
import { checkpointState, modelState, runLines } from './run-lines.ts'

/** Selection of the runs to show. */
export interface ShowSettings {
  readonly folder: string
  readonly json: boolean
  /** Upper bound on the number of runs; all without it. */
  readonly limit: number | undefined
}

/** Lists runs, the newest first, and tells the exit code. @throws UsageError */
export async function showRuns({ folder, json, limit }: ShowSettings): Promise<number> {
  const { runs, problems } = await listRuns(folder)
  reportProblems(problems)
  if (json) {
    await printJson(runs.slice(0, limit).map(runJson))
    return EXIT.done
  }
  const shown = runs.slice(0, limit)
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

/** A run for programs: all that is kept of it, how it stands, and how well it did. */
export function runJson(run: Run): object {
  const { result, history, ...rest } = run
  const scores = scoresOf(history)
  return { ...rest, result: { ...result, status: standingOf(run) }, scores: scores ?? null, history }
}

/** Runs as a table, one a row. @param more how many older ones there are. */
export function listLines(runs: readonly Run[], more: number, columns: number): string[] {
  const scores = runs.map(run => scoresOf(run.history))
  const table = [
    { heading: 'run', cells: runs.map(({ id }) => id) },
    { heading: 'started', cells: runs.map(({ started }) => timeText(started)), rank: 0 },
    { heading: 'network', cells: runs.map(networkText), rank: 4 },
    { heading: 'epochs', cells: runs.map(epochsText) },
    { heading: 'eta', cells: runs.map(etaText), rank: 5 },
    ...(runs.some(run => waysText(run) !== '-')
      ? [{ heading: 'ways', cells: runs.map(waysText), rank: 1.5 }]
      : []),
    { heading: 'seed', cells: runs.map(seedText), rank: 1 },
    { heading: 'best', cells: scores.map(score => scoreText(score, 'best')) },
    { heading: 'last', cells: scores.map(score => scoreText(score, 'last')), rank: 2 },
    { heading: 'result', cells: runs.map(standingOf) },
    { heading: 'verdict', cells: runs.map(verdictText), rank: 6 },
    { heading: 'work', cells: runs.map(workText), rank: 3 },
  ]
  return [
    ...narrowTable(table, columns),
    ...starText(scores),
    ...(more > 0 ? [`and ${more} older: --limit ${runs.length + more} shows all`] : []),
  ]
}

/** Message where there are no runs. */
function emptyLines(folder: string): string[] {
  return [
    `No runs are kept in ${folder} yet.`,
    `Make one with: ${calledAs()} train --epochs 3`,
    'Every run of train is kept there; another folder can be named by --runs.',
  ]
}
