import type { InitialWeightsEvent, SnapshotEvent } from '../run/events.ts'

/** Contents of the view of the neurons, and their order. */
export interface NeuronsChoice {
  /** The weights, or their change since the initial ones. */
  readonly shown: 'weights' | 'change'
  /** The strongest first, or by their numbers. */
  readonly sorted: 'influence' | 'number'
  /**
   * Numbers of the neurons, the strongest first: kept while they are looked at, so that no picture moves;
   * undefined where the next snapshot orders them anew.
   */
  readonly order: readonly number[] | undefined
}

export const INITIAL_CHOICE: NeuronsChoice = { shown: 'weights', sorted: 'influence', order: undefined }

/**
 * Numbers of the neurons by their influence, the strongest first: the norm of the weights from each into the
 * next layer. Output neurons keep their order, and so do equals.
 */
export function byInfluence({ rows, outgoing }: SnapshotEvent): number[] {
  const numbers = Array.from({ length: rows }, (_, number) => number)
  return outgoing ? numbers.sort((a, b) => (outgoing[b] ?? 0) - (outgoing[a] ?? 0)) : numbers
}

/** Numbers of the neurons in the order in which they are shown. */
export function orderOf({ sorted, order }: NeuronsChoice, snapshot: SnapshotEvent): readonly number[] {
  if (sorted === 'number') return Array.from({ length: snapshot.rows }, (_, number) => number)
  return order?.length === snapshot.rows ? order : byInfluence(snapshot)
}

/** The numbers that a picture of a neuron shows: its weights, or their change since the initial ones. */
export function shownWeights(
  number: number,
  { cols, weights }: SnapshotEvent,
  initial: Float32Array | undefined,
): Float32Array {
  const own = weights.subarray(number * cols, (number + 1) * cols)
  return initial ? own.map((weight, k) => weight - (initial[number * cols + k] ?? 0)) : own
}

/** Why the change since the initial weights cannot be shown; undefined where it can. */
export function whyNoChange(initial: InitialWeightsEvent | undefined): string | undefined {
  if (!initial) return 'Not yet: the initial weights come with the first weights'
  if (initial.weights) return undefined
  return 'No change is known: the program did not pass the network that the run began with'
}
