import { Argument, Command, Option } from 'commander'
import { parseCount } from '../arguments.ts'
import { DOCTOR_FLAGS, RUN } from '../doctor/settings.ts'
import { runsOption } from '../history/runs-folder.ts'
import { FLAGS } from '../run/settings.ts'
import { exitCodeOfWork } from '../terminal/output.ts'
import { parseSpecPath, type RunFlags, runOptions, runSettingsOf } from './run-settings.ts'

interface DoctorFlags extends RunFlags {
  readonly budget?: number
  readonly workers?: number
  readonly runs?: string
  readonly json?: boolean
  readonly plain?: boolean
  readonly takeOver?: boolean
}

const EXAMPLES = `
Examples:
  $ gradus doctor                                   the run that gradus train would make
  $ gradus doctor --eta 100
  $ gradus doctor --data flowers.csv --hidden 8 --eta 0.001
  $ gradus doctor last                              the newest run that gradus runs lists
  $ gradus doctor gradus.checkpoint.safetensors --budget 1000000
  $ gradus doctor spec.json --json | jq '.causes[].cure.command'

The run is examined by experiment: it is trained again with exactly one thing changed, and a cause is named only if that
cures. Changes are judged by the validation data alone; test data are never looked at. The report is the same on any
number of threads. Ctrl-C stops, and loses no trial that was done: the same command goes on; a second one quits at once.
The exit code is 0 if the run is healthy, and 3 if it is ill.`

/** Options beside those of the run, by the groups of the help. */
const OPTIONS: Readonly<Record<string, readonly Option[]>> = {
  'Examination:': [
    new Option(
      DOCTOR_FLAGS.budget,
      'examples to train on in all trials together, at the most (default: eight times those of the run, 400,000 to 4,000,000)',
    ).argParser(parseCount),
    new Option(DOCTOR_FLAGS.workers, 'threads of this machine (default: one a core)').argParser(parseCount),
    new Option(
      FLAGS.spec,
      'examine what a Spec says: JSON from train --print-spec, a record, a checkpoint or a model. Flags override it',
    ).argParser(parseSpecPath),
    new Option('--plain', 'a line a phase in place of a bar'),
    new Option('--json', 'the report as one JSON object on standard output'),
    new Option(
      FLAGS.takeOver,
      'remove the lock of an examination of which cannot be told whether it goes on, such as on another machine',
    ),
    runsOption(),
  ],
}

/** `gradus doctor`. */
export function doctorCommand(onExitCode: (code: number) => void): Command {
  const command = new Command('doctor')
    .description('find out why a run learns badly: by experiments, with cures that are proved')
    .addArgument(
      new Argument(
        RUN,
        'a past run, by its id or last; or its record, a checkpoint, a model or a Spec as JSON. Without it, what the flags say',
      ),
    )
  for (const [group, options] of Object.entries({ ...OPTIONS, ...runOptions() }))
    for (const option of options) command.addOption(option.helpGroup(group))
  return command
    .addHelpText('after', EXAMPLES)
    .action(async (named: string | undefined, flags: DoctorFlags) => {
      if (named !== undefined && flags.spec !== undefined)
        command.error(`error: option '${FLAGS.spec}' cannot be used with argument '${RUN}'`)
      onExitCode(await exitCodeOfWork(() => examineRun(named, flags, command)))
    })
}

async function examineRun(named: string | undefined, flags: DoctorFlags, command: Command): Promise<number> {
  const { budget, workers, runs, json = false, plain = false, takeOver = false } = flags
  const [{ blamingRun, checkFile, namedRun }, { runDoctor }] = await Promise.all([
    import('../doctor/named-run.ts'),
    import('../doctor/run-doctor.ts'),
  ])
  if (flags.spec !== undefined) checkFile(FLAGS.spec, flags.spec)
  return blamingRun(named, async () => {
    const source = named === undefined ? undefined : await namedRun(named, runs)
    const chosen = source ? { ...flags, spec: source.spec, data: flags.data ?? source.record?.folder } : flags
    const settings = await runSettingsOf(chosen, command)
    const run = {
      ...settings,
      ...{ out: undefined, checkpoint: undefined, checkpointSeconds: 1, resume: undefined, watched: false },
    }
    const given = new Set(
      Object.keys(command.opts()).filter(option => command.getOptionValueSource(option) === 'cli'),
    )
    return runDoctor({
      run,
      named,
      record: source?.record,
      given,
      runs,
      budget,
      workers,
      json,
      plain,
      takeOver,
    })
  })
}
