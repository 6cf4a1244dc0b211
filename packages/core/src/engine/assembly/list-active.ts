import { Chance, drawKept, identityAt } from './chance'
import { DENSE, exampleAt, Examples, Layer, Network, SPARSE } from './network'
import { columnsOf, rowsOf } from './shift'

/**
 * Bytes looked at together, as many as a mask has bits: the processor mispredicts the end of each loop over
 * them.
 */
export const MASK: usize = 64

/**
 * A bit for each of the next `count` bytes (at most MASK) that is not 0. It reads the bytes behind them too,
 * and leaves them out.
 */
export function activeAmong(bytes: usize, count: usize): u64 {
  const active = ~(
    zeros(bytes) |
    (zeros(bytes + 16) << 16) |
    (zeros(bytes + 32) << 32) |
    (zeros(bytes + 48) << 48)
  )
  return count < MASK ? active & (((<u64>1) << count) - 1) : active
}

/** A bit for each of the 16 bytes that is 0. */
function zeros(bytes: usize): u64 {
  return <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(bytes), i8x16.splat(0))))
}

/**
 * Lists the inputs of an example that are not 0, in ascending order: the offsets of their rows of weights,
 * and their values.
 */
export function listActive(
  network: Network,
  first: Layer,
  examples: Examples,
  example: u32,
  list: u32,
): void {
  const at = list * first.inputs
  const rows = network.activeRows + 4 * at
  const values = network.activeValues + sizeof<Real>() * at
  let end: usize
  if (examples.form == SPARSE) end = listEntries(network, first, examples, example, rows, values)
  else if (examples.form == DENSE) end = listNumbers(first, examples, example, rows, values)
  else end = listBytes(network, first, examples, example, rows, values)
  store<u32>(network.activeCounts + 4 * list, (end - rows) >> 2)
}

function listEntries(
  network: Network,
  first: Layer,
  examples: Examples,
  example: u32,
  rows: usize,
  values: usize,
): usize {
  const offsets = examples.offsets + (example << 2)
  const start = load<u32>(offsets)
  let index = examples.indices + 2 * start
  let byte = examples.values + start
  for (const end = examples.values + load<u32>(offsets, 4); byte < end; byte++) {
    store<u32>(rows, load<u16>(index) * first.rowBytes)
    store<Real>(values, levelOf(network, byte))
    index += 2
    rows += 4
    values += sizeof<Real>()
  }
  return rows
}

function listNumbers(first: Layer, examples: Examples, example: u32, rows: usize, values: usize): usize {
  const rowBytes = first.rowBytes
  const size = first.inputs * sizeof<Real>()
  let number = examples.values + example * size
  let row: u32 = 0
  for (const end = number + size; number < end; number += sizeof<Real>()) {
    const x = load<Real>(number)
    store<u32>(rows, row)
    store<Real>(values, x)
    // A 0 is overwritten by what comes next: no branch to foresee.
    const isActive = <usize>(x != 0)
    rows += isActive << 2
    values += isActive * sizeof<Real>()
    row += rowBytes
  }
  return rows
}

function listBytes(
  network: Network,
  first: Layer,
  examples: Examples,
  example: u32,
  rows: usize,
  values: usize,
): usize {
  const inputs = first.inputs
  const bytes = examples.values + example * inputs
  for (let k: usize = 0; k < inputs; k += MASK) {
    for (let active = activeAmong(bytes + k, inputs - k); active != 0; active &= active - 1) {
      const input = k + <usize>ctz<u64>(active)
      store<u32>(rows, input * first.rowBytes)
      store<Real>(values, levelOf(network, bytes + input))
      rows += 4
      values += sizeof<Real>()
    }
  }
  return rows
}

/**
 * Lists the active inputs of example e of a batch, shifted and without those that are dropped.
 * @param move by which an index grows
 * @param isInside whether all ink stays in the image
 */
export function listChanged(
  network: Network,
  first: Layer,
  examples: Examples,
  batch: usize,
  e: u32,
  chance: Chance,
  move: u32,
  isInside: bool,
): void {
  const example = exampleAt(batch, e)
  const isSparse = examples.form == SPARSE
  const offsets = examples.offsets + (example << 2)
  const start: u32 = isSparse ? load<u32>(offsets) : example * first.inputs
  const end: u32 = isSparse ? load<u32>(offsets, 4) : start + first.inputs
  const scale = chance.dropsInputs ? chance.inputScale : 1
  const list: usize = network.activeRows + 4 * e * first.inputs
  let rows = list
  let values: usize = network.activeValues + sizeof<Real>() * e * first.inputs
  if (chance.dropsInputs)
    drawInputs(network, chance, examples, identityAt(examples, batch, e), start, end, move, isInside, e)
  for (let p = start; p < end; p++) {
    const index = indexAt(examples, start, p)
    if (!isInside && isLost(examples, index, e)) continue
    const moved = index + move
    const address = examples.values + (isSparse ? p : p * sizeof<Real>())
    const x = (isSparse ? levelOf(network, address) : load<Real>(address)) * scale
    store<u32>(rows, moved * first.rowBytes)
    store<Real>(values, x)
    // One that is left out is overwritten by what comes next: no branch to foresee.
    const isActive = <u32>(x != 0) & (chance.dropsInputs ? load<u32>(network.kept + (moved << 2)) : 1)
    rows += isActive << 2
    values += isActive * sizeof<Real>()
  }
  store<u32>(network.activeCounts + 4 * e, (rows - list) >> 2)
}

/** The index of an entry, or of a number of dense examples, which begin at `start`. */
function indexAt(examples: Examples, start: u32, p: u32): u32 {
  return examples.form == SPARSE ? load<u16>(examples.indices + 2 * p) : p - start
}

/** Draws for the blocks of four inputs in which the example has some. */
function drawInputs(
  network: Network,
  chance: Chance,
  examples: Examples,
  example: u32,
  start: u32,
  end: u32,
  move: u32,
  isInside: bool,
  e: u32,
): void {
  let block: u32 = -1
  let last: usize = network.blocks - 4
  for (let p = start; p < end; p++) {
    const index = indexAt(examples, start, p)
    if (!isInside && isLost(examples, index, e)) continue
    // No branch to foresee.
    last += (<usize>((index + move) >> 2 != block)) << 2
    block = (index + move) >> 2
    store<u32>(last, block)
  }
  // Whole vectors of blocks.
  store<u32>(last, block, 4)
  store<u64>(last, ((<u64>block) << 32) | block, 8)
  for (let four: usize = network.blocks; four <= last; four += 16) {
    drawKept(network, chance, 0, example, v128.load(four), chance.inputLimit)
  }
}

/** Whether a shift moves an index of example e out of the image. */
function isLost(examples: Examples, index: u32, e: u32): bool {
  const column = <i32>(index % examples.cols) + columnsOf(e)
  const row = <i32>(index / examples.cols) + rowsOf(e)
  return <u32>column >= examples.cols || <u32>row >= examples.rows
}

/** The input that a byte stands for: byte / 255. */
function levelOf(network: Network, byte: usize): Real {
  return load<Real>(network.levels + load<u8>(byte) * sizeof<Real>())
}
