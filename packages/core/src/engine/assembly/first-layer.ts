import { accumulate, ActiveInputs, Bytes, Entries, Listed, scatter } from './active-inputs'
import { Eight, Four, One, Two, VECTOR } from './block'
import { listActive } from './list-active'
import { activationsAt, BYTES, exampleAt, Examples, Layer, LIST, Network, SPARSE, deltasAt } from './network'

// A block of neurons at a time, for all examples at hand: its weights stay in the cache. Active inputs are
// listed first, or the entries of sparse examples read as they are. Bytes are not listed where one block is
// all.

/**
 * Row size in bytes up to which sparse entries are read directly. Lists pay beyond it, where many blocks read
 * few examples, and for no more examples than there are lists.
 */
const DIRECT_BYTES: u32 = 256
const BLOCK_BYTES: usize = sizeof<Eight>() * VECTOR

function isDirect(first: Layer, examples: Examples, count: u32): bool {
  return examples.form == SPARSE && (first.rowBytes <= DIRECT_BYTES || count > LIST)
}

/** z of the examples batch[0 .. count), left in the activations of slots from `slot` on. */
export function accumulateFirst(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
): void {
  if (isDirect(first, examples, count))
    return accumulateAll<Entries>(network, first, examples, batch, count, slot)
  if (examples.form == BYTES && first.rowBytes == BLOCK_BYTES)
    return accumulateBytes(network, first, examples, batch, count, slot)
  for (let from: u32 = 0; from < count; from += LIST) {
    const some = batch + (from << 2)
    const size = min(LIST, count - from)
    listAll(network, first, examples, some, size)
    accumulateAll<Listed>(network, first, examples, some, size, slot + from)
  }
}

/**
 * weights += inputs deltas for the same examples, one after the other.
 * @param isListed whether their lists still exist.
 */
export function updateFirst(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
  isListed: bool,
): void {
  if (isDirect(first, examples, count))
    return scatterAll<Entries>(network, first, examples, batch, count, slot)
  for (let from: u32 = 0; from < count; from += LIST) {
    const some = batch + (from << 2)
    const size = min(LIST, count - from)
    if (!isListed) listAll(network, first, examples, some, size)
    scatterAll<Listed>(network, first, examples, some, size, slot + from)
  }
}

/** The sum of the bytes read, kept so that the compiler does not drop the reads. */
export let touched: u32 = 0

/**
 * Touches the entries of sparse examples batch[0 .. count), so that the processor fetches them from memory
 * all at once.
 */
export function prefetch(examples: Examples, batch: usize, count: u32): void {
  let sum: u32 = 0
  for (let e: u32 = 0; e < count; e++) {
    const offsets = examples.offsets + (exampleAt(batch, e) << 2)
    const start = load<u32>(offsets),
      end = load<u32>(offsets, 4)
    for (let p = examples.indices + 2 * start; p < examples.indices + 2 * end; p += 64) sum += load<u8>(p)
    for (let p = examples.values + start; p < examples.values + end; p += 64) sum += load<u8>(p)
  }
  touched = sum
}

function listAll(network: Network, first: Layer, examples: Examples, batch: usize, count: u32): void {
  for (let e: u32 = 0; e < count; e++) listActive(network, first, examples, exampleAt(batch, e), e)
}

const active = changetype<ActiveInputs>(memory.data(offsetof<ActiveInputs>()))

function accumulateBytes(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
): void {
  active.levels = network.levels
  for (let e: u32 = 0; e < count; e++) {
    locate<Bytes>(network, first, examples, batch, e)
    accumulate<Bytes, Eight>(active, first.weights, first.biases, activationsAt(first, slot + e))
  }
}

function accumulateAll<I>(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
): void {
  active.levels = network.levels
  active.rowBytes = first.rowBytes
  let width: usize = 0
  for (let c: usize = 0; c < first.rowBytes; c += width) {
    width = widthOf(first.rowBytes - c)
    for (let e: u32 = 0; e < count; e++) {
      locate<I>(network, first, examples, batch, e)
      const weights = first.weights + c
      const biases = first.biases + c
      const out = activationsAt(first, slot + e) + c
      if (width == sizeof<Eight>() * VECTOR) accumulate<I, Eight>(active, weights, biases, out)
      else if (width == sizeof<Four>() * VECTOR) accumulate<I, Four>(active, weights, biases, out)
      else if (width == sizeof<Two>() * VECTOR) accumulate<I, Two>(active, weights, biases, out)
      else accumulate<I, One>(active, weights, biases, out)
    }
  }
}

function scatterAll<I>(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
): void {
  active.levels = network.levels
  active.rowBytes = first.rowBytes
  let width: usize = 0
  for (let c: usize = 0; c < first.rowBytes; c += width) {
    width = widthOf(first.rowBytes - c)
    for (let e: u32 = 0; e < count; e++) {
      locate<I>(network, first, examples, batch, e)
      const weights = first.weights + c
      const deltas = deltasAt(first, slot + e) + c
      if (width == sizeof<Eight>() * VECTOR) scatter<I, Eight>(active, weights, deltas)
      else if (width == sizeof<Four>() * VECTOR) scatter<I, Four>(active, weights, deltas)
      else if (width == sizeof<Two>() * VECTOR) scatter<I, Two>(active, weights, deltas)
      else scatter<I, One>(active, weights, deltas)
    }
  }
}

/** The bytes of the next block of neurons, where so many are left of a row. */
function widthOf(left: usize): usize {
  return left >= 128 ? 128 : left >= 64 ? 64 : left >= 32 ? 32 : 16
}

/** Writes into `active` where the active inputs of example e of a batch are to be read. */
function locate<I>(network: Network, first: Layer, examples: Examples, batch: usize, e: u32): void {
  if (sizeof<I>() == sizeof<Listed>()) {
    const at = e * first.inputs
    active.indices = network.activeRows + 4 * at
    active.end = active.indices + 4 * load<u32>(network.activeCounts + 4 * e)
    active.values = network.activeValues + sizeof<Real>() * at
  } else if (sizeof<I>() == sizeof<Entries>()) {
    const offsets = examples.offsets + (exampleAt(batch, e) << 2)
    const start = load<u32>(offsets)
    active.indices = examples.indices + 2 * start
    active.end = examples.indices + 2 * load<u32>(offsets, 4)
    active.values = examples.values + start
  } else {
    active.indices = examples.values + exampleAt(batch, e) * first.inputs
    active.end = active.indices + first.inputs
  }
}
