import { PRECISIONS, type Recipe, type RecipeName, SPEC_DEFAULTS, type Spec, seedOf } from '@gradus/core'
import { type Command, Option } from 'commander'
import { parseCount, parseEta, parseEtaChanges, parsePath, parseSeed, parseSizes } from '../arguments.ts'
import { choicesOf, type LoadingFlags, loadingOptions, MODELLED, parseHidden } from '../data-flags.ts'
import { FLAGS, isInSpec, type TrainedAs, type TrainSettings } from '../run/settings.ts'
import { LEARNING_OPTIONS, NETWORK_OPTIONS, type WaysFlags, type WaysSettings, waysOf } from './ways.ts'

/** The flags that say what is trained, and on which data, as commander gives them. */
export type RunFlags = Pick<TrainSettings, 'sizes' | 'hidden' | 'epochs' | 'etaChanges' | 'engine' | 'test'> &
  WaysFlags &
  LoadingFlags & { readonly seed: ReturnType<typeof parseSeed>; readonly spec?: string }

/** The settings that these flags decide. */
export type RunSettings = Omit<
  TrainSettings,
  'out' | 'checkpoint' | 'checkpointSeconds' | 'resume' | 'replay' | 'replayed' | 'watched'
>

/** Options of what is trained, by the groups of the help. @param seed the flag of the network's seed */
export function runOptions(seed: string = FLAGS.seed): Readonly<Record<RunGroup, readonly Option[]>> {
  return {
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
      new Option(seed, "what NumPy's generator starts from: an integer, several (1,2,3), or random")
        .argParser(parseSeed)
        .default(0),
      ...NETWORK_OPTIONS,
    ],
    'Learning:': [
      new Option(FLAGS.epochs, 'times to go through the examples').argParser(parseCount).default(30),
      new Option(FLAGS.miniBatchSize, 'examples a step of gradient descent')
        .argParser(parseCount)
        .default(10),
      new Option(FLAGS.eta, 'the learning rate').argParser(parseEta).default(3),
      new Option(FLAGS.etaChanges, 'epochs from which on eta is another, such as 10=1,20=0.5 (default: none)')
        .argParser(parseEtaChanges)
        .conflicts(['resume', 'replay']),
      ...LEARNING_OPTIONS,
      new Option(FLAGS.precision, 'what every number is rounded to; float32 is faster, and gives other bits')
        .choices(PRECISIONS)
        .default(SPEC_DEFAULTS.precision),
      engineOption(),
    ],
    'Data:': [
      dataOption(),
      // A run that goes on, or is repeated, takes its data as it did.
      ...loadingOptions().map(option =>
        MODELLED.includes(option.attributeName()) ? option.conflicts(['resume', 'replay']) : option,
      ),
      new Option('--no-test', 'leave the test examples out'),
    ],
  }
}

type RunGroup = 'Network:' | 'Learning:' | 'Data:'

/** The option of the engine. */
export function engineOption(): Option {
  return new Option(
    FLAGS.engine,
    'how to compute: auto takes the fastest that runs here; all give the same bits',
  )
    .choices(['auto', 'simd', 'reference', 'scalar'])
    .default('auto')
}

/** The option of the data. */
export function dataOption(): Option {
  return new Option(
    FLAGS.data,
    'data of your own: a folder of IDX files or with a folder of pictures a class, or a file .csv, .tsv, .npz or .npy (default: what GRADUS_DATA names, or else the embedded MNIST)',
  ).argParser(parsePath)
}

/** The path of a Spec, or `-` for standard input. */
export function parseSpecPath(text: string): string {
  return text === '-' ? text : parsePath(text)
}

/**
 * The settings that flags ask for, by the Spec of a file where they do not say otherwise.
 * @param seedOption the option of the network's seed, as commander calls it
 * @throws UsageError for a file that has no Spec
 */
export async function runSettingsOf(
  flags: RunFlags,
  command: Command,
  seedOption = 'seed',
): Promise<RunSettings> {
  const { sizes, hidden, epochs, etaChanges, engine, test, data, seed, spec } = flags
  const base = spec === undefined ? undefined : await (await specFiles()).readSpecFile(FLAGS.spec, spec)
  const ways = waysOf(flags, command, base && recipeOf(base.spec))
  const given = givenNames(command, seedOption)
  return {
    ...{ sizes, hidden, epochs, etaChanges, engine, test, data },
    seed: seed === 'random' ? null : seed,
    ...ways,
    ...choicesOf(flags),
    ...(spec !== undefined && base && settledBy(base, spec, given)),
    ...givenBy(given, flags.recipe, ways),
  }
}

/** Loaded only where a Spec is read or printed: the training itself has a thread of its own. */
export function specFiles(): Promise<typeof import('../train/spec-file.ts')> {
  return import('../train/spec-file.ts')
}

/** The options that are given, by commander's names; that of the network's seed is called `seed`. */
function givenNames(command: Command, seedOption: string): ReadonlySet<string> {
  const names = Object.keys(command.opts()).filter(name => command.getOptionValueSource(name) === 'cli')
  const others = names.filter(name => name !== 'seed' && name !== seedOption)
  return new Set(names.includes(seedOption) ? [...others, 'seed'] : others)
}

/** The part of a Spec that recipes have. */
function recipeOf({ sizes, seed, epochs, data, etaChanges, ...recipe }: Spec): Recipe {
  return recipe
}

/** Fields of a Spec beside its recipe, but for those that flags give. */
function settledBy(base: TrainedAs, file: string, given: ReadonlySet<string>): Partial<TrainSettings> {
  const { sizes, epochs, etaChanges, data, seed } = base.spec
  const isOther = MODELLED.some(name => given.has(name))
  const withData = !isOther && !given.has('trainSize')
  return {
    // Data made in another way may have other inputs and classes.
    ...(!given.has('sizes') &&
      !given.has('hidden') &&
      (isOther ? { hidden: sizes.slice(1, -1) } : { sizes })),
    ...(!given.has('epochs') && { epochs }),
    ...(!given.has('seed') && { seed: seedOf(seed) }),
    ...(!given.has('etaChanges') && { etaChanges }),
    ...(withData && { trainSize: data.train }),
    ...(data.test === undefined && { test: false }),
    base: { ...base, file, withData },
  }
}

/** The settings of a Spec that flags or a recipe give. */
function givenBy(
  names: ReadonlySet<string>,
  recipe: RecipeName | undefined,
  ways: WaysSettings,
): Required<Pick<TrainSettings, 'given' | 'recipe'>> {
  const parts = {
    ...{ momentum: 'optimiser', beta1: 'optimiser', beta2: 'optimiser', epsilon: 'optimiser' },
    ...{ inputDropout: 'dropout', shift: 'augment', hidden: 'sizes' },
  }
  const whole = [...names].map(name =>
    name.startsWith('schedule') ? 'schedule' : (new Map(Object.entries(parts)).get(name) ?? name),
  )
  const byFlags = [...new Set(whole)].filter(isInSpec)
  if (recipe === undefined) return { given: byFlags, recipe }
  const ofRecipe = Object.entries(ways).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  const gives = ofRecipe.filter(isInSpec).filter(name => !byFlags.includes(name))
  return { given: [...byFlags, ...gives], recipe: { name: recipe, gives } }
}
