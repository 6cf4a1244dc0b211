import { PRECISIONS, type Recipe, type RecipeName, SPEC_DEFAULTS, type Spec, seedOf } from '@gradus/core'
import { Command, Option } from 'commander'
import {
  parseCount,
  parseEta,
  parseEtaChanges,
  parsePath,
  parseSeconds,
  parseSeed,
  parseSizes,
} from '../arguments.ts'
import { choicesOf, type LoadingFlags, loadingOptions, MODELLED, parseHidden } from '../data-flags.ts'
import { runsOption } from '../history/runs-folder.ts'
import { runPathsOf } from '../run/run-paths.ts'
import { FLAGS, isInSpec, type TrainedAs, type TrainSettings } from '../run/settings.ts'
import { exitCodeOfWork } from '../terminal/output.ts'
import { runTraining } from '../train/run-training.ts'
import { LEARNING_OPTIONS, NETWORK_OPTIONS, type WaysFlags, type WaysSettings, waysOf } from './ways.ts'

type TrainFlags = Omit<
  TrainSettings,
  | 'seed'
  | 'out'
  | 'checkpoint'
  | 'resume'
  | 'given'
  | 'recipe'
  | 'watched'
  | 'replayed'
  | 'base'
  | keyof LoadingFlags
  | keyof WaysFlags
> &
  WaysFlags &
  LoadingFlags & {
    readonly seed: ReturnType<typeof parseSeed>
    readonly out?: string
    readonly checkpoint?: string | false
    readonly resume?: string
    readonly spec?: string
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
  'Network:': [
    new Option(
      FLAGS.hidden,
      'neurons of each hidden layer, such as 30 or 100,50, or none; the data say the rest (default: 15)',
    )
      .argParser(parseHidden)
      .conflicts('sizes'),
    new Option(
      FLAGS.sizes,
      'neurons of every layer, from the inputs to the classes, in place of --hidden (default: 784,15,10 for MNIST)',
    ).argParser(parseSizes),
    new Option(FLAGS.seed, "what NumPy's generator starts from: an integer, several (1,2,3), or random")
      .argParser(parseSeed)
      .default(0),
    ...NETWORK_OPTIONS,
  ],
  'Learning:': [
    new Option(FLAGS.epochs, 'times to go through the examples').argParser(parseCount).default(30),
    new Option(FLAGS.miniBatchSize, 'examples a step of gradient descent').argParser(parseCount).default(10),
    new Option(FLAGS.eta, 'the learning rate').argParser(parseEta).default(3),
    new Option(FLAGS.etaChanges, 'epochs from which on eta is another, such as 10=1,20=0.5 (default: none)')
      .argParser(parseEtaChanges)
      .conflicts(['resume', 'replay']),
    ...LEARNING_OPTIONS,
    new Option(FLAGS.precision, 'what every number is rounded to; float32 is faster, and gives other bits')
      .choices(PRECISIONS)
      .default(SPEC_DEFAULTS.precision),
    new Option(FLAGS.engine, 'how to compute: auto takes the fastest that runs here; all give the same bits')
      .choices(['auto', 'simd', 'reference', 'scalar'])
      .default('auto'),
  ],
  'Data:': [
    new Option(
      FLAGS.data,
      'data of your own: a folder of IDX files or with a folder of pictures a class, or a file .csv, .tsv, .npz or .npy (default: what GRADUS_DATA names, or else the embedded MNIST)',
    ).argParser(parsePath),
    // A run that goes on, or is repeated, takes its data as it did.
    ...loadingOptions().map(option =>
      MODELLED.includes(option.attributeName()) ? option.conflicts(['resume', 'replay']) : option,
    ),
    new Option('--no-test', 'leave the test examples out'),
  ],
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
      .argParser(text => (text === '-' ? text : parsePath(text)))
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
    const { json = false, plain = false, exit = false, runs, against, ...others } = flags
    const { printSpec = false, spec, split, splitSeed, form, cache, ...rest } = others
    const base = spec === undefined ? undefined : await (await specFiles()).readSpecFile(FLAGS.spec, spec)
    const ways = waysOf(flags, command, base && recipeOf(base.spec))
    const paths = printSpec
      ? { out: undefined, checkpoint: undefined, resume: rest.resume }
      : runPathsOf(flags)
    const seed = rest.seed === 'random' ? null : rest.seed
    const settings = {
      ...{ ...rest, ...ways, ...paths, seed, watched: false },
      ...choicesOf(flags),
      ...(spec !== undefined && base && settledBy(base, spec, command)),
      ...givenBy(command, flags.recipe, ways),
    }
    if (printSpec) onExitCode(await exitCodeOfWork(async () => (await specFiles()).showSpec(settings)))
    else onExitCode(await runTraining(settings, { json, plain, exit, runs, against }))
  })
}

/** Loaded only where a Spec is read or printed: the training itself has a thread of its own. */
function specFiles(): Promise<typeof import('../train/spec-file.ts')> {
  return import('../train/spec-file.ts')
}

/** The part of a Spec that recipes have. */
function recipeOf({ sizes, seed, epochs, data, etaChanges, ...recipe }: Spec): Recipe {
  return recipe
}

/** Fields of a Spec beside its recipe, but for those that flags give. */
function settledBy(base: TrainedAs, file: string, command: Command): Partial<TrainSettings> {
  const isGiven = (name: string): boolean => command.getOptionValueSource(name) === 'cli'
  const { sizes, epochs, etaChanges, data, seed } = base.spec
  const isOther = MODELLED.some(isGiven)
  const withData = !isOther && !isGiven('trainSize')
  return {
    // Data made in another way may have other inputs and classes.
    ...(!isGiven('sizes') && !isGiven('hidden') && (isOther ? { hidden: sizes.slice(1, -1) } : { sizes })),
    ...(!isGiven('epochs') && { epochs }),
    ...(!isGiven('seed') && { seed: seedOf(seed) }),
    ...(!isGiven('etaChanges') && { etaChanges }),
    ...(withData && { trainSize: data.train }),
    ...(data.test === undefined && { test: false }),
    base: { ...base, file, withData },
  }
}

/** The settings of a Spec that flags or a recipe give. */
function givenBy(
  command: Command,
  recipe: RecipeName | undefined,
  ways: WaysSettings,
): Required<Pick<TrainSettings, 'given' | 'recipe'>> {
  const parts = {
    ...{ momentum: 'optimiser', beta1: 'optimiser', beta2: 'optimiser', epsilon: 'optimiser' },
    ...{ inputDropout: 'dropout', shift: 'augment', hidden: 'sizes' },
  }
  const isGiven = (name: string): boolean => command.getOptionValueSource(name) === 'cli'
  const names = Object.keys(command.opts()).filter(isGiven)
  const whole = names.map(name =>
    name.startsWith('schedule') ? 'schedule' : (new Map(Object.entries(parts)).get(name) ?? name),
  )
  const byFlags = [...new Set(whole)].filter(isInSpec)
  if (recipe === undefined) return { given: byFlags, recipe }
  const ofRecipe = Object.entries(ways).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  const gives = ofRecipe.filter(isInSpec).filter(name => !byFlags.includes(name))
  return { given: [...byFlags, ...gives], recipe: { name: recipe, gives } }
}
