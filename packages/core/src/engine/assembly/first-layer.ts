import { accumulate, scatter, widthOf } from './active-inputs'
import { accumulateBytes, BLOCK_BYTES } from './byte-rows'
import { listActive } from './list-active'
import { BYTES, Examples, Layer, LIST, Network, SPARSE } from './network'

// A block of neurons at a time, for all examples at hand: its weights stay in the cache. Active inputs are
// listed first (I = u32), or the entries of sparse examples read as they are (I = u16). Bytes are not listed
// where one block is all.

/**
 * Row size in bytes up to which sparse entries are read directly. Lists pay beyond it, where many blocks read
 * few examples, and for no more examples than there are lists.
 */
const DIRECT_BYTES: u32 = 256

function isDirect(first: Layer, examples: Examples, count: u32): bool {
  return examples.form == SPARSE && (first.rowBytes <= DIRECT_BYTES || count > LIST)
}

/** z of the examples batch[0 .. count), left in the activations of slots from `slot` on. */
export function accumulateFirst<T>(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
): void {
  if (isDirect(first, examples, count))
    return accumulateAll<T, u16>(network, first, examples, batch, count, slot)
  if (examples.form == BYTES && first.rowBytes == BLOCK_BYTES)
    return accumulateRows<T>(network, first, examples, batch, count, slot)
  for (let from: u32 = 0; from < count; from += LIST) {
    const some = batch + ((<usize>from) << 2)
    const size = min(LIST, count - from)
    listAll<T>(network, first, examples, some, size)
    accumulateAll<T, u32>(network, first, examples, some, size, slot + from)
  }
}

/**
 * weights += inputs steps for the same examples, one after the other.
 * @param isListed whether their lists still exist.
 */
export function updateFirst<T>(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
  isListed: bool,
): void {
  if (isDirect(first, examples, count))
    return scatterAll<T, u16>(network, first, examples, batch, count, slot)
  for (let from: u32 = 0; from < count; from += LIST) {
    const some = batch + ((<usize>from) << 2)
    const size = min(LIST, count - from)
    if (!isListed) listAll<T>(network, first, examples, some, size)
    scatterAll<T, u32>(network, first, examples, some, size, slot + from)
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
    const locator = <usize>examples.offsets + ((<usize>load<u32>(batch + ((<usize>e) << 2))) << 2)
    const start = <usize>load<u32>(locator),
      end = <usize>load<u32>(locator, 4)
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

function accumulateRows<T>(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
): void {
  const inputs = <usize>first.inputs
  for (let e: u32 = 0; e < count; e++) {
    accumulateBytes<T>(
      examples.values + <usize>load<u32>(batch + ((<usize>e) << 2)) * inputs,
      inputs,
      network.levels,
      first.weights,
      first.biases,
      first.activations + <usize>(slot + e) * first.rowBytes,
    )
  }
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
    for (let e: u32 = 0; e < count; e++) {
      const locator = locatorOf<I>(examples, batch, e)
      accumulate<T, I>(
        width,
        indicesOf<I>(network, first, examples, locator),
        valuesOf<T, I>(network, first, examples, locator),
        endOf<I>(network, first, examples, locator),
        network.levels,
        rowBytes,
        first.weights + c,
        first.biases + c,
        first.activations + <usize>(slot + e) * rowBytes + c,
      )
    }
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
    for (let e: u32 = 0; e < count; e++) {
      const locator = locatorOf<I>(examples, batch, e)
      scatter<T, I>(
        width,
        indicesOf<I>(network, first, examples, locator),
        valuesOf<T, I>(network, first, examples, locator),
        endOf<I>(network, first, examples, locator),
        network.levels,
        rowBytes,
        first.weights + c,
        first.steps + <usize>(slot + e) * rowBytes + c,
      )
    }
  }
}

/**
 * Locates the active inputs of example e of a batch: the number of its list, or the address of its offsets.
 */
function locatorOf<I>(examples: Examples, batch: usize, e: u32): usize {
  if (sizeof<I>() == sizeof<u32>()) return <usize>e
  return <usize>examples.offsets + ((<usize>load<u32>(batch + ((<usize>e) << 2))) << 2)
}

function indicesOf<I>(network: Network, first: Layer, examples: Examples, locator: usize): usize {
  if (sizeof<I>() == sizeof<u32>()) return <usize>network.activeRows + 4 * locator * <usize>first.inputs
  return <usize>examples.indices + 2 * <usize>load<u32>(locator)
}

function valuesOf<T, I>(network: Network, first: Layer, examples: Examples, locator: usize): usize {
  if (sizeof<I>() == sizeof<u32>())
    return <usize>network.activeValues + sizeof<T>() * locator * <usize>first.inputs
  return <usize>examples.values + <usize>load<u32>(locator)
}

/** Address of the end of the indices. */
function endOf<I>(network: Network, first: Layer, examples: Examples, locator: usize): usize {
  if (sizeof<I>() == sizeof<u32>()) {
    const count = load<u32>(<usize>network.activeCounts + 4 * locator)
    return indicesOf<I>(network, first, examples, locator) + 4 * <usize>count
  }
  return <usize>examples.indices + 2 * <usize>load<u32>(locator, 4)
}
