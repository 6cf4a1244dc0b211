import { accumulate, scatter, widthOf } from './active-inputs'
import { listActive } from './list-active'
import { Examples, Layer, LIST, Network, SPARSE } from './network'

// A block of neurons at a time, for all examples at hand: its weights stay in the cache. The entries of sparse examples (I = u16) are
// read as they are, the active inputs of others from lists (I = u32).

/** z of the examples batch[0 .. count), left in the activations of slots from `slot` on. */
export function accumulateFirst<T>(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
): void {
  if (examples.form == SPARSE) return accumulateAll<T, u16>(network, first, examples, batch, count, slot)
  for (let from: u32 = 0; from < count; from += LIST) {
    const some = batch + ((<usize>from) << 2)
    const size = min(LIST, count - from)
    listAll<T>(network, first, examples, some, size)
    accumulateAll<T, u32>(network, first, examples, some, size, slot + from)
  }
}

/** weights += inputs steps for the same examples, one after the other. @param isListed whether their lists are still there. */
export function updateFirst<T>(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
  isListed: bool,
): void {
  if (examples.form == SPARSE) return scatterAll<T, u16>(network, first, examples, batch, count, slot)
  for (let from: u32 = 0; from < count; from += LIST) {
    const some = batch + ((<usize>from) << 2)
    const size = min(LIST, count - from)
    if (!isListed) listAll<T>(network, first, examples, some, size)
    scatterAll<T, u32>(network, first, examples, some, size, slot + from)
  }
}

/** What was touched, added up: without a use the reading would be left out. */
export let touched: u32 = 0

/** Touches the entries of sparse examples batch[0 .. count), so that the processor fetches them from memory all at once. */
export function prefetch(examples: Examples, batch: usize, count: u32): void {
  let sum: u32 = 0
  for (let e: u32 = 0; e < count; e++) {
    const place = <usize>examples.offsets + ((<usize>load<u32>(batch + ((<usize>e) << 2))) << 2)
    const start = <usize>load<u32>(place),
      end = <usize>load<u32>(place, 4)
    for (let p = <usize>examples.indices + 2 * start; p < <usize>examples.indices + 2 * end; p += 64)
      sum += load<u8>(p)
    for (let p = <usize>examples.values + start; p < <usize>examples.values + end; p += 64) sum += load<u8>(p)
  }
  touched = sum
}

function listAll<T>(network: Network, first: Layer, examples: Examples, batch: usize, count: u32): void {
  for (let e: u32 = 0; e < count; e++)
    listActive<T>(network, first, examples, load<u32>(batch + ((<usize>e) << 2)), e)
}

function accumulateAll<T, I>(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
): void {
  const rowBytes = <usize>first.rowBytes
  let width: usize = 0
  for (let c: usize = 0; c < rowBytes; c += width) {
    width = widthOf(rowBytes - c)
    for (let e: u32 = 0; e < count; e++)
      accumulate<T, I>(
        width,
        indicesOf<I>(network, first, examples, batch, e),
        valuesOf<T, I>(network, first, examples, batch, e),
        endOf<I>(network, first, examples, batch, e),
        network.levels,
        rowBytes,
        first.weights + c,
        first.biases + c,
        first.activations + <usize>(slot + e) * rowBytes + c,
      )
  }
}

function scatterAll<T, I>(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
): void {
  const rowBytes = <usize>first.rowBytes
  let width: usize = 0
  for (let c: usize = 0; c < rowBytes; c += width) {
    width = widthOf(rowBytes - c)
    for (let e: u32 = 0; e < count; e++)
      scatter<T, I>(
        width,
        indicesOf<I>(network, first, examples, batch, e),
        valuesOf<T, I>(network, first, examples, batch, e),
        endOf<I>(network, first, examples, batch, e),
        network.levels,
        rowBytes,
        first.weights + c,
        first.steps + <usize>(slot + e) * rowBytes + c,
      )
  }
}

// Where the active inputs of example e of a batch are: in list e, or where its entries are.

function indicesOf<I>(network: Network, first: Layer, examples: Examples, batch: usize, e: u32): usize {
  if (sizeof<I>() == sizeof<u32>()) return <usize>network.activeRows + 4 * <usize>e * <usize>first.inputs
  return <usize>examples.indices + 2 * <usize>load<u32>(entriesOf(examples, batch, e))
}

function valuesOf<T, I>(network: Network, first: Layer, examples: Examples, batch: usize, e: u32): usize {
  if (sizeof<I>() == sizeof<u32>())
    return <usize>network.activeValues + sizeof<T>() * <usize>e * <usize>first.inputs
  return <usize>examples.values + <usize>load<u32>(entriesOf(examples, batch, e))
}

/** Where the indices end. */
function endOf<I>(network: Network, first: Layer, examples: Examples, batch: usize, e: u32): usize {
  if (sizeof<I>() == sizeof<u32>()) {
    const count = load<u32>(<usize>network.activeCounts + 4 * <usize>e)
    return indicesOf<I>(network, first, examples, batch, e) + 4 * <usize>count
  }
  return <usize>examples.indices + 2 * <usize>load<u32>(entriesOf(examples, batch, e), 4)
}

function entriesOf(examples: Examples, batch: usize, e: u32): usize {
  return <usize>examples.offsets + ((<usize>load<u32>(batch + ((<usize>e) << 2))) << 2)
}
