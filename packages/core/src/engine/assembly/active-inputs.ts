import { addProduct, Eight, Four, has, splatAt, Two, VECTOR } from './block'
import { activeAmong, MASK } from './list-active'

// The first layer: an active input (one that is not 0) touches one contiguous row of weights.

/** The form of active inputs is the size of an index: bytes have none, entries have u16, lists u32. */
export type Bytes = u8
export type Entries = u16
export type Listed = u32

/** Active inputs (those that are not 0) of an example. */
@unmanaged
export class ActiveInputs {
  /** Bytes of a row; numbers of entries; or listed offsets of rows of weights, in bytes. */
  indices: usize
  end: usize
  /** u8 an entry, of which `levels` knows the value; or listed values. */
  values: usize
  levels: usize
  /** From row to row of weights. Bytes have rows of one block. */
  rowBytes: usize
}

/** out = biases + weights inputs for a block of neurons, the inputs in the order of their indices. */
export function accumulate<I, W>(active: ActiveInputs, weights: usize, biases: usize, out: usize): void {
  let s0 = v128.load(biases)
  let s1 = s0,
    s2 = s0,
    s3 = s0,
    s4 = s0,
    s5 = s0,
    s6 = s0,
    s7 = s0
  if (has<W, Two>()) s1 = v128.load(biases, 16)
  if (has<W, Four>()) {
    s2 = v128.load(biases, 32)
    s3 = v128.load(biases, 48)
  }
  if (has<W, Eight>()) {
    s4 = v128.load(biases, 64)
    s5 = v128.load(biases, 80)
    s6 = v128.load(biases, 96)
    s7 = v128.load(biases, 112)
  }
  let index = active.indices,
    value = active.values
  const end = active.end,
    levels = active.levels,
    rowBytes = active.rowBytes
  do {
    let mask: u64 = 0
    if (sizeof<I>() == sizeof<Bytes>()) mask = activeAmong(index, end - index)
    while (sizeof<I>() == sizeof<Bytes>() ? mask != 0 : index < end) {
      let row = weights
      let x: v128
      if (sizeof<I>() == sizeof<Bytes>()) {
        const input = <usize>ctz<u64>(mask)
        row += input * sizeof<W>() * VECTOR
        x = splatAt(levels + load<u8>(index + input) * sizeof<Real>())
        mask &= mask - 1
      } else {
        row += offsetAt<I>(index, rowBytes)
        x = valueAt<I>(value, levels)
        index += sizeof<I>()
        value += valueBytes<I>()
      }
      s0 = addProduct(s0, v128.load(row), x)
      if (has<W, Two>()) s1 = addProduct(s1, v128.load(row, 16), x)
      if (has<W, Four>()) {
        s2 = addProduct(s2, v128.load(row, 32), x)
        s3 = addProduct(s3, v128.load(row, 48), x)
      }
      if (has<W, Eight>()) {
        s4 = addProduct(s4, v128.load(row, 64), x)
        s5 = addProduct(s5, v128.load(row, 80), x)
        s6 = addProduct(s6, v128.load(row, 96), x)
        s7 = addProduct(s7, v128.load(row, 112), x)
      }
    }
    if (sizeof<I>() == sizeof<Bytes>()) {
      index += MASK
      weights += MASK * sizeof<W>() * VECTOR
    }
  } while (sizeof<I>() == sizeof<Bytes>() && index < end)
  v128.store(out, s0)
  if (has<W, Two>()) v128.store(out, s1, 16)
  if (has<W, Four>()) {
    v128.store(out, s2, 32)
    v128.store(out, s3, 48)
  }
  if (has<W, Eight>()) {
    v128.store(out, s4, 64)
    v128.store(out, s5, 80)
    v128.store(out, s6, 96)
    v128.store(out, s7, 112)
  }
}

/** weights += inputs deltas for a block of neurons. */
export function scatter<I, W>(active: ActiveInputs, weights: usize, deltas: usize): void {
  const s0 = v128.load(deltas)
  let s1 = s0,
    s2 = s0,
    s3 = s0,
    s4 = s0,
    s5 = s0,
    s6 = s0,
    s7 = s0
  if (has<W, Two>()) s1 = v128.load(deltas, 16)
  if (has<W, Four>()) {
    s2 = v128.load(deltas, 32)
    s3 = v128.load(deltas, 48)
  }
  if (has<W, Eight>()) {
    s4 = v128.load(deltas, 64)
    s5 = v128.load(deltas, 80)
    s6 = v128.load(deltas, 96)
    s7 = v128.load(deltas, 112)
  }
  let value = active.values
  const end = active.end,
    levels = active.levels,
    rowBytes = active.rowBytes
  for (let index = active.indices; index < end; index += sizeof<I>()) {
    const row = weights + offsetAt<I>(index, rowBytes)
    const x = valueAt<I>(value, levels)
    v128.store(row, addProduct(v128.load(row), x, s0))
    if (has<W, Two>()) v128.store(row, addProduct(v128.load(row, 16), x, s1), 16)
    if (has<W, Four>()) {
      v128.store(row, addProduct(v128.load(row, 32), x, s2), 32)
      v128.store(row, addProduct(v128.load(row, 48), x, s3), 48)
    }
    if (has<W, Eight>()) {
      v128.store(row, addProduct(v128.load(row, 64), x, s4), 64)
      v128.store(row, addProduct(v128.load(row, 80), x, s5), 80)
      v128.store(row, addProduct(v128.load(row, 96), x, s6), 96)
      v128.store(row, addProduct(v128.load(row, 112), x, s7), 112)
    }
    value += valueBytes<I>()
  }
}

function offsetAt<I>(index: usize, rowBytes: usize): usize {
  return sizeof<I>() == sizeof<Listed>() ? load<u32>(index) : load<u16>(index) * rowBytes
}

function valueAt<I>(value: usize, levels: usize): v128 {
  return splatAt(sizeof<I>() == sizeof<Listed>() ? value : levels + load<u8>(value) * sizeof<Real>())
}

function valueBytes<I>(): usize {
  return sizeof<I>() == sizeof<Listed>() ? sizeof<Real>() : 1
}
