import { accumulate, scatter } from './active-inputs'
import { listActive } from './list-active'
import { Examples, Layer, LIST, Network, SPARSE } from './network'

/** Sparse examples are read as they are while few blocks of neurons read them; for more a list pays. */
const DIRECT_BYTES: u32 = 256

function isDirect(first: Layer, examples: Examples): bool {
  return examples.form == SPARSE && first.rowBytes <= DIRECT_BYTES
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
  const direct = isDirect(first, examples)
  for (let e: u32 = 0; e < count; e++) {
    const example = load<u32>(batch + ((<usize>e) << 2))
    const out = <usize>first.activations + <usize>(slot + e) * first.rowBytes
    if (direct) accumulateEntries<T>(network, first, examples, example, out)
    else {
      const list = e % LIST
      listActive<T>(network, first, examples, example, list)
      accumulateList<T>(network, first, list, out)
    }
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
  const direct = isDirect(first, examples)
  for (let e: u32 = 0; e < count; e++) {
    const example = load<u32>(batch + ((<usize>e) << 2))
    const steps = <usize>first.steps + <usize>(slot + e) * first.rowBytes
    if (direct) scatterEntries<T>(network, first, examples, example, steps)
    else {
      const list = e % LIST
      if (!isListed) listActive<T>(network, first, examples, example, list)
      scatterList<T>(network, first, list, steps)
    }
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

function accumulateEntries<T>(
  network: Network,
  first: Layer,
  examples: Examples,
  example: u32,
  out: usize,
): void {
  const place = <usize>examples.offsets + ((<usize>example) << 2)
  const start = <usize>load<u32>(place),
    indices = <usize>examples.indices
  accumulate<T, u16>(
    indices + 2 * start,
    <usize>examples.values + start,
    indices + 2 * <usize>load<u32>(place, 4),
    network.levels,
    first.rowBytes,
    first.weights,
    first.biases,
    out,
  )
}

function scatterEntries<T>(
  network: Network,
  first: Layer,
  examples: Examples,
  example: u32,
  steps: usize,
): void {
  const place = <usize>examples.offsets + ((<usize>example) << 2)
  const start = <usize>load<u32>(place),
    indices = <usize>examples.indices
  scatter<T, u16>(
    indices + 2 * start,
    <usize>examples.values + start,
    indices + 2 * <usize>load<u32>(place, 4),
    network.levels,
    first.rowBytes,
    first.weights,
    steps,
  )
}

function accumulateList<T>(network: Network, first: Layer, list: u32, out: usize): void {
  const at = <usize>list * first.inputs
  const rows = <usize>network.activeRows + 4 * at
  accumulate<T, u32>(
    rows,
    <usize>network.activeValues + sizeof<T>() * at,
    rows + 4 * <usize>load<u32>(<usize>network.activeCounts + 4 * <usize>list),
    network.levels,
    first.rowBytes,
    first.weights,
    first.biases,
    out,
  )
}

function scatterList<T>(network: Network, first: Layer, list: u32, steps: usize): void {
  const at = <usize>list * first.inputs
  const rows = <usize>network.activeRows + 4 * at
  scatter<T, u32>(
    rows,
    <usize>network.activeValues + sizeof<T>() * at,
    rows + 4 * <usize>load<u32>(<usize>network.activeCounts + 4 * <usize>list),
    network.levels,
    first.rowBytes,
    first.weights,
    steps,
  )
}
