import { Argument, Command, Option } from 'commander'
import { parseCount } from '../arguments.ts'
import { UsageError } from '../failure.ts'
import { chapter3, USUAL_SEEDS } from '../replicate/chapter3.ts'
import { experiments, setting } from '../replicate/experiments.ts'
import { GROUPS, isOfArticle, longestOf, type ReplicationName } from '../replicate/jobs.ts'
import type { ReplicationSettings } from '../replicate/messages.ts'

type ReplicateFlags = Omit<ReplicationSettings, 'names'> & { readonly json?: true }

type GroupName = keyof typeof GROUPS

const NAMES: readonly (ReplicationName | GroupName)[] = [
  ...GROUPS.article,
  ...GROUPS.chapter3,
  'article',
  'chapter3',
]
const EPOCHS = '--epochs <n>'
const SEEDS = '--seeds <n>'

const EXAMPLES = `
article, the experiments of the tutorial article (seed 0, all 60,000 training images, ${setting.epochs} epochs):
${experiments.map(({ name, sizes, eta }) => `  ${name.padEnd(23)} ${sizes.join('-')}, eta ${eta}`).join('\n')}

chapter3, those of the book's third chapter (${USUAL_SEEDS} seeds, 50,000 training images unless said):
${chapter3.map(({ name, about }) => `  ${name.padEnd(23)} ${about}`).join('\n')}

Examples:
  $ gradus replicate                          the article's four, in about two minutes
  $ gradus replicate too-slow                 to the digit as NumPy, in all 30 epochs
  $ gradus replicate wide --epochs 5          a quick look
  $ gradus replicate chapter3                 each beside the published figure, in about five minutes
  $ gradus replicate hundred --seeds 1        a single run of each setting
  $ gradus replicate > report.txt
  $ gradus replicate --json | jq .agrees

Standard output gets the reports, each as soon as it is ready; progress goes to the terminal.
The exit code is 1 if something contradicts what is known of the article's experiments, or a run diverged.
A figure of the book outside of our range is no failure: the report tells. Ctrl-C stops: the finished runs of
chapter 3 are kept, and the same command goes on with them.`

/** `gradus replicate`. */
export function replicateCommand(onExitCode: (code: number) => void): Command {
  return new Command('replicate')
    .description(
      "run the experiments of the tutorial article, or of the book's third chapter, beside their figures",
    )
    .addArgument(
      new Argument('[experiment...]', 'which to run')
        .choices(NAMES)
        .default(['article'], "the article's four"),
    )
    .addOption(
      new Option(
        EPOCHS,
        'times to go through the images, fewer for a quick look (default: as published)',
      ).argParser(parseCount),
    )
    .addOption(
      new Option(
        SEEDS,
        `runs of each setting of chapter 3, from seed 0 on (default: ${USUAL_SEEDS})`,
      ).argParser(parseCount),
    )
    .addOption(
      new Option(
        '--threads <n>',
        'runs side by side; any number gives the same report (default: one a core, at most 4)',
      ).argParser(parseCount),
    )
    .addOption(
      new Option('--engine <name>', 'how to compute; all give the same bits')
        .choices(['auto', 'simd', 'reference', 'scalar'])
        .default('auto'),
    )
    .addOption(new Option('--json', 'one JSON object a line for each experiment'))
    .addHelpText('after', EXAMPLES)
    .action(async (given: readonly (ReplicationName | GroupName)[], flags: ReplicateFlags) => {
      const { json = false, ...settings } = flags
      const names = [...new Set(given.flatMap(name => (isGroup(name) ? GROUPS[name] : [name])))]
      check(names, settings)
      const { runReplication } = await import('../replicate/run-replication.ts')
      onExitCode(await runReplication({ ...settings, names }, json))
    })
}

function isGroup(name: ReplicationName | GroupName): name is GroupName {
  return Object.hasOwn(GROUPS, name)
}

/** @throws UsageError for more epochs than were published, and for seeds where they are given */
function check(
  names: readonly ReplicationName[],
  { epochs = 1, seeds }: Omit<ReplicationSettings, 'names'>,
): void {
  const isArticle = names.every(isOfArticle)
  const most = longestOf(names)
  if (epochs > most) {
    const source = isArticle ? 'are known of NumPy' : 'were published'
    throw new UsageError(EPOCHS, String(epochs), `Expected at most ${most}, as many as ${source}.`)
  }
  if (seeds !== undefined && isArticle) {
    const message = "The article's experiments have the seed 0: leave it out, or name one of chapter 3."
    throw new UsageError(SEEDS, String(seeds), message)
  }
}
