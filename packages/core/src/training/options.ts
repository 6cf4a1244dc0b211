import { checkAugment } from '../augment.ts'
import type { EngineChoice } from '../engine/choice.ts'
import { checkChoice, checkNetworkRange, checkRange, checkShares, checkTargets } from '../engine/precision.ts'
import { ExamplesError, OptionError } from '../errors.ts'
import { checkFit, type Examples } from '../examples.ts'
import { Network } from '../network.ts'
import { dependsOnEpochs } from '../schedule.ts'
import {
  checkSpec,
  completeSpec,
  diffSpecs,
  type GivenSpec,
  type Hyperparameters,
  hyperparametersOf,
  type NetworkFields,
  SPEC_DEFAULTS,
  type Spec,
  seedOf,
  seedText,
} from '../spec.ts'
import type { SgdController } from './controller.ts'
import { checkProgress, fingerprintOf, type Progress } from './progress.ts'

/** Options of a run. */
export interface SgdOptions extends Hyperparameters {
  /** Evaluated after every epoch; never trained on. */
  readonly testData?: Examples | undefined
  /** As testData; to choose hyper-parameters by. */
  readonly validationData?: Examples | undefined
  /**
   * Examples out of the training data, evaluated after every epoch beside the other sets: an accuracy well
   * above theirs is overfitting.
   */
  readonly trainingSample?: Examples | undefined
  /** To pause, step, change eta, take checkpoints and abort. A run needs one of its own. */
  readonly controller?: SgdController | undefined
  /** 'auto' (the default) takes the fastest that runs here; all give the same bits. */
  readonly engine?: EngineChoice | undefined
  /** Whether to emit `statistics` of each layer. Training on 60,000 images takes 1 to 2 % longer. */
  readonly statistics?: boolean | undefined
  /**
   * Progress of an earlier run, with which this one goes on as if it had never stopped. Pass the network of
   * the same checkpoint, or a clone of it (a run changes its network), and that run's options, such as
   * `...resume.spec`; the epochs may be more.
   */
  readonly resume?: Progress | undefined
}

/** The activations and steps that a mini-batch may leave behind: 2 GiB of float64. */
const MOST_SLOTS = 2 ** 28

/** The evaluated data. */
const EVALUATED = ['testData', 'validationData', 'trainingSample'] as const

/**
 * Checks everything that a run is given.
 * @param names of the evaluated data in messages, where a caller calls them otherwise
 * @throws OptionError or ExamplesError naming what is wrong.
 */
export function checkOptions(
  network: Network,
  examples: Examples,
  options: SgdOptions,
  names: Readonly<Partial<Record<'testData' | 'validationData' | 'trainingSample', string>>> = {},
): void {
  if (!(network instanceof Network)) {
    throw new OptionError(
      'network',
      `The network is ${String(network)}: expected a Network. Make one by new Network(sizes).`,
    )
  }
  if (typeof options !== 'object' || options === null) {
    throw new OptionError(
      'options',
      `options is ${String(options)}: expected { epochs, miniBatchSize, eta }.`,
    )
  }
  const { engine = 'auto', precision = SPEC_DEFAULTS.precision, statistics = false } = options
  checkChoice(engine, precision)
  if (typeof statistics !== 'boolean') {
    throw new OptionError('statistics', `statistics is ${String(statistics)}: expected true or false.`)
  }
  network.checkFinite()
  checkNetworkRange(network, precision)
  checkFit('The training data', network, examples)
  checkRange('The training data', examples, precision)
  checkShares('The training data', examples, network.cost)
  for (const option of EVALUATED) {
    const evaluated = options[option]
    if (!evaluated) continue
    const name = names[option] ?? option
    checkFit(name, network, evaluated)
    checkRange(name, evaluated, precision)
    checkTargets(name, evaluated, precision)
    checkShares(name, evaluated, network.cost)
  }
  const spec = specOf(network, examples, options)
  checkSpec(spec)
  checkAugment(spec.augment, examples)
  checkMemory(network, examples, options)
  if (options.resume) checkResume(options.resume, network, examples, spec)
}

/** The Spec of a run that is given all this; it goes on with the changes of eta of one that it resumes. */
export function specOf(network: Network, examples: Examples, options: SgdOptions): Spec {
  const { resume, validationData, testData } = options
  const { etaChanges = resume?.spec.etaChanges, ...others } = hyperparametersOf(options)
  return completeSpec({
    ...others,
    etaChanges,
    sizes: network.sizes,
    activation: network.activation,
    output: network.output,
    cost: network.cost,
    initialiser: network.initialiser,
    seed: seedText(network.rng.seed),
    data: {
      hash: examples.hash,
      train: examples.length,
      validation: validationData?.length,
      test: testData?.length,
    },
  })
}

/** The network that a run begins with. @throws OptionError for a value that is invalid */
export function networkOf(given: Pick<GivenSpec, NetworkFields>): Network {
  const { sizes, activation, output, cost, initialiser, seed } = given
  return new Network(sizes, { activation, output, cost, initialiser, seed: seedOf(seed) })
}

function checkMemory(network: Network, examples: Examples, { miniBatchSize }: SgdOptions): void {
  const neurons = network.sizes.slice(1).reduce((sum, size) => sum + Math.ceil(size / 8) * 8, 0)
  if (2 * neurons * Math.min(miniBatchSize, examples.length) > MOST_SLOTS) {
    throw new OptionError(
      'miniBatchSize',
      `miniBatchSize is ${miniBatchSize}, with ${neurons} neurons an example: expected at most ${MOST_SLOTS / 2} neurons a mini-batch. Make it smaller.`,
    )
  }
}

/** Fields in which a run may differ from the one that it goes on with; the network and its data are compared by themselves. */
const MAY_DIFFER = ['epochs', 'etaChanges', 'seed', 'data.hash', 'data.train', 'data.validation', 'data.test']

function checkResume(resume: Progress, network: Network, examples: Examples, spec: Spec): void {
  checkProgress(resume)
  const fail = (then: string, now: string): never => {
    const remedy = 'Pass ...resume.spec, and change eta by the controller.'
    throw new OptionError(
      'resume',
      `The run to resume has ${then}, the options say ${now}: expected ${then}. ${remedy}`,
    )
  }
  for (const { field, values } of diffSpecs([resume.spec, spec])) {
    const [then, now] = values.map(value => `${field} ${JSON.stringify(value)}`)
    if (!MAY_DIFFER.includes(field)) fail(then, now)
  }
  const { schedule } = resume.spec
  if (schedule && dependsOnEpochs(schedule) && spec.epochs !== resume.spec.epochs) {
    throw new OptionError(
      'epochs',
      `epochs is ${spec.epochs}, and the run to resume has ${resume.spec.epochs}, on which its ${schedule.name} schedule depends: ` +
        `expected ${resume.spec.epochs}. Resume with as many, or train anew with more.`,
    )
  }
  const least = resume.epoch + (resume.position > 0 ? 1 : 0)
  if (spec.epochs < least) fail(`at least ${least} epochs`, `${spec.epochs}`)
  if (fingerprintOf(network) !== resume.network) {
    throw new OptionError(
      'resume',
      'The network is not as the run to resume left it: expected the one of the same checkpoint, not trained since. Pass checkpoint.network.clone().',
    )
  }
  const { hash } = examples
  const { data } = resume.spec
  if (data.train !== examples.length || (hash && data.hash && hash !== data.hash)) {
    throw new ExamplesError(
      `The run to resume had ${data.train} training examples with hash ${data.hash ?? 'unknown'}, these are ` +
        `${examples.length} with hash ${hash ?? 'unknown'}: expected the same. Load the data that the run began with.`,
    )
  }
}
