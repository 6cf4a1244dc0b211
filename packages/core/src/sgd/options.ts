import { ExamplesError, OptionError } from '../errors.ts'
import { checkExamples, type Examples } from '../examples.ts'
import type { Network } from '../network.ts'
import type { SgdController } from './controller.ts'
import type { Progress } from './progress.ts'

export interface SgdOptions {
  /** How many times to go through the examples: a whole number of at least 1. */
  readonly epochs: number
  /** Examples a step of gradient descent: a whole number of at least 1. The last mini-batch of an epoch may be shorter. */
  readonly miniBatchSize: number
  /** The learning rate: a finite number above 0. */
  readonly eta: number
  /** Evaluated after every epoch; never trained on. */
  readonly testData?: Examples | undefined
  /** As testData; to choose hyper-parameters by. */
  readonly validationData?: Examples | undefined
  /** To pause, step, change eta, take checkpoints and abort. */
  readonly controller?: SgdController | undefined
  /** 'auto' (the default) takes the fastest that runs here; all give the same bits. */
  readonly engine?: 'auto' | 'scalar' | undefined
  /** Where an earlier run stood: goes on as if it had never stopped. Give it that run's eta and miniBatchSize. */
  readonly resume?: Progress | undefined
}

/** Checks everything that a run is given. @throws OptionError or ExamplesError naming what is wrong. */
export function checkOptions(network: Network, examples: Examples, options: SgdOptions): void {
  checkCount('epochs', options.epochs)
  checkCount('miniBatchSize', options.miniBatchSize)
  checkEta(options.eta)
  const engine = options.engine ?? 'auto'
  if (engine !== 'auto' && engine !== 'scalar') {
    throw new OptionError('engine', `engine is ${JSON.stringify(engine)}: expected 'auto' or 'scalar'.`)
  }
  checkFit('The training data', network, examples)
  if (options.testData) checkFit('testData', network, options.testData)
  if (options.validationData) checkFit('validationData', network, options.validationData)
  if (options.resume) checkResume(options.resume, examples, options)
}

/** @throws OptionError unless eta is a finite number above 0. */
export function checkEta(eta: number): void {
  if (!Number.isFinite(eta) || eta <= 0) {
    throw new OptionError('eta', `eta is ${eta}: expected a finite number above 0, such as 3.`)
  }
}

function checkCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new OptionError(name, `${name} is ${value}: expected a whole number of at least 1.`)
  }
}

function checkFit(name: string, network: Network, examples: Examples): void {
  checkExamples(name, examples)
  const [inputs, outputs] = [network.sizes[0], network.sizes.at(-1)]
  if (examples.inputSize !== inputs || examples.outputSize !== outputs) {
    throw new ExamplesError(
      `${name} has ${examples.inputSize} inputs and ${examples.outputSize} outputs, the network [${network.sizes.join(', ')}] has ` +
        `${inputs} and ${outputs}: expected the same. Make the network's first size ${examples.inputSize} and its last ${examples.outputSize}.`,
    )
  }
}

function checkResume(resume: Progress, examples: Examples, options: SgdOptions): void {
  const { order, position, epoch } = resume
  const then = resume.options
  if (options.miniBatchSize !== then.miniBatchSize || options.eta !== then.eta) {
    throw new OptionError(
      'resume',
      `The run to resume began with miniBatchSize ${then.miniBatchSize} and eta ${then.eta}, not ${options.miniBatchSize} and ${options.eta}: ` +
        'expected the same. Pass resume.options, and change eta by the controller.',
    )
  }
  const hash = examples.hash
  if (
    resume.examples.length !== examples.length ||
    (hash && resume.examples.hash && hash !== resume.examples.hash)
  ) {
    throw new ExamplesError(
      `The run to resume had ${resume.examples.length} training examples with hash ${resume.examples.hash ?? 'unknown'}, these are ` +
        `${examples.length} with hash ${hash ?? 'unknown'}: expected the same. Load the data that the run began with.`,
    )
  }
  const atBoundary = position === examples.length || (position >= 0 && position % then.miniBatchSize === 0)
  if (
    !Number.isInteger(position) ||
    position > examples.length ||
    !atBoundary ||
    !Number.isInteger(epoch) ||
    epoch < 0
  ) {
    throw new OptionError(
      'resume',
      `The run to resume stands at example ${position} of epoch ${epoch}: expected the end of a mini-batch of ${then.miniBatchSize} within ${examples.length} examples.`,
    )
  }
  if (!isPermutation(order, examples.length)) {
    throw new OptionError(
      'resume',
      `The run to resume has an order of ${order.length} entries: expected every number of 0 .. ${examples.length - 1} once.`,
    )
  }
}

function isPermutation(order: Uint32Array, length: number): boolean {
  const seen = new Uint8Array(length)
  for (const i of order) {
    if (i >= length || seen[i] === 1) return false
    seen[i] = 1
  }
  return order.length === length
}
