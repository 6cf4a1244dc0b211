import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { parseCount } from '../arguments.ts'
import { type ExperimentName, experiments, setting } from '../replicate/experiments.ts'
import type { ReplicationSettings } from '../replicate/messages.ts'
import { runReplication } from '../replicate/run-replication.ts'

type ReplicateFlags = Omit<ReplicationSettings, 'names'> & { readonly json?: true }

const NAMES = experiments.map(({ name }) => name)

const EXAMPLES = `
Experiments (seed 0, mini-batches of 10, all 60,000 training images of the embedded MNIST):
${experiments.map(({ name, sizes, eta }) => `  ${name.padEnd(10)} ${sizes.join('-').padEnd(11)} eta ${eta}`).join('\n')}

Examples:
  $ gradus replicate                          all four, in about two minutes
  $ gradus replicate too-slow                 to the digit as NumPy, in all 30 epochs
  $ gradus replicate wide --epochs 5          a quick look
  $ gradus replicate > report.txt
  $ gradus replicate --json | jq .agrees

Standard output gets the reports, each as soon as it is ready; progress goes to the terminal.
The exit code is 1 if something contradicts what is known. Ctrl-C stops.`

/** `gradus replicate`. */
export function replicateCommand(onExitCode: (code: number) => void): Command {
  return new Command('replicate')
    .description("run the tutorial article's experiments again, beside its figures and NumPy's")
    .addArgument(new Argument('[experiment...]', 'which to run').choices(NAMES).default(NAMES, 'all four'))
    .addOption(
      new Option('--epochs <n>', 'times to go through the images, fewer for a quick look')
        .argParser(parseEpochs)
        .default(setting.epochs),
    )
    .addOption(
      new Option('--engine <name>', 'how to compute; all give the same bits')
        .choices(['auto', 'simd', 'reference', 'scalar'])
        .default('auto'),
    )
    .addOption(new Option('--json', 'one JSON object a line for each experiment'))
    .addHelpText('after', EXAMPLES)
    .action(async (names: readonly ExperimentName[], flags: ReplicateFlags) => {
      const { json = false, ...settings } = flags
      onExitCode(await runReplication({ ...settings, names: [...new Set(names)] }, json))
    })
}

function parseEpochs(text: string): number {
  const epochs = parseCount(text)
  if (epochs <= setting.epochs) return epochs
  throw new InvalidArgumentError(`Expected at most ${setting.epochs}, as many as are known of NumPy.`)
}
