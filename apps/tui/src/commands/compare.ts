import { Argument, Command, Option } from 'commander'
import { runsFolderOf, runsOption } from '../history/runs-folder.ts'
import { exitCodeOfWork } from '../terminal/output.ts'

const RUNS = '<run...>'

const EXAMPLES = `
Examples:
  $ gradus compare last~1 last                 the two newest
  $ gradus compare a1b2 c3d4 e5f6              three of those that gradus runs lists
  $ gradus compare last ./good-run.json        with the record of a run that was kept elsewhere
  $ gradus compare last~1 last --json | jq .differing

A run is named by its id, by the beginning of it or of its last four digits, by last (the newest), last~1 (the one before), and so on,
or by the path of its file. The curves are of the test images, or else of the validation images.`

/** `gradus compare`. */
export function compareCommand(onExitCode: (code: number) => void): Command {
  return new Command('compare')
    .description('show the curves of runs together, and what differs')
    .addArgument(new Argument(RUNS, 'the runs to compare, at least two'))
    .addOption(runsOption())
    .addOption(new Option('--json', 'one JSON object on standard output'))
    .addHelpText('after', EXAMPLES)
    .action(async (runs: readonly string[], flags: { readonly runs?: string; readonly json?: boolean }) => {
      const { json = false } = flags
      const folder = runsFolderOf(flags.runs, process.env)
      const { compareRuns } = await import('../history/comparison.ts')
      onExitCode(await exitCodeOfWork(() => compareRuns(RUNS, runs, { folder, json })))
    })
}
