import {
  ACTIVATIONS,
  type Augment,
  COSTS,
  type GivenSpec,
  INITIALISERS,
  OPTIMISERS,
  type OptimiserName,
  OUTPUTS,
  RECIPES,
  type Recipe,
  type RecipeName,
  SCHEDULES,
  type ScheduleName,
} from '@gradus/core'
import { type Command, Option } from 'commander'
import { parseAugment, parseCount, parseEta, parseIndex, parseLambda, parseShare } from '../arguments.ts'
import { FLAGS, RECIPE_NAMES } from '../run/settings.ts'

/** The flags of better ways to learn, as commander gives them. */
export interface WaysFlags
  extends Pick<
    GivenSpec,
    | 'activation'
    | 'output'
    | 'cost'
    | 'initialiser'
    | 'l1'
    | 'l2'
    | 'keep'
    | 'miniBatchSize'
    | 'eta'
    | 'precision'
  > {
  readonly recipe?: RecipeName
  readonly optimiser?: OptimiserName
  readonly momentum?: number
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
  readonly schedule?: ScheduleName
  readonly scheduleEpochs?: number
  readonly scheduleFactor?: number
  readonly dropout?: number
  readonly inputDropout?: number
  readonly augment?: Augment
  readonly shift?: number
  readonly stop?: number
}

/** Options that describe the network. */
export const NETWORK_OPTIONS: readonly Option[] = [
  new Option(FLAGS.activation, 'of the hidden layers (default: sigmoid)').choices(ACTIVATIONS),
  new Option(FLAGS.output, 'activation of the output layer (default: sigmoid)').choices(OUTPUTS),
  new Option(FLAGS.cost, 'to make small (default: quadratic, or for softmax log-likelihood)').choices(COSTS),
  new Option(FLAGS.initialiser, 'the way to draw biases and weights (default: textbook)').choices(
    INITIALISERS,
  ),
]

/** Options for better ways to learn. */
export const LEARNING_OPTIONS: readonly Option[] = [
  new Option(FLAGS.recipe, 'a set of these ways, which single flags override').choices(RECIPE_NAMES),
  new Option(FLAGS.optimiser, 'the way to use the gradient (default: sgd)').choices(OPTIMISERS),
  new Option('--momentum <share>', 'of the velocity that is left after a step (default: 0.9)').argParser(
    parseShare,
  ),
  new Option('--beta1 <share>', 'of the mean that Adam keeps in a step (default: 0.9)').argParser(parseShare),
  new Option('--beta2 <share>', 'of the mean square that Adam keeps in a step (default: 0.999)').argParser(
    parseShare,
  ),
  new Option('--epsilon <number>', 'what Adam adds to the root that it divides by (default: 1e-8)').argParser(
    parseEta,
  ),
  new Option(FLAGS.schedule, 'eta over the epochs (default: constant)').choices(SCHEDULES),
  new Option(
    '--schedule-epochs <n>',
    'of step: after how many eta changes; of plateau: how many without a better validation accuracy (default: 10)',
  ).argParser(parseCount),
  new Option(
    '--schedule-factor <share>',
    'what eta is multiplied by (default: 0.1 of step, 0.5 of plateau)',
  ).argParser(parseShare),
  new Option(FLAGS.l2, 'lambda of L2 regularization: weights decay (default: 0)').argParser(parseLambda),
  new Option(FLAGS.l1, 'lambda of L1 regularization (default: 0)').argParser(parseLambda),
  new Option(FLAGS.dropout, 'hidden neurons left out of a step (default: 0)').argParser(parseShare),
  new Option('--input-dropout <share>', 'inputs left out of a step (default: 0)').argParser(parseShare),
  new Option(
    FLAGS.augment,
    'change images by up to so much, anew every epoch: shift, thickness and elastic in pixels, rotate and shear in degrees, ' +
      'scale in percent, such as rotate=12,scale=15; affine is shift=1,rotate=12,scale=15,shear=10 (default: none)',
  ).argParser(parseAugment),
  new Option(FLAGS.shift, 'shift images by up to so many, anew every epoch (default: 0)').argParser(
    parseIndex,
  ),
  new Option(FLAGS.stop, 'end after so many epochs without a better validation accuracy').argParser(
    parseCount,
  ),
  new Option(
    FLAGS.keep,
    'whose weights to save: the last epoch, or the best on the validation data (default: last)',
  ).choices(['last', 'best']),
]

/** Every field of a recipe, where it is not given undefined. */
export type WaysSettings = { readonly [Name in keyof Required<Recipe>]: Recipe[Name] }

/**
 * The ways to learn that are asked for by flags, by a recipe where they do not say otherwise, and by a Spec where
 * neither does.
 */
export function waysOf(flags: WaysFlags, command: Command, base: Recipe = RECIPES.textbook): WaysSettings {
  const recipe: Recipe = { ...base, ...(flags.recipe && RECIPES[flags.recipe]) }
  const isGiven = (name: string): boolean => command.getOptionValueSource(name) === 'cli'
  const { miniBatchSize, eta, precision } = flags
  const { dropout, inputDropout, augment, shift, stop } = flags
  const output = flags.output ?? recipe.output
  return {
    ...recipe,
    activation: flags.activation ?? recipe.activation,
    output,
    // A recipe's cost is that of its own output.
    cost: flags.cost ?? (output === recipe.output ? recipe.cost : undefined),
    initialiser: flags.initialiser ?? recipe.initialiser,
    miniBatchSize: isGiven('miniBatchSize') ? miniBatchSize : recipe.miniBatchSize,
    eta: isGiven('eta') ? eta : recipe.eta,
    precision: isGiven('precision') ? precision : (recipe.precision ?? precision),
    optimiser: optimiserOf(flags, recipe),
    schedule: scheduleOf(flags, recipe),
    l1: flags.l1 ?? recipe.l1,
    l2: flags.l2 ?? recipe.l2,
    dropout: {
      ...recipe.dropout,
      ...(dropout !== undefined && { hidden: dropout }),
      ...(inputDropout !== undefined && { input: inputDropout }),
    },
    augment:
      augment === undefined && shift === undefined
        ? recipe.augment
        : { ...recipe.augment, ...augment, ...(shift !== undefined && { shift }) },
    stop: stop === undefined ? recipe.stop : { epochs: stop },
    keep: flags.keep ?? recipe.keep,
  }
}

function optimiserOf({ optimiser, ...flags }: WaysFlags, recipe: Recipe): Recipe['optimiser'] {
  const { momentum, beta1, beta2, epsilon } = flags
  const numbers = given({ momentum, beta1, beta2, epsilon })
  if (optimiser === undefined && Object.keys(numbers).length === 0) return recipe.optimiser
  const known = typeof recipe.optimiser === 'object' ? recipe.optimiser : { name: recipe.optimiser ?? 'sgd' }
  const own = optimiser === undefined || optimiser === known.name ? known : { name: optimiser }
  return { ...own, ...numbers }
}

function scheduleOf(flags: WaysFlags, recipe: Recipe): Recipe['schedule'] {
  const { schedule, scheduleEpochs: epochs, scheduleFactor: factor } = flags
  const numbers = given({ epochs, factor })
  if (schedule === undefined && Object.keys(numbers).length === 0) return recipe.schedule
  const known =
    typeof recipe.schedule === 'object' ? recipe.schedule : { name: recipe.schedule ?? 'constant' }
  const own = schedule === undefined || schedule === known.name ? known : { name: schedule }
  return { ...own, ...numbers }
}

/** The numbers that are given. */
function given<Name extends string>(
  numbers: Readonly<Record<Name, number | undefined>>,
): { readonly [Each in Name]?: number } {
  const known: { [Each in Name]?: number } = {}
  for (const name in numbers) if (numbers[name] !== undefined) known[name] = numbers[name]
  return known
}
