import { EXIT } from '../exit-code.ts'
import { columnsOfOutput } from '../terminal/columns.ts'
import { printJson, printPainted } from '../terminal/output.ts'
import { themeOf } from '../terminal/terminal-theme.ts'
import { UsageError } from '../usage-error.ts'
import { comparisonLines } from './comparison-text.ts'
import { aspectsOf } from './differences.ts'
import { findRunOrFile } from './find-run.ts'
import { listRuns } from './list-runs.ts'
import type { Run } from './run.ts'
import { runJson } from './run-json.ts'
import { reported } from './show-runs.ts'

/** Shows several runs beside each other, and tells the exit code. @throws UsageError */
export async function compareRuns(
  argument: string,
  references: readonly string[],
  { folder, json }: { readonly folder: string; readonly json: boolean },
): Promise<number> {
  if (references.length < 2) {
    const message = 'Expected two runs or more, such as last~1 last.'
    throw new UsageError(argument, references.join(' '), message)
  }
  const list = reported(await listRuns(folder))
  const runs: Run[] = []
  for (const reference of references) runs.push(await findRunOrFile(argument, reference, list))
  if (json) {
    const differing = Object.fromEntries(aspectsOf(runs).differing.map(({ name, values }) => [name, values]))
    await printJson([{ differing, runs: runs.map(runJson) }])
    return EXIT.done
  }
  const paper = { columns: columnsOfOutput(), theme: themeOf(process.stdout, process.env) }
  await printPainted(comparisonLines(runs, paper))
  return EXIT.done
}
