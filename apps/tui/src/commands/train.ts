import { Command, Option } from 'commander'
import { parsePath, parseSeconds } from '../arguments.ts'
import { runsOption } from '../history/runs-folder.ts'
import { runPathsOf } from '../run/run-paths.ts'
import { FLAGS, type TrainSettings } from '../run/settings.ts'
import { exitCodeOfWork } from '../terminal/output.ts'
import { parseSpecPath, type RunFlags, runOptions, runSettingsOf, specFiles } from './run-settings.ts'

type TrainFlags = RunFlags &
  Pick<TrainSettings, 'checkpointSeconds' | 'replay' | 'takeOver'> & {
    readonly out?: string
    readonly checkpoint?: string | false
    readonly resume?: string
    readonly printSpec?: true
    readonly json?: true
    readonly plain?: true
    readonly exit?: true
    readonly runs?: string | false
    readonly against?: string
  }

const EXAMPLES = `
Examples:
  $ gradus train                                    30 epochs of MNIST
  $ gradus train --hidden 100 --epochs 10           a wider network
  $ gradus train --recipe modern --hidden 100 --keep best
  $ gradus train --hidden 100 --initialiser scaled --cost cross-entropy --eta 0.5 --l2 5
  $ gradus train --data ./garments --hidden 100,50  a folder with a folder of pictures a class
  $ gradus train --data flowers.csv --label species --hidden none --split 80,10,10
  $ gradus train --eta 0.001 --train-size 60000     too slow, and to the digit as NumPy
  $ gradus train --seed random --out ./a.safetensors
  $ gradus train --plain                            a progress bar instead of the dashboard
  $ gradus train --json > run.jsonl
  $ gradus train --resume gradus.checkpoint.safetensors               go on
  $ gradus train --resume gradus.checkpoint.safetensors --epochs 60   and for longer
  $ gradus train --replay gradus.checkpoint.safetensors --out again.safetensors
  $ gradus train --recipe modern --print-spec > modern.json
  $ gradus train --spec modern.json --eta 0.05

On a terminal a dashboard opens; press ? there for its keys.
Ctrl-C stops after the mini-batch at hand and saves the model and a checkpoint; a second one quits at once.
A run that goes on from a checkpoint ends with the same bits as one that was never stopped.
Standard output gets the transcript alone, all else goes to standard error.`

/** Options, by the groups of the help. */
const OPTIONS: Readonly<Record<string, readonly Option[]>> = {
  ...runOptions(),
  'Files:': [
    new Option(FLAGS.out, 'where to save the model (default: gradus.safetensors)').argParser(parsePath),
    new Option(
      FLAGS.checkpoint,
      'where to save a checkpoint after every epoch and every few seconds (default: NAME.checkpoint.safetensors beside --out)',
    ).argParser(parsePath),
    new Option('--no-checkpoint', 'keep no checkpoint'),
    new Option('--checkpoint-seconds <s>', 'seconds between two checkpoints within an epoch')
      .argParser(parseSeconds)
      .default(5),
    new Option(
      FLAGS.resume,
      'go on with the run of a checkpoint, with its settings; --epochs may be more. Saves to its files unless told otherwise',
    ).argParser(parsePath),
    new Option(
      FLAGS.replay,
      'repeat the run of a checkpoint, or of a record (.json), from its start, with its settings and its changes of eta',
    )
      .argParser(parsePath)
      .conflicts('resume'),
    new Option(
      FLAGS.spec,
      'train as a Spec says: JSON from --print-spec (- for standard input), a record, a checkpoint or a model. Flags override it',
    )
      .argParser(parseSpecPath)
      .conflicts(['resume', 'replay']),
    new Option('--print-spec', 'print the Spec of the run as JSON, and train nothing'),
    new Option(
      FLAGS.takeOver,
      'remove the lock of a run of which cannot be told whether it has ended, such as one on another machine',
    ),
    runsOption(),
    new Option('--no-runs', 'leave the run out of the list'),
  ],
  'Screen:': [
    new Option('--plain', 'a progress bar instead of the dashboard'),
    new Option(
      FLAGS.against,
      'earlier run (id, last or record) that the dashboard draws as a faint line, or none (default: the last one of the same sizes and data)',
    ),
    new Option('--exit', 'leave the dashboard as soon as the run is over'),
    new Option('--json', 'one JSON object a line on standard output'),
  ],
}

/** `gradus train`. */
export function trainCommand(onExitCode: (code: number) => void): Command {
  const command = new Command('train').description(
    'train a network on handwritten digits, or on data of your own, and save it',
  )
  for (const [group, options] of Object.entries(OPTIONS))
    for (const option of options) command.addOption(option.helpGroup(group))
  return command.addHelpText('after', EXAMPLES).action(async (flags: TrainFlags) => {
    const { json = false, plain = false, exit = false, runs, against, printSpec = false } = flags
    const { checkpointSeconds, replay, resume, takeOver } = flags
    const paths = printSpec ? { out: undefined, checkpoint: undefined, resume } : runPathsOf(flags)
    const settings = {
      ...{ checkpointSeconds, replay, ...(takeOver && { takeOver }), watched: false },
      ...(await runSettingsOf(flags, command)),
      ...paths,
    }
    if (printSpec) onExitCode(await exitCodeOfWork(async () => (await specFiles()).showSpec(settings)))
    else {
      const [{ runTraining }, { examinerOf }] = await Promise.all([
        import('../train/run-training.ts'),
        import('../doctor/examiner.ts'),
      ])
      const examine = examinerOf(settings, runs || undefined)
      onExitCode(await runTraining(settings, { json, plain, exit, runs, against, examine }))
    }
  })
}
