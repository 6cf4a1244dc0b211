import {
  answerOf,
  augmentedImage,
  type Confusions,
  type Examples,
  type Matrix,
  type Network,
  type ProgressEvent,
  pairOf,
  type SgdEvent,
  type SparseExamples,
  type Spec,
  type StartedEvent,
  seedOf,
} from '@gradus/core'
import type {
  ActivationsEvent,
  EvaluatedSet,
  InitialWeightsEvent,
  Look,
  PixelsCommand,
  PixelsEvent,
  ShownEvent,
  SnapshotEvent,
} from './events.ts'
import { Budget } from './throttle.ts'

/** Milliseconds between two events for a view, at the least. */
const INTERVALS = { neurons: 250, shown: 250, example: 100, nothing: Number.POSITIVE_INFINITY }
/** Upper bound on the share of wall time spent on them. */
const LARGEST_SHARE = 0.005
/** Bounds of what comes at the end for views that are looked at later: examples, their numbers, products. */
const MOST_EXAMPLES = 64
const MOST_NUMBERS = 65_536
const MOST_PRODUCTS = 20_000_000

type InsightEvent = InitialWeightsEvent | SnapshotEvent | ActivationsEvent | ShownEvent
type Place = Pick<SnapshotEvent, 'epoch' | 'position'>

/**
 * Lets a person look into the network of a run: sends what is looked at when the wish comes, then a few times a
 * second, and after every step of a run that stands still. Nothing is sent that nobody looks at, but at the end.
 */
export class Snapshots {
  readonly #emit: (event: InsightEvent, transfer: ArrayBuffer[]) => void
  readonly #sets: EvaluatedSets
  readonly #train: Examples
  readonly #redraw: () => Float32Array | undefined
  readonly #budget = new Budget(LARGEST_SHARE)
  #look: Look = { at: 'nothing' }
  /** The example that was looked at last. */
  #example = 0
  /** The network as the last event had it. */
  #now: { readonly network: Network; readonly place: Place } | undefined
  #spec: Spec | undefined
  /** The last progress, which names examples that the network was shown. */
  #progress: ProgressEvent | undefined
  /** Initial weights, of a run that begins; and whether they have been sent. */
  #initial: Float32Array | undefined
  #isInitialSent = false
  /** The place and the look of the last event that was sent. */
  #last = ''

  /**
   * @param redraw gives the initial weights of a run that goes on, if they are known
   * @param emit gets the buffers that may be handed over instead of copied
   */
  constructor(
    sets: EvaluatedSets,
    train: Examples,
    redraw: () => Float32Array | undefined,
    emit: (event: InsightEvent, transfer: ArrayBuffer[]) => void,
  ) {
    this.#sets = sets
    this.#train = train
    this.#redraw = redraw
    this.#emit = emit
  }

  /** Takes the wish to look at something else, and shows it as it was at the last event. */
  onLook(look: Look): void {
    this.#look = look
    if (look.at === 'example') this.#example = look.example
    this.#show()
  }

  /** Takes an event of the run, and the network of that moment. @param isPaused whether the run stands still */
  onEvent(event: SgdEvent, network: Network, isPaused: boolean): void {
    if (
      event.type !== 'started' &&
      event.type !== 'epoch' &&
      event.type !== 'progress' &&
      event.type !== 'finished'
    )
      return
    this.#now = { network, place: placeOf(event) }
    if (event.type === 'progress') this.#progress = event
    if (event.type === 'started') this.#begin(network, event)
    if (event.type === 'finished') this.#end(network, placeOf(event))
    else if (isPaused || event.type === 'started' || this.#budget.isDue(INTERVALS[this.#look.at]))
      this.#show()
  }

  #begin(network: Network, { spec, epoch, position }: StartedEvent): void {
    this.#spec = spec
    this.#progress = undefined
    this.#last = ''
    this.#isInitialSent = false
    this.#initial = epoch === 0 && position === 0 ? firstWeightsOf(network) : undefined
  }

  /** Sends what is looked at, unless that has been sent. */
  #show(): void {
    const look = this.#look
    if (look.at === 'nothing' || !this.#now) return
    const { network, place } = this.#now
    const { epoch, position } = look.at === 'shown' ? (this.#progress ?? place) : place
    const name = JSON.stringify([epoch, position, look])
    if (name === this.#last) return
    const start = performance.now()
    this.#budget.begin()
    if (look.at === 'example') this.#sendActivations(network, place, look)
    else if (look.at === 'shown') this.#sendShown()
    else this.#sendWeights(network, place)
    // The first one takes far longer than those that follow, whose code is compiled by then.
    this.#budget.spend(this.#last === '' ? 0 : performance.now() - start)
    this.#last = name
  }

  /** Nobody can ask when the thread has ended. */
  #end(network: Network, place: Place): void {
    this.#sendShown()
    this.#sendWeights(network, place)
    const set = this.#sets.test ? 'test' : 'validation'
    const { length = 0 } = this.#sets[set] ?? {}
    const count = Math.min(length, keptExamples(network.sizes))
    const first = this.#example - Math.floor(count / 2) + length
    for (let i = 0; i < count; i++)
      this.#sendActivations(network, place, { set, example: (first + i) % length })
  }

  #sendWeights(network: Network, place: Place): void {
    if (!this.#isInitialSent) {
      this.#isInitialSent = true
      this.#emit({ type: 'initial-weights', weights: this.#initial ?? this.#redraw() }, [])
    }
    const { sizes, weights: layers } = network
    const [cols = 0, rows = 0] = sizes
    const weights = firstWeightsOf(network)
    const outgoing = layers[1] && columnNorms(layers[1])
    this.#emit({ type: 'snapshot', ...place, rows, cols, weights, outgoing }, [weights.buffer])
  }

  #sendShown(): void {
    const event = this.#spec && this.#progress && shownImages(this.#train, this.#spec, this.#progress)
    if (event) this.#emit(event, [event.images.buffer, event.changed.buffer])
  }

  #sendActivations(network: Network, place: Place, example: Pick<ActivationsEvent, 'set' | 'example'>): void {
    const activations = activationsOf(this.#sets, network, example)
    if (activations) this.#emit({ type: 'activations', ...activations, ...place }, [])
  }
}

/** Training images of the last mini-batch as they are and as it had them; undefined without augmentation. */
function shownImages(
  train: Examples,
  { augment, seed }: Pick<Spec, 'augment' | 'seed'>,
  { epoch, position, shown }: Pick<ProgressEvent, 'epoch' | 'position' | 'shown'>,
): ShownEvent | undefined {
  if (!augment || train.kind === 'dense') return undefined
  const [images, changed] = [bytesOf(train, shown), new Uint8Array(shown.length * train.inputSize)]
  for (const [row, example] of shown.entries())
    changed.set(augmentedImage(train, augment, seedOf(seed), { epoch, example }), row * train.inputSize)
  const labels = shown.map(example => answerOf(train, example))
  return { type: 'shown', epoch, position, examples: shown, labels, images, changed }
}

/** The weights into the first layer after the input: neurons x inputs, row-major. */
export function firstWeightsOf({ weights }: Pick<Network, 'weights'>): Float32Array<ArrayBuffer> {
  return Float32Array.from(weights[0]?.data ?? [])
}

/** The root of the sum of squares of each column. */
function columnNorms({ data, cols }: Matrix): Float32Array {
  const squares = new Float64Array(cols)
  for (let start = 0; start < data.length; start += cols)
    for (let k = 0; k < cols; k++) squares[k] = (squares[k] ?? 0) + (data[start + k] ?? 0) ** 2
  return Float32Array.from(squares, Math.sqrt)
}

/** Examples of which activations are sent at the end. */
function keptExamples(sizes: readonly number[]): number {
  const numbers = sizes.reduce((sum, size) => sum + size, 0)
  const products = sizes.slice(1).reduce((sum, size, l) => sum + size * (sizes[l] ?? 0), 0)
  const most = Math.min(MOST_NUMBERS / numbers, MOST_PRODUCTS / products)
  return Math.max(1, Math.min(MOST_EXAMPLES, Math.floor(most)))
}

/**
 * One example on its way through the network: its input, and the activations of every layer after it, to the bit
 * those of `Network.feedforward`. @returns undefined if there is no such example
 */
export function activationsOf(
  sets: EvaluatedSets,
  network: Network,
  { set, example }: Pick<ActivationsEvent, 'set' | 'example'>,
): Omit<ActivationsEvent, 'type' | 'epoch' | 'position'> | undefined {
  const data = sets[set]
  if (!data || example >= data.length) return undefined
  const [x] = pairOf(data, example)
  const layers = network.feedforward(x).slice(1)
  return {
    ...{ set, example, label: answerOf(data, example) },
    input: rowsOf(data, [example]),
    layers: layers.map(layer => layer.data),
  }
}

/** Position of the network of an event: the end of an epoch is the beginning of the next. */
function placeOf(event: Extract<SgdEvent, { epoch: number }>): Place {
  if (event.type === 'epoch') return { epoch: event.epoch + 1, position: 0 }
  return { epoch: event.epoch, position: event.position }
}

/** The evaluated sets, as far as there are any. */
type EvaluatedSets = { readonly [Set in EvaluatedSet]: Examples | undefined }

/** The set that the dashboard shows: the test data, or else the validation data. */
export function shownSetOf(confusions: Confusions): EvaluatedSet | undefined {
  return confusions.test ? 'test' : confusions.validation ? 'validation' : undefined
}

/** Inputs of the examples that were asked for, as far as there are such. */
export function pixelsOf(
  sets: EvaluatedSets,
  { set, examples: asked }: Omit<PixelsCommand, 'type'>,
): PixelsEvent {
  const data = sets[set]
  if (!data) return { type: 'pixels', set, examples: [], pixels: new Uint8Array(0) }
  const examples = asked.filter(example => example < data.length)
  return { type: 'pixels', set, examples, pixels: rowsOf(data, examples) }
}

function rowsOf(data: Examples, examples: readonly number[]): PixelsEvent['pixels'] {
  const { inputSize } = data
  if (data.kind === 'dense') {
    const rows = new Float32Array(examples.length * inputSize)
    for (const [row, example] of examples.entries())
      rows.set(data.x.subarray(example * inputSize, (example + 1) * inputSize), row * inputSize)
    return rows
  }
  return bytesOf(data, examples)
}

function bytesOf(data: SparseExamples, examples: readonly number[]): Uint8Array<ArrayBuffer> {
  const { inputSize, offsets, indices, values } = data
  const rows = new Uint8Array(examples.length * inputSize)
  for (const [row, example] of examples.entries()) {
    const end = offsets[example + 1] ?? 0
    for (let entry = offsets[example] ?? 0; entry < end; entry++)
      rows[row * inputSize + (indices[entry] ?? 0)] = values[entry] ?? 0
  }
  return rows
}

/** Pixels of the worst misclassified examples of the set that is shown. */
export function pixelsOfWorst(sets: EvaluatedSets, confusions: Confusions): PixelsEvent | undefined {
  const set = shownSetOf(confusions)
  const worst = set && confusions[set]?.worst
  return worst && pixelsOf(sets, { set, examples: worst.map(({ example }) => example) })
}
