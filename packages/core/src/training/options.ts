import { checkCount } from '../checks.ts'
import type { EngineChoice } from '../engine/choice.ts'
import type { Precision } from '../engine/engine.ts'
import { checkChoice, checkNetworkRange, checkRange, checkStep, checkTargets } from '../engine/precision.ts'
import { ExamplesError, OptionError } from '../errors.ts'
import { checkFit, type Examples } from '../examples.ts'
import { Network } from '../network.ts'
import type { SgdController } from './controller.ts'
import { checkEtaChanges } from './eta-schedule.ts'
import { checkProgress, type EtaChange, fingerprintOf, type Progress } from './progress.ts'

export interface SgdOptions {
  /** Number of passes over the examples: a whole number of at least 1. */
  readonly epochs: number
  /**
   * Examples a step of gradient descent: a whole number of at least 1. The last mini-batch of an epoch may be
   * shorter.
   */
  readonly miniBatchSize: number
  /** The learning rate: a finite number above 0. */
  readonly eta: number
  /** Evaluated after every epoch; never trained on. */
  readonly testData?: Examples | undefined
  /** As testData; to choose hyper-parameters by. */
  readonly validationData?: Examples | undefined
  /** To pause, step, change eta, take checkpoints and abort. A run needs one of its own. */
  readonly controller?: SgdController | undefined
  /** 'auto' (the default) takes the fastest that runs here; all give the same bits. */
  readonly engine?: EngineChoice | undefined
  /**
   * Precision that every number is rounded to: 'float64' (the default) or 'float32', which is faster and
   * gives other bits.
   */
  readonly precision?: Precision | undefined
  /**
   * Changes of eta at given positions, in order: those of a finished run repeat it. The controller may add
   * others.
   */
  readonly etaChanges?: readonly EtaChange[] | undefined
  /** Whether to emit `statistics` of each layer. Training on 60,000 images takes 1 to 2 % longer. */
  readonly statistics?: boolean | undefined
  /**
   * Progress of an earlier run, with which this one goes on as if it had never stopped. Pass the network of
   * the same checkpoint, or a clone of it (a run changes its network), and that run's eta and miniBatchSize;
   * the epochs may be more.
   */
  readonly resume?: Progress | undefined
}

/** The activations and steps that a mini-batch may leave behind: 2 GiB of float64. */
const MOST_SLOTS = 2 ** 28

/** Checks everything that a run is given. @throws OptionError or ExamplesError naming what is wrong. */
export function checkOptions(network: Network, examples: Examples, options: SgdOptions): void {
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
  checkNumbers(options)
  if (options.etaChanges !== undefined) checkEtaChanges(options.etaChanges, options)
  network.checkFinite()
  checkNetworkRange(network, precisionOf(options))
  checkData('The training data', network, examples, options)
  for (const name of ['testData', 'validationData'] as const) {
    const evaluated = options[name]
    if (!evaluated) continue
    checkData(name, network, evaluated, options)
    checkTargets(name, evaluated, precisionOf(options))
  }
  checkMemory(network, examples, options)
  if (options.resume) checkResume(options.resume, network, examples, options)
}

function checkData(name: string, network: Network, examples: Examples, options: SgdOptions): void {
  checkFit(name, network, examples)
  checkRange(name, examples, precisionOf(options))
}

function checkNumbers(options: SgdOptions): void {
  const { epochs, miniBatchSize, eta, engine = 'auto', precision = 'float64', statistics = false } = options
  checkCount('epochs', epochs)
  checkCount('miniBatchSize', miniBatchSize)
  checkChoice(engine, precision)
  checkStep(eta, { miniBatchSize, precision })
  if (typeof statistics !== 'boolean') {
    throw new OptionError('statistics', `statistics is ${String(statistics)}: expected true or false.`)
  }
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

/** Precision of a run: 'float64' by default. */
export function precisionOf({
  precision = 'float64',
}: {
  readonly precision?: Precision | undefined
}): Precision {
  return precision
}

function checkResume(resume: Progress, network: Network, examples: Examples, options: SgdOptions): void {
  checkProgress(resume)
  const then = resume.options
  if (
    options.miniBatchSize !== then.miniBatchSize ||
    options.eta !== then.eta ||
    precisionOf(options) !== precisionOf(then) ||
    options.epochs < resume.epoch + (resume.position > 0 ? 1 : 0)
  ) {
    throw new OptionError(
      'resume',
      `The run to resume began with miniBatchSize ${then.miniBatchSize}, eta ${then.eta} and ${precisionOf(then)} and has ${resume.epoch} epochs behind it, ` +
        `the options say ${options.miniBatchSize}, ${options.eta}, ${precisionOf(options)} and ${options.epochs}: expected the same, and no fewer epochs. ` +
        'Pass resume.options, and change eta by the controller.',
    )
  }
  if (fingerprintOf(network) !== resume.network) {
    throw new OptionError(
      'resume',
      'The network is not as the run to resume left it: expected the one of the same checkpoint, not trained since. Pass checkpoint.network.clone().',
    )
  }
  const { hash } = examples
  if (
    resume.examples.length !== examples.length ||
    (hash && resume.examples.hash && hash !== resume.examples.hash)
  ) {
    throw new ExamplesError(
      `The run to resume had ${resume.examples.length} training examples with hash ${resume.examples.hash ?? 'unknown'}, these are ` +
        `${examples.length} with hash ${hash ?? 'unknown'}: expected the same. Load the data that the run began with.`,
    )
  }
}
