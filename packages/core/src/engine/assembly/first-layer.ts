import { accumulate, ActiveInputs, Bytes, Entries, Listed, scatter } from './active-inputs'
import { Eight, Four, One, Two, VECTOR } from './block'
import { Chance, changesInputs, shifts } from './chance'
import { listActive, listChanged } from './list-active'
import { drawShifts, moveOf, staysInside } from './shift'
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

/** To read the weights of an example's active inputs from a list of them. */
const AS_LISTED: u32 = 1
/** To do with each example as `readings` says, where shifts or dropout change the inputs. */
const AS_CHANGED: u32 = 2
/** The bytes by which the weights of a shifted example lie further on, of rows; or AS_LISTED. */
const readings = memory.data(4 * LIST)

/** Work on the active inputs: the sizes of types stand for it. */
type Accumulate = u8
type Scatter = u16

/** z of the examples batch[0 .. count), left in the activations of slots from `slot` on. */
export function accumulateFirst(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
  chance: Chance,
): void {
  if (examples.form == BYTES && first.rowBytes == BLOCK_BYTES)
    accumulateBytes(network, first, examples, batch, count, slot)
  else workFirst<Accumulate>(network, first, examples, batch, count, slot, chance, false)
}

/**
 * weights += inputs deltas for the same examples, one after the other.
 * @param isReady whether their lists and readings still exist.
 */
export function updateFirst(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
  chance: Chance,
  isReady: bool,
): void {
  workFirst<Scatter>(network, first, examples, batch, count, slot, chance, isReady)
}

function workFirst<W>(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
  chance: Chance,
  isReady: bool,
): void {
  const isChanged = changesInputs(chance, examples)
  if (!isChanged && isDirect(first, examples, count))
    return workBlocks<W>(network, first, examples, batch, count, slot, 0)
  for (let from: u32 = 0; from < count; from += LIST) {
    const some = batch + (from << 2)
    const size = min(LIST, count - from)
    if (!isReady) {
      if (isChanged) change(network, first, examples, some, size, chance)
      else listAll(network, first, examples, some, size)
    }
    workBlocks<W>(network, first, examples, some, size, slot + from, isChanged ? AS_CHANGED : AS_LISTED)
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

/** Makes ready the inputs of examples that shifts or dropout change. */
function change(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  chance: Chance,
): void {
  const isShifted = shifts(chance, examples)
  if (isShifted) drawShifts(chance, batch, count)
  for (let e: u32 = 0; e < count; e++) {
    const isInside = !isShifted || staysInside(examples, batch, e)
    const move = isShifted ? moveOf(examples, e) : 0
    // A shift alone leaves the entries as they are, of other rows of weights.
    const isDirect = isInside && chance.dropsInputs == 0 && first.rowBytes <= DIRECT_BYTES
    if (!isDirect) listChanged(network, first, examples, batch, e, chance, move, isInside)
    store<u32>(readings + (e << 2), isDirect ? move * first.rowBytes : AS_LISTED)
  }
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

/** @param reading 0 for entries as they are, or AS_LISTED or AS_CHANGED */
function workBlocks<W>(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
  reading: u32,
): void {
  active.levels = network.levels
  active.rowBytes = first.rowBytes
  let width: usize = 0
  for (let c: usize = 0; c < first.rowBytes; c += width) {
    width = widthOf(first.rowBytes - c)
    for (let e: u32 = 0; e < count; e++) {
      const move = reading == AS_CHANGED ? load<u32>(readings + (e << 2)) : reading
      const row =
        (sizeof<W>() == sizeof<Accumulate>() ? activationsAt(first, slot + e) : deltasAt(first, slot + e)) + c
      if (move == AS_LISTED) {
        locate<Listed>(network, first, examples, batch, e)
        workBlock<W, Listed>(width, first.weights + c, first.biases + c, row)
      } else {
        locate<Entries>(network, first, examples, batch, e)
        workBlock<W, Entries>(width, first.weights + c + move, first.biases + c, row)
      }
    }
  }
}

function workBlock<W, I>(width: usize, weights: usize, biases: usize, row: usize): void {
  if (width == sizeof<Eight>() * VECTOR) work<W, I, Eight>(weights, biases, row)
  else if (width == sizeof<Four>() * VECTOR) work<W, I, Four>(weights, biases, row)
  else if (width == sizeof<Two>() * VECTOR) work<W, I, Two>(weights, biases, row)
  else work<W, I, One>(weights, biases, row)
}

function work<W, I, B>(weights: usize, biases: usize, row: usize): void {
  if (sizeof<W>() == sizeof<Accumulate>()) accumulate<I, B>(active, weights, biases, row)
  else scatter<I, B>(active, weights, row)
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
