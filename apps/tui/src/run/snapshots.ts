import type { Network, SgdEvent, SparseExamples } from '@gradus/core'
import { profileOf } from '@gradus/core/health'
import type { DashboardDataEvent, SnapshotEvent } from './events.ts'
import { Budget } from './throttle.ts'

/** Milliseconds between two snapshots, at the least. */
const INTERVAL = 250
/** Upper bound on the share of wall time spent on snapshots. */
const LARGEST_SHARE = 0.005

/**
 * Sends the network to the dashboard: a few times a second, as often at the ends of epochs, and after every
 * step of a run that stands still.
 */
export class Snapshots {
  readonly #emit: (event: SnapshotEvent, transfer: ArrayBuffer[]) => void
  readonly #budget = new Budget(LARGEST_SHARE)
  /** Budget of the snapshots at the ends of epochs: those in between take none of their turns. */
  readonly #endBudget = new Budget(LARGEST_SHARE)
  #last = ''

  /** @param emit gets the buffers that may be handed over instead of copied. */
  constructor(emit: (event: SnapshotEvent, transfer: ArrayBuffer[]) => void) {
    this.#emit = emit
  }

  /**
   * Takes an event of the run, and the network of that moment. @param isPaused whether the run stands still
   */
  onEvent(event: SgdEvent, network: Network, isPaused: boolean): void {
    if (
      event.type !== 'started' &&
      event.type !== 'epoch' &&
      event.type !== 'progress' &&
      event.type !== 'finished'
    )
      return
    const isWanted = isPaused || event.type === 'started' || event.type === 'finished'
    const isEnd = event.type === 'epoch'
    if (!isWanted && !(isEnd ? this.#endBudget : this.#budget).isDue(INTERVAL)) return
    const place = placeOf(event)
    const name = `${place.epoch}:${place.position}`
    if (name === this.#last) return
    this.#last = name
    const start = performance.now()
    const budgets = isEnd ? [this.#budget, this.#endBudget] : [this.#budget]
    for (const budget of budgets) budget.begin()
    const copy = ({ data }: { readonly data: Float64Array }) => data.slice()
    const [biases, weights] = [network.biases.map(copy), network.weights.map(copy)]
    this.#emit(
      { type: 'snapshot', ...place, sizes: network.sizes, biases, weights },
      [...biases, ...weights].map(({ buffer }) => buffer),
    )
    // The first one takes far longer than those that follow, whose code is compiled by then.
    const took = event.type === 'started' ? 0 : performance.now() - start
    for (const budget of budgets) budget.spend(took)
  }
}

/** Position of the network of an event: the end of an epoch is the beginning of the next. */
function placeOf(event: Extract<SgdEvent, { epoch: number }>): Pick<SnapshotEvent, 'epoch' | 'position'> {
  if (event.type === 'epoch') return { epoch: event.epoch + 1, position: 0 }
  return { epoch: event.epoch, position: event.position }
}

/** The data a dashboard needs. */
export function dashboardDataOf(
  train: SparseExamples,
  validation: SparseExamples | undefined,
  test: SparseExamples | undefined,
): DashboardDataEvent {
  const examples = test ?? validation
  const set = test ? 'test' : validation ? 'validation' : undefined
  return { type: 'dashboard-data', set, examples: examples && copyOf(examples), profile: profileOf(train) }
}

/** The examples alone: sent as they are, they would take with them all the data that theirs are a part of. */
function copyOf({
  length,
  inputSize,
  outputSize,
  offsets,
  indices,
  values,
  labels,
}: SparseExamples): SparseExamples {
  const [first = 0, end = 0] = [offsets[0], offsets[length]]
  return {
    kind: 'sparse',
    length,
    inputSize,
    outputSize,
    offsets: offsets.map(offset => offset - first),
    indices: indices.slice(first, end),
    values: values.slice(first, end),
    labels: labels.slice(),
  }
}
