import { Command, Option } from 'commander'
import { parseCount, parseEta } from '../arguments/numbers.ts'
import { parsePath } from '../arguments/path.ts'
import { parseSeed } from '../arguments/seed.ts'
import { parseSizes } from '../arguments/sizes.ts'
import { runTraining } from '../training/run-training.ts'
import { FLAGS, type TrainSettings } from '../training/settings.ts'

type TrainFlags = Omit<TrainSettings, 'seed'> & {
  readonly seed: ReturnType<typeof parseSeed>
  readonly json?: true
}

const OUT = './gradus.safetensors'

const EXAMPLES = `
Examples:
  $ gradus train                                    30 epochs of MNIST
  $ gradus train --sizes 784,100,10 --epochs 10     a wider network
  $ gradus train --eta 0.001 --train-size 60000     too slow, and to the digit as NumPy
  $ gradus train --seed random --out ./a.safetensors
  $ gradus train --json > run.jsonl

Ctrl-C stops after the mini-batch at hand and saves the model; a second one quits at once.
Standard output gets the transcript alone, all else goes to standard error.`

const OPTIONS: readonly Option[] = [
  new Option(FLAGS.sizes, 'neurons a layer, from the pixels to the classes')
    .argParser(parseSizes)
    .default([784, 15, 10], '784,15,10'),
  new Option('--epochs <n>', 'times to go through the images').argParser(parseCount).default(30),
  new Option('--mini-batch-size <n>', 'images a step of gradient descent').argParser(parseCount).default(10),
  new Option('--eta <rate>', 'the learning rate').argParser(parseEta).default(3),
  new Option('--seed <seed>', "what NumPy's generator starts from: an integer, several (1,2,3), or random")
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
  new Option('--engine <name>', 'how to compute; all give the same bits')
    .choices(['auto', 'scalar'])
    .default('auto'),
  new Option(FLAGS.out, 'where to save the model').argParser(parsePath).default(parsePath(OUT), OUT),
  new Option('--no-test', 'leave the test images out'),
  new Option('--json', 'one JSON object a line on standard output'),
]

/** `gradus train`. */
export function trainCommand(onExitCode: (code: number) => void): Command {
  const command = new Command('train').description('train a network on handwritten digits, and save it')
  for (const option of OPTIONS) command.addOption(option)
  return command.addHelpText('after', EXAMPLES).action(async (flags: TrainFlags) => {
    const { json = false, seed, ...settings } = flags
    onExitCode(await runTraining({ ...settings, seed: seed === 'random' ? null : seed }, json))
  })
}
