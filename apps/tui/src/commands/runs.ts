import { Argument, Command, Option } from 'commander'
import { parseCount } from '../arguments.ts'
import { runsFolderOf, runsOption } from '../history/runs-folder.ts'
import { exitCodeOfWork } from '../terminal/output.ts'

interface RunsFlags {
  readonly runs?: string
  readonly json?: boolean
  readonly limit?: number
  readonly remove?: readonly string[]
}

const RUN = '[run]'
/** Number of runs that a person is shown. */
const USUAL_LIMIT = 20
const REMOVE = '--remove <run...>'

const EXAMPLES = `
Examples:
  $ gradus runs                                the newest first
  $ gradus runs last                           one in full, with its curves
  $ gradus runs 20261124-003912-a1b2           the same, by its id
  $ gradus runs a1b2                           or by what tells it from others
  $ gradus runs --remove last~1 a1b2           forget two of them; their models stay
  $ gradus runs --json | jq '[.id, .spec.eta, .scores.best.correct]'

A run is named by its id, by the beginning of it or of its last four digits, or by last (the newest), last~1 (the one before), and so
on. Ids are of UTC. A run is interrupted if it was killed; one that has a checkpoint can go on.`

/** `gradus runs`. */
export function runsCommand(onExitCode: (code: number) => void): Command {
  return new Command('runs')
    .description('list past runs, or show one in full')
    .addArgument(new Argument(RUN, 'the run to show; all of them without it'))
    .addOption(runsOption())
    .addOption(
      new Option('--limit <n>', `list the newest n (default: ${USUAL_LIMIT}; with --json all)`).argParser(
        parseCount,
      ),
    )
    .addOption(
      new Option(REMOVE, 'remove the records of these runs, not their models').conflicts(['json', 'limit']),
    )
    .addOption(new Option('--json', 'one JSON object a run on standard output, a line each'))
    .addHelpText('after', EXAMPLES)
    .action(async (run: string | undefined, flags: RunsFlags, command: Command) => {
      const { runs, json = false, limit, remove } = flags
      const folder = runsFolderOf(runs, process.env)
      const settings = { folder, json, limit: limit ?? (json ? undefined : USUAL_LIMIT) }
      if (run !== undefined && remove) {
        command.error(
          `error: argument '${RUN}' cannot be used with option '${REMOVE}': name all runs after it`,
        )
      }
      const work = async (): Promise<number> => {
        if (remove) return (await import('../history/remove-runs.ts')).removeRuns(REMOVE, remove, folder)
        // Charts are loaded only where they are drawn.
        const { showRun, showRuns } = await import('../history/show-runs.ts')
        return run === undefined ? showRuns(settings) : showRun(RUN, run, settings)
      }
      onExitCode(await exitCodeOfWork(work))
    })
}
