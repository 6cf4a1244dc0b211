import type { Confusions } from '../confusion.ts'
import { createEngine } from '../engine/choice.ts'
import type { Engine } from '../engine/engine.ts'
import { bytesOfExamples, countLabels, type Examples } from '../examples.ts'
import { withMemory } from '../memory.ts'
import type { Network } from '../network.ts'
import type { GeneratorState } from '../random/random-generator.ts'
import { bestEpoch } from '../schedule.ts'
import { type Place, type Spec, seedOf } from '../spec.ts'
import { learningOf, usualEta } from '../ways.ts'
import type { CommandQueue } from './controller.ts'
import { confusionsOn, Evaluator } from './evaluator.ts'
import {
  type CheckpointEvent,
  type Clocks,
  DivergenceError,
  type EtaEvent,
  type FinishedEvent,
  type ProgressEvent,
  type SgdEvent,
  type StartedEvent,
  type StatisticsEvent,
} from './events.ts'
import { LearningRate } from './learning-rate.ts'
import { type SgdOptions, specOf } from './options.ts'
import { type BestEpoch, type EpochRecord, fingerprintOf, type Progress } from './progress.ts'
import { Sampler } from './statistics.ts'
import { Slice, Trainer, WorkClock, yieldToEventLoop } from './trainer.ts'

/** Seconds of work between two progress events. */
const PROGRESS_INTERVAL = 0.1

/**
 * Largest share of the time that writing weights for progress events may take: those of large networks are
 * rarer.
 */
const STORE_SHARE = 0.01

/**
 * Time of evaluating an example over that of training on it, before it was measured: a forward pass out of
 * three.
 */
const EVALUATION_SHARE = 1 / 3

/** Examples that a progress event names, at the most. */
const MOST_SHOWN = 16

/** Swaps of a shuffle at a time: some milliseconds. */
const SHUFFLE_SLICE = 100_000

/** A run of `sgd`, whose options are checked. */
export class Run {
  readonly #network: Network
  readonly #examples: Examples
  readonly #options: SgdOptions
  readonly #spec: Spec
  readonly #commands: CommandQueue
  readonly #engine: Engine
  readonly #trainer: Trainer
  readonly #sampler: Sampler | undefined
  readonly #evaluator: Evaluator
  readonly #evaluateSlice = new Slice()
  readonly #trainClock: WorkClock
  readonly #evaluateClock: WorkClock
  readonly #order: Uint32Array
  readonly #eta: LearningRate
  readonly #history: EpochRecord[]
  /** Predictions after the last complete epoch. */
  #confusions: Confusions | undefined
  /** Best epoch so far, of a run that keeps it. */
  #best: BestEpoch | undefined
  #epoch: number
  #position: number
  #tally: { cost: number }
  #epochTrainSeconds: number
  #epochEvaluateSeconds = 0
  #nextProgress: number
  /** Seconds that it took to write the weights last. */
  #storeSeconds = 0
  /** Position in the run that the network's weights are from. */
  #stored: { readonly epoch: number; readonly position: number; readonly generator: GeneratorState }
  /** Position of the last checkpoint. */
  #checkpointed = ''

  constructor(network: Network, examples: Examples, options: SgdOptions, commands: CommandQueue) {
    const { resume } = options
    this.#network = network
    this.#examples = examples
    this.#options = options
    this.#spec = specOf(network, examples, options)
    this.#commands = commands
    const { precision, seed } = this.#spec
    const { engine = 'auto', miniBatchSize, statistics, trainingSample, validationData, testData } = options
    const slots = Math.min(miniBatchSize, examples.length)
    const learning = learningOf(this.#spec, seedOf(seed), examples.length)
    const bytes = [examples, trainingSample, validationData, testData].reduce(
      (sum, set) => sum + (set ? bytesOfExamples(set) : 0),
      0,
    )
    this.#engine = createEngine(engine, precision, network, slots, learning, bytes)
    const bound = withMemory(bytes, () => this.#engine.bind(examples))
    this.#trainer = new Trainer(this.#engine, bound)
    if (statistics) {
      const { optimiser } = learning
      this.#sampler = new Sampler(network, examples, this.#engine, bound, miniBatchSize, optimiser)
    }
    const classes = network.sizes[network.sizes.length - 1]
    this.#evaluator = withMemory(bytes, () => new Evaluator(this.#engine, classes, options))
    this.#trainClock = new WorkClock(resume?.trainSeconds ?? 0)
    this.#evaluateClock = new WorkClock(resume?.evaluateSeconds ?? 0)
    this.#order = withMemory(4 * examples.length, () => {
      return resume?.order.slice() ?? Uint32Array.from({ length: examples.length }, (_, i) => i)
    })
    this.#history = [...(resume?.history ?? [])]
    this.#confusions = resume?.confusions && confusionsOn(resume.confusions, options)
    this.#best = resume?.best
    this.#eta = new LearningRate(this.#spec, resume)
    this.#epoch = resume?.epoch ?? 0
    this.#position = resume?.position ?? 0
    this.#tally = { cost: resume?.costSum ?? 0 }
    this.#epochTrainSeconds = resume?.epochTrainSeconds ?? 0
    this.#nextProgress = this.#elapsedSeconds() + PROGRESS_INTERVAL
    this.#stored = { epoch: this.#epoch, position: this.#position, generator: network.rng.state }
  }

  async *events(): AsyncGenerator<SgdEvent, void, void> {
    this.#engine.load(this.#network)
    const state = this.#options.resume?.optimiser
    if (state) this.#engine.loadState(state)
    this.#markStored()
    yield this.#started()
    try {
      yield* this.#train()
    } catch (error) {
      if (!(error instanceof DivergenceError)) throw error
      this.#network.rng.state = this.#stored.generator
      yield this.#finished('diverged', error)
    } finally {
      // After an early end of the iteration the network is as at the last event.
      if (this.#commands.closed) this.#network.rng.state = this.#stored.generator
    }
  }

  /** Leaves the engine's memory to the next run. This one is over. */
  release(): void {
    this.#engine.release?.()
  }

  /** Everything between the first event and, unless the run diverges, the last one included. */
  async *#train(): AsyncGenerator<SgdEvent, void, void> {
    const commands = this.#commands
    while (!commands.closed) {
      const change = this.#changeEta()
      if (change) yield change
      if (this.#checkpointIsDue()) yield this.#checkpoint()
      else if (this.#isDone()) return yield this.#finished('done')
      else if (commands.aborted) return yield this.#finished('aborted')
      else if (this.#position === this.#examples.length) yield* this.#completeEpoch()
      else yield* this.#trainSlice(commands.nextAllowance())
      await yieldToEventLoop()
    }
  }

  /**
   * Trains on as many mini-batches as fit a slice, at most so many, or waits for a command if none is
   * allowed.
   */
  async *#trainSlice(allowance: number): AsyncGenerator<SgdEvent, void, void> {
    if (allowance === 0) return await this.#commands.nextCommand()
    if (this.#position === 0) await this.#shuffle()
    const step = { miniBatchSize: this.#options.miniBatchSize, eta: this.#eta.now, epoch: this.#epoch }
    const from = this.#position
    const untilSample = this.#sampler?.miniBatchesUntilDue(this.#epoch, from) ?? allowance
    const untilChange = this.#eta.miniBatchesUntilDue(this.#place)
    const most = Math.min(allowance, untilSample, untilChange)
    const { to, seconds } = await this.#trainer.advance(this.#order, from, most, step, this.#tally)
    this.#position = to
    this.#epochTrainSeconds += seconds
    this.#trainClock.add(seconds, to - from)
    this.#checkCost(this.#tally.cost)
    const isStep = allowance === 1
    if (this.#sampler && (isStep || this.#sampler.isDue(this.#epoch, from, to)))
      yield await this.#statistics(this.#sampler)
    if (isStep || this.#progressIsDue()) yield this.#progress('train')
  }

  async #shuffle(): Promise<void> {
    for (let last = this.#order.length - 1; last > 0; ) {
      last = this.#network.rng.shuffleFrom(this.#order, last, SHUFFLE_SLICE, this.#engine.shuffler)
      if (last > 0) await yieldToEventLoop()
    }
  }

  /** Evaluates, unless the run is aborted before that is complete, and then emits `epoch`. */
  async *#completeEpoch(): AsyncGenerator<SgdEvent, void, void> {
    this.#store()
    const commands = this.#commands
    while (this.#evaluator.position < this.#evaluator.total) {
      if (commands.aborted || commands.closed) return
      const change = this.#changeEta()
      if (change) yield change
      if (this.#checkpointIsDue()) yield this.#checkpoint()
      else if (!commands.mayEvaluate) await commands.nextCommand()
      else this.#evaluateSome()
      if (this.#progressIsDue()) yield this.#progress('evaluate')
      await yieldToEventLoop()
    }
    const { evaluations, confusions } = this.#evaluator.finish()
    const record = this.#epochRecord(evaluations)
    this.#history.push(record)
    this.#confusions = confusions
    this.#keepBest()
    this.#epoch++
    this.#position = 0
    this.#eta.beginEpoch(this.#epoch, this.#history)
    this.#tally = { cost: 0 }
    this.#epochTrainSeconds = 0
    this.#epochEvaluateSeconds = 0
    this.#markStored()
    commands.completeEpoch()
    yield { type: 'epoch', ...record, ...(confusions && { confusions }), ...this.#clocks() }
  }

  /** Keeps the weights of an epoch that is complete, if none before was better. */
  #keepBest(): void {
    if (this.#spec.keep !== 'best' || bestEpoch(this.#history) !== this.#epoch) return
    const { biases, weights } = this.#network.clone()
    this.#best = { epoch: this.#epoch, biases, weights }
  }

  #isDone(): boolean {
    return this.#epoch >= this.#options.epochs || this.#isStopped()
  }

  /** Whether so many epochs have passed without a better accuracy on the validation data as end the run. */
  #isStopped(): boolean {
    const { stop } = this.#spec
    if (stop === undefined) return false
    const best = bestEpoch(this.#history)
    return best !== undefined && this.#epoch - 1 - best >= stop.epochs
  }

  #evaluateSome(): void {
    const start = performance.now()
    const count = this.#evaluator.advance(this.#evaluateSlice.examples)
    const milliseconds = performance.now() - start
    this.#evaluateSlice.record(milliseconds, count)
    this.#epochEvaluateSeconds += milliseconds / 1000
    this.#evaluateClock.add(milliseconds / 1000, count)
    this.#checkCost(this.#evaluator.cost)
  }

  get #place(): Place {
    return { epoch: this.#epoch, position: this.#position }
  }

  #changeEta(): EtaEvent | undefined {
    const eta = this.#eta.next(this.#place, this.#commands.nextEta())
    if (eta === undefined) return undefined
    this.#store()
    const isOver = this.#position === this.#examples.length
    const from = isOver ? { epoch: this.#epoch + 1, position: 0 } : this.#place
    return { type: 'eta', ...this.#eta.change(from, eta) }
  }

  /** The learning rate of the last mini-batch. */
  get #trainedEta(): number {
    return this.#eta.before(this.#place, this.#history)
  }

  /** Whether a checkpoint waits to be taken. A run that goes on takes one at each position only. */
  #checkpointIsDue(): boolean {
    const { paused, aborted } = this.#commands
    const hasMoved = this.#checkpointed !== `${this.#epoch}:${this.#position}`
    return (hasMoved || (paused && !aborted)) && this.#commands.nextCheckpoint()
  }

  #progressIsDue(): boolean {
    const elapsed = this.#elapsedSeconds()
    if (elapsed < this.#nextProgress) return false
    this.#nextProgress = elapsed + Math.min(Math.max(PROGRESS_INTERVAL, this.#storeSeconds / STORE_SHARE), 1)
    return true
  }

  /**
   * Writes the weights into the network.
   * @throws DivergenceError if one is not finite; the network then keeps those it has.
   */
  #store(): void {
    const start = performance.now()
    const layer = this.#engine.divergedLayer()
    if (layer !== undefined) throw this.#divergence('a bias or weight', layer)
    this.#engine.store(this.#network)
    this.#storeSeconds = (performance.now() - start) / 1000
    this.#markStored()
  }

  #markStored(): void {
    this.#stored = { epoch: this.#epoch, position: this.#position, generator: this.#network.rng.state }
  }

  #checkCost(cost: number): void {
    if (Number.isFinite(cost)) return
    // Weights that are not finite are the cause of such a cost, where there are any.
    const layer = this.#engine.divergedLayer()
    if (layer !== undefined) throw this.#divergence('a bias or weight', layer)
    throw this.#divergence('a cost', this.#network.sizes.length - 1)
  }

  #divergence(what: 'a bias or weight' | 'a cost', layer: number): DivergenceError {
    const usual = usualEta(this.#spec)
    return new DivergenceError(what, layer, this.#epoch, this.#position, this.#trainedEta, usual)
  }

  #elapsedSeconds(): number {
    return this.#trainClock.seconds + this.#evaluateClock.seconds
  }

  #clocks(): Clocks {
    const train = this.#trainClock.secondsPerExample ?? 0
    const evaluate = this.#evaluateClock.secondsPerExample ?? train * EVALUATION_SHARE
    const epochs = this.#options.epochs - this.#epoch
    return {
      elapsedSeconds: this.#elapsedSeconds(),
      remainingSeconds:
        train * (epochs * this.#examples.length - this.#position) +
        evaluate * (epochs * this.#evaluator.total - this.#evaluator.position),
      examplesPerSecond: this.#trainClock.examplesPerSecond,
    }
  }

  #started(): StartedEvent {
    const { testData, validationData } = this.#options
    const evaluated = testData ?? validationData
    return {
      type: 'started',
      spec: this.#eta.spec,
      engine: this.#engine.name,
      eta: this.#eta.now,
      ...(evaluated && { answers: countLabels(evaluated) }),
      epoch: this.#epoch,
      position: this.#position,
      elapsedSeconds: this.#elapsedSeconds(),
      history: [...this.#history],
      ...(this.#confusions && { confusions: this.#confusions }),
    }
  }

  #progress(phase: 'train' | 'evaluate'): ProgressEvent {
    this.#store()
    return {
      type: 'progress',
      phase,
      epoch: this.#epoch,
      epochs: this.#options.epochs,
      position: this.#position,
      examples: this.#examples.length,
      eta: this.#eta.now,
      cost: this.#tally.cost / this.#position + this.#decayCost(),
      shown: this.#shown(),
      ...this.#clocks(),
    }
  }

  #shown(): number[] {
    const before = this.#position - ((this.#position - 1) % this.#options.miniBatchSize) - 1
    return [...this.#order.subarray(Math.max(before, this.#position - MOST_SHOWN), this.#position)]
  }

  async #statistics(sampler: Sampler): Promise<StatisticsEvent> {
    this.#store()
    const eta = this.#trainedEta
    const statistics = await sampler.measure(this.#order, this.#position, eta)
    return { type: 'statistics', epoch: this.#epoch, position: this.#position, eta, ...statistics }
  }

  #epochRecord(evaluations: Pick<EpochRecord, 'test' | 'validation' | 'training'>): EpochRecord {
    const { test } = evaluations
    const decayCost = this.#decayCost()
    return {
      epoch: this.#epoch,
      ...(test && { correct: test.correct, total: test.total }),
      ...evaluations,
      cost: this.#tally.cost / this.#examples.length + decayCost,
      ...(decayCost > 0 && { decayCost }),
      eta: this.#trainedEta,
      trainSeconds: this.#epochTrainSeconds,
      evaluateSeconds: this.#epochEvaluateSeconds,
    }
  }

  /** The cost of the weights, where they decay: l2 / 2n times their squares, and l1 / n times their sizes. */
  #decayCost(): number {
    const { l1 = 0, l2 = 0 } = this.#spec
    if (l1 === 0 && l2 === 0) return 0
    let [squares, sizes] = [0, 0]
    for (const { data } of this.#network.weights) {
      for (let i = 0; i < data.length; i++) {
        squares += data[i] * data[i]
        sizes += Math.abs(data[i])
      }
    }
    return (0.5 * l2 * squares + l1 * sizes) / this.#examples.length
  }

  #checkpoint(): CheckpointEvent {
    this.#store()
    this.#checkpointed = `${this.#epoch}:${this.#position}`
    const network = this.#network.clone()
    const progress: Progress = {
      spec: this.#eta.spec,
      network: fingerprintOf(network),
      epoch: this.#epoch,
      position: this.#position,
      order: this.#order.slice(),
      costSum: this.#tally.cost,
      history: [...this.#history],
      ...(this.#confusions && { confusions: this.#confusions }),
      ...(!this.#engine.isFused && { optimiser: this.#engine.storeState() }),
      ...(this.#best && { best: this.#best }),
      trainSeconds: this.#trainClock.seconds,
      evaluateSeconds: this.#evaluateClock.seconds,
      epochTrainSeconds: this.#epochTrainSeconds,
    }
    return { type: 'checkpoint', checkpoint: { network, progress } }
  }

  #finished(reason: FinishedEvent['reason'], error?: DivergenceError): FinishedEvent {
    if (!error) this.#store()
    if (this.#best) this.#takeBest(this.#best)
    return {
      type: 'finished',
      reason,
      ...(error && { error }),
      ...(reason === 'done' && this.#epoch < this.#options.epochs && { stopped: true }),
      ...(this.#best && { kept: this.#best.epoch }),
      epoch: this.#stored.epoch,
      position: this.#stored.position,
      eta: this.#eta.now,
      etaChanges: this.#eta.changes,
      history: [...this.#history],
      trainSeconds: this.#trainClock.seconds,
      evaluateSeconds: this.#evaluateClock.seconds,
      ...this.#clocks(),
    }
  }

  /** Gives the network the weights of the best epoch. */
  #takeBest({ biases, weights }: BestEpoch): void {
    for (const [l, { data }] of biases.entries()) this.#network.biases[l].data.set(data)
    for (const [l, { data }] of weights.entries()) this.#network.weights[l].data.set(data)
  }
}
