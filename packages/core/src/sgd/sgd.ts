import type { Engine } from '../engine/engine.ts'
import { ScalarEngine } from '../engine/scalar.ts'
import type { Examples } from '../examples.ts'
import type { Checkpoint } from '../model/checkpoint.ts'
import type { Network } from '../network.ts'
import { pacerOf } from './controller.ts'
import { DivergenceError } from './divergence.ts'
import { Evaluator } from './evaluator.ts'
import { yieldToEventLoop } from './event-loop.ts'
import type { EpochRecord, FinishedEvent, ProgressEvent, SgdEvent, StartedEvent } from './events.ts'
import { checkOptions, type SgdOptions } from './options.ts'
import { Pacer } from './pacer.ts'
import type { EtaChange } from './progress.ts'
import { Slice } from './slice.ts'
import { Trainer } from './trainer.ts'
import { WorkClock } from './work-clock.ts'

/** Milliseconds of work between two progress events. */
const PROGRESS_INTERVAL = 100

/** What evaluating an example costs, against training on it, before it was measured: a forward pass out of three. */
const EVALUATION_SHARE = 1 / 3

/**
 * Trains the network by mini-batch stochastic gradient descent: each epoch shuffles the examples with the network's generator,
 * cuts them into mini-batches and takes a step for each (Nielsen, chapter 1, equations 20 and 21). The caller's examples stay in their order.
 *
 * Iterate over the result to train: nothing happens before, and training goes on only as events are taken. The event loop gets its
 * turn every few milliseconds. Leaving the iteration early leaves the network as the last event had it.
 *
 * @throws OptionError, ExamplesError at the call for what cannot be trained; nothing once the run has started.
 */
export function sgd(
  network: Network,
  examples: Examples,
  options: SgdOptions,
): AsyncGenerator<SgdEvent, void, void> {
  checkOptions(network, examples, options)
  return new Run(network, examples, options).events()
}

class Run {
  readonly #network: Network
  readonly #examples: Examples
  readonly #options: SgdOptions
  readonly #pacer: Pacer
  readonly #engine: Engine
  readonly #trainer: Trainer
  readonly #evaluator: Evaluator
  readonly #evaluateSlice = new Slice()
  readonly #trainClock: WorkClock
  readonly #evaluateClock: WorkClock
  readonly #order: Uint32Array
  readonly #etaChanges: EtaChange[]
  readonly #history: EpochRecord[]
  #eta: number
  #epoch: number
  #position: number
  #tally: { correct: number; cost: number }
  #epochTrainSeconds: number
  #epochEvaluateSeconds = 0
  #nextProgress = PROGRESS_INTERVAL / 1000

  constructor(network: Network, examples: Examples, options: SgdOptions) {
    const { resume } = options
    this.#network = network
    this.#examples = examples
    this.#options = options
    this.#pacer = options.controller ? pacerOf(options.controller) : new Pacer()
    this.#engine = new ScalarEngine(network.sizes)
    this.#engine.load(network)
    this.#trainer = new Trainer(this.#engine.bind(examples))
    this.#evaluator = new Evaluator(this.#engine, options.validationData, options.testData)
    this.#trainClock = new WorkClock(resume?.trainSeconds ?? 0)
    this.#evaluateClock = new WorkClock(resume?.evaluateSeconds ?? 0)
    this.#order = resume?.order.slice() ?? Uint32Array.from({ length: examples.length }, (_, i) => i)
    this.#etaChanges = [...(resume?.etaChanges ?? [])]
    this.#history = [...(resume?.history ?? [])]
    this.#eta = resume?.eta ?? options.eta
    this.#epoch = resume?.epoch ?? 0
    this.#position = resume?.position ?? 0
    this.#tally = { correct: 0, cost: resume?.costSum ?? 0 }
    this.#epochTrainSeconds = resume?.epochTrainSeconds ?? 0
  }

  async *events(): AsyncGenerator<SgdEvent, void, void> {
    yield this.#started()
    const pacer = this.#pacer
    for (;;) {
      this.#changeEta()
      if (pacer.takeCheckpoint()) yield { type: 'checkpoint', checkpoint: this.#checkpoint() }
      else if (this.#epoch >= this.#options.epochs) return yield this.#finished('done')
      else if (pacer.aborted) return yield this.#finished('aborted')
      else if (this.#position === this.#examples.length) yield* this.#completeEpoch()
      else if (pacer.allowance === 0) await pacer.changed()
      else {
        await this.#train()
        const layer = this.#engine.divergedLayer()
        if (layer !== undefined) return yield this.#finished('diverged', this.#divergence(layer))
        if (pacer.stepping || this.#progressIsDue()) yield this.#progress('train')
        await yieldToEventLoop()
      }
    }
  }

  async #train(): Promise<void> {
    if (this.#position === 0) this.#network.rng.shuffle(this.#order)
    const from = this.#position
    const step = { miniBatchSize: this.#options.miniBatchSize, eta: this.#eta }
    const { to, seconds } = await this.#trainer.advance(
      this.#order,
      from,
      this.#pacer.allowance,
      step,
      this.#tally,
    )
    this.#position = to
    this.#pacer.spend(Math.ceil((to - from) / step.miniBatchSize))
    this.#epochTrainSeconds += seconds
    this.#trainClock.add(seconds, to - from)
  }

  /** Evaluates, unless the run is aborted meanwhile, and then tells the epoch. */
  async *#completeEpoch(): AsyncGenerator<SgdEvent, void, void> {
    while (this.#evaluator.position < this.#evaluator.total) {
      const start = performance.now()
      const count = this.#evaluator.advance(this.#evaluateSlice.examples)
      const milliseconds = performance.now() - start
      this.#evaluateSlice.took(milliseconds, count)
      this.#epochEvaluateSeconds += milliseconds / 1000
      this.#evaluateClock.add(milliseconds / 1000, count)
      if (this.#progressIsDue()) yield this.#progress('evaluate')
      await yieldToEventLoop()
      if (this.#pacer.aborted) return
    }
    const record = this.#epochRecord()
    this.#history.push(record)
    this.#epoch++
    this.#position = 0
    this.#tally = { correct: 0, cost: 0 }
    this.#epochTrainSeconds = 0
    this.#epochEvaluateSeconds = 0
    this.#pacer.epochDone()
    this.#engine.store(this.#network)
    yield { type: 'epoch', ...record }
  }

  #changeEta(): void {
    const eta = this.#pacer.takeEta()
    if (eta === undefined || eta === this.#eta) return
    this.#eta = eta
    this.#etaChanges.push({ epoch: this.#epoch, position: this.#position, eta })
  }

  #progressIsDue(): boolean {
    const elapsed = this.#elapsedSeconds()
    if (elapsed < this.#nextProgress) return false
    this.#nextProgress = elapsed + PROGRESS_INTERVAL / 1000
    return true
  }

  #elapsedSeconds(): number {
    return this.#trainClock.seconds + this.#evaluateClock.seconds
  }

  #remainingSeconds(): number {
    const train = this.#trainClock.secondsPerExample ?? 0
    const evaluate = this.#evaluateClock.secondsPerExample ?? train * EVALUATION_SHARE
    const epochs = this.#options.epochs - this.#epoch
    return (
      train * (epochs * this.#examples.length - this.#position) +
      evaluate * (epochs * this.#evaluator.total - this.#evaluator.position)
    )
  }

  #started(): StartedEvent {
    const { epochs, miniBatchSize } = this.#options
    return {
      type: 'started',
      sizes: this.#network.sizes,
      engine: this.#engine.name,
      epochs,
      miniBatchSize,
      eta: this.#eta,
      examples: this.#examples.length,
      epoch: this.#epoch,
      position: this.#position,
      history: [...this.#history],
    }
  }

  #progress(phase: 'train' | 'evaluate'): ProgressEvent {
    this.#engine.store(this.#network)
    return {
      type: 'progress',
      phase,
      epoch: this.#epoch,
      epochs: this.#options.epochs,
      position: this.#position,
      examples: this.#examples.length,
      eta: this.#eta,
      cost: this.#tally.cost / this.#position,
      examplesPerSecond: this.#trainClock.examplesPerSecond,
      elapsedSeconds: this.#elapsedSeconds(),
      remainingSeconds: this.#remainingSeconds(),
    }
  }

  #epochRecord(): EpochRecord {
    const { test, validation } = this.#evaluator.take()
    return {
      epoch: this.#epoch,
      ...(test && { correct: test.correct, total: test.total, test }),
      ...(validation && { validation }),
      cost: this.#tally.cost / this.#examples.length,
      eta: this.#eta,
      trainSeconds: this.#epochTrainSeconds,
      evaluateSeconds: this.#epochEvaluateSeconds,
    }
  }

  #checkpoint(): Checkpoint {
    this.#engine.store(this.#network)
    const { epochs, miniBatchSize, eta } = this.#options
    return {
      network: this.#network.clone(),
      progress: {
        options: { epochs, miniBatchSize, eta },
        epoch: this.#epoch,
        position: this.#position,
        order: this.#order.slice(),
        costSum: this.#tally.cost,
        eta: this.#eta,
        etaChanges: [...this.#etaChanges],
        history: [...this.#history],
        trainSeconds: this.#trainClock.seconds,
        evaluateSeconds: this.#evaluateClock.seconds,
        epochTrainSeconds: this.#epochTrainSeconds,
        examples: { length: this.#examples.length, hash: this.#examples.hash },
      },
    }
  }

  #divergence(layer: number): DivergenceError {
    return new DivergenceError(layer, this.#epoch, this.#position, this.#eta)
  }

  #finished(reason: FinishedEvent['reason'], error?: DivergenceError): FinishedEvent {
    if (!error) this.#engine.store(this.#network)
    return {
      type: 'finished',
      reason,
      ...(error && { error }),
      epoch: this.#epoch,
      position: this.#position,
      eta: this.#eta,
      history: [...this.#history],
      trainSeconds: this.#trainClock.seconds,
      evaluateSeconds: this.#evaluateClock.seconds,
      examplesPerSecond: this.#trainClock.examplesPerSecond,
    }
  }
}
