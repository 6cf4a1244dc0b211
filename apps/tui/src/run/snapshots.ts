import type { Confusions, Examples, Network, SgdEvent, SparseExamples } from '@gradus/core'
import type { EvaluatedSet, PixelsCommand, PixelsEvent, SnapshotEvent } from './events.ts'
import { Budget } from './throttle.ts'

/** Milliseconds between two snapshots, at the least. */
const INTERVAL = 250
/** Upper bound on the share of wall time spent on snapshots. */
const LARGEST_SHARE = 0.005

/**
 * Sends the weights into the first hidden neurons to the dashboard: a few times a second, and after every
 * step of a run that stands still.
 */
export class Snapshots {
  readonly #emit: (event: SnapshotEvent, transfer: ArrayBuffer[]) => void
  readonly #budget = new Budget(LARGEST_SHARE)
  #last = ''

  /** @param emit gets the buffer that may be handed over instead of copied. */
  constructor(emit: (event: SnapshotEvent, transfer: ArrayBuffer[]) => void) {
    this.#emit = emit
  }

  /**
   * Takes an event of the run, and the network of that moment. @param isPaused whether the run stands still
   */
  onEvent(event: SgdEvent, { sizes, weights: layers }: Network, isPaused: boolean): void {
    if (
      event.type !== 'started' &&
      event.type !== 'epoch' &&
      event.type !== 'progress' &&
      event.type !== 'finished'
    )
      return
    const isWanted = isPaused || event.type === 'started' || event.type === 'finished'
    if (!isWanted && !this.#budget.isDue(INTERVAL)) return
    const place = placeOf(event)
    const name = `${place.epoch}:${place.position}`
    if (name === this.#last) return
    this.#last = name
    const start = performance.now()
    this.#budget.begin()
    const [cols = 0, rows = 0] = sizes
    const weights = Float32Array.from(layers[0]?.data ?? [])
    this.#emit({ type: 'snapshot', ...place, rows, cols, weights }, [weights.buffer])
    // The first one takes far longer than those that follow, whose code is compiled by then.
    this.#budget.spend(event.type === 'started' ? 0 : performance.now() - start)
  }
}

/** Position of the network of an event: the end of an epoch is the beginning of the next. */
function placeOf(event: Extract<SgdEvent, { epoch: number }>): Pick<SnapshotEvent, 'epoch' | 'position'> {
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
  const rows = new Uint8Array(examples.length * inputSize)
  for (const [row, example] of examples.entries()) writePixels(data, example, rows, row)
  return rows
}

function writePixels(data: SparseExamples, example: number, pixels: Uint8Array, row: number): void {
  const { inputSize, offsets, indices, values } = data
  const end = offsets[example + 1] ?? 0
  for (let entry = offsets[example] ?? 0; entry < end; entry++)
    pixels[row * inputSize + (indices[entry] ?? 0)] = values[entry] ?? 0
}

/** Pixels of the worst misclassified examples of the set that is shown. */
export function pixelsOfWorst(sets: EvaluatedSets, confusions: Confusions): PixelsEvent | undefined {
  const set = shownSetOf(confusions)
  const worst = set && confusions[set]?.worst
  return worst && pixelsOf(sets, { set, examples: worst.map(({ example }) => example) })
}
