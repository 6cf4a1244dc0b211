import { PRECISIONS, SPEC_DEFAULTS } from '@gradus/core'
import { Command, Option } from 'commander'
import { parseCount, parseEta, parsePath, parseSeconds, parseSeed, parseSizes } from '../arguments.ts'
import { runsOption } from '../history/runs-folder.ts'
import { runPathsOf } from '../run/run-paths.ts'
import { FLAGS, isInSpec, type TrainSettings } from '../run/settings.ts'
import { runTraining } from '../train/run-training.ts'

type TrainFlags = Omit<
  TrainSettings,
  'seed' | 'out' | 'checkpoint' | 'resume' | 'given' | 'watched' | 'etaChanges' | 'replayed'
> & {
  readonly seed: ReturnType<typeof parseSeed>
  readonly out?: string
  readonly checkpoint?: string | false
  readonly resume?: string
  readonly json?: true
  readonly plain?: true
  readonly exit?: true
  readonly runs?: string | false
}

const EXAMPLES = `
Examples:
  $ gradus train                                    30 epochs of MNIST
  $ gradus train --sizes 784,100,10 --epochs 10     a wider network
  $ gradus train --eta 0.001 --train-size 60000     too slow, and to the digit as NumPy
  $ gradus train --seed random --out ./a.safetensors
  $ gradus train --plain                            a progress bar instead of the dashboard
  $ gradus train --json > run.jsonl
  $ gradus train --resume gradus.checkpoint.safetensors               go on
  $ gradus train --resume gradus.checkpoint.safetensors --epochs 60   and for longer
  $ gradus train --replay gradus.checkpoint.safetensors --out again.safetensors

On a terminal a dashboard opens; press ? there for its keys.
Ctrl-C stops after the mini-batch at hand and saves the model and a checkpoint; a second one quits at once.
A run that goes on from a checkpoint ends with the same bits as one that was never stopped.
Standard output gets the transcript alone, all else goes to standard error.`

const OPTIONS: readonly Option[] = [
  new Option(FLAGS.sizes, 'neurons a layer, from the pixels to the classes')
    .argParser(parseSizes)
    .default([784, 15, 10], '784,15,10'),
  new Option(FLAGS.epochs, 'times to go through the images').argParser(parseCount).default(30),
  new Option(FLAGS.miniBatchSize, 'images a step of gradient descent').argParser(parseCount).default(10),
  new Option(FLAGS.eta, 'the learning rate').argParser(parseEta).default(3),
  new Option(FLAGS.seed, "what NumPy's generator starts from: an integer, several (1,2,3), or random")
    .argParser(parseSeed)
    .default(0),
  new Option(
    FLAGS.trainSize,
    'images to train on; the rest of the training file is for validation (default: 50000)',
  ).argParser(parseCount),
  new Option(
    FLAGS.data,
    'folder with the four IDX files, plain or gzipped (default: the one that GRADUS_DATA names, or else the embedded MNIST)',
  ).argParser(parsePath),
  new Option(FLAGS.engine, 'how to compute: auto takes the fastest that runs here; all give the same bits')
    .choices(['auto', 'simd', 'reference', 'scalar'])
    .default('auto'),
  new Option(FLAGS.precision, 'what every number is rounded to; float32 is faster, and gives other bits')
    .choices(PRECISIONS)
    .default(SPEC_DEFAULTS.precision),
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
    FLAGS.takeOver,
    'remove the lock of a run of which cannot be told whether it has ended, such as one on another machine',
  ),
  new Option('--no-test', 'leave the test images out'),
  new Option('--plain', 'a progress bar instead of the dashboard'),
  new Option('--exit', 'leave the dashboard as soon as the run is over'),
  runsOption(),
  new Option('--no-runs', 'leave the run out of the list'),
  new Option('--json', 'one JSON object a line on standard output'),
]

/** `gradus train`. */
export function trainCommand(onExitCode: (code: number) => void): Command {
  const command = new Command('train').description('train a network on handwritten digits, and save it')
  for (const option of OPTIONS) command.addOption(option)
  return command.addHelpText('after', EXAMPLES).action(async (flags: TrainFlags) => {
    const { json = false, plain = false, exit = false, runs, seed, ...rest } = flags
    const given = Object.keys(command.opts())
      .filter(isInSpec)
      .filter(name => command.getOptionValueSource(name) === 'cli')
    const settings = { ...rest, ...runPathsOf(flags), seed: seed === 'random' ? null : seed, given }
    onExitCode(await runTraining({ ...settings, watched: false }, { json, plain, exit, runs }))
  })
}
