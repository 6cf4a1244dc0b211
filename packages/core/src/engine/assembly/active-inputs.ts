import { addProduct, splatAt } from './vector'

// The first layer: an active input (one that is not 0) touches one contiguous row of weights, in blocks of up
// to eight vectors, whose sums or steps stay in registers. I is the type of the indices: u16 for the entries
// of sparse examples (bytes, of which `levels` knows the values), u32 for a list (offsets of rows in bytes,
// and numbers).

const LISTED: usize = 4

function rowOf<I>(index: usize, weights: usize, rowBytes: usize): usize {
  return weights + (sizeof<I>() == LISTED ? <usize>load<u32>(index) : <usize>load<u16>(index) * rowBytes)
}

function valueOf<T, I>(value: usize, levels: usize): v128 {
  return splatAt<T>(sizeof<I>() == LISTED ? value : levels + <usize>load<u8>(value) * sizeof<T>())
}

/** The bytes of the next block of neurons, where so many are left of a row. */
export function widthOf(left: usize): usize {
  return left >= 128 ? 128 : left >= 64 ? 64 : left >= 32 ? 32 : 16
}

/** out = biases + weights inputs for a block of neurons, the inputs in the order of their indices. */
export function accumulate<T, I>(
  width: usize,
  indices: usize,
  values: usize,
  end: usize,
  levels: usize,
  rowBytes: usize,
  weights: usize,
  biases: usize,
  out: usize,
): void {
  if (width == 128) accumulate8<T, I>(indices, values, end, levels, rowBytes, weights, biases, out)
  else if (width == 64) accumulate4<T, I>(indices, values, end, levels, rowBytes, weights, biases, out)
  else if (width == 32) accumulate2<T, I>(indices, values, end, levels, rowBytes, weights, biases, out)
  else accumulate1<T, I>(indices, values, end, levels, rowBytes, weights, biases, out)
}

/** weights += inputs steps for a block of neurons. */
export function scatter<T, I>(
  width: usize,
  indices: usize,
  values: usize,
  end: usize,
  levels: usize,
  rowBytes: usize,
  weights: usize,
  steps: usize,
): void {
  if (width == 128) scatter8<T, I>(indices, values, end, levels, rowBytes, weights, steps)
  else if (width == 64) scatter4<T, I>(indices, values, end, levels, rowBytes, weights, steps)
  else if (width == 32) scatter2<T, I>(indices, values, end, levels, rowBytes, weights, steps)
  else scatter1<T, I>(indices, values, end, levels, rowBytes, weights, steps)
}

function accumulate8<T, I>(
  indices: usize,
  values: usize,
  end: usize,
  levels: usize,
  rowBytes: usize,
  weights: usize,
  bias: usize,
  out: usize,
): void {
  let s0 = v128.load(bias),
    s1 = v128.load(bias, 16),
    s2 = v128.load(bias, 32),
    s3 = v128.load(bias, 48),
    s4 = v128.load(bias, 64),
    s5 = v128.load(bias, 80),
    s6 = v128.load(bias, 96),
    s7 = v128.load(bias, 112)
  while (indices < end) {
    const row = rowOf<I>(indices, weights, rowBytes)
    const x = valueOf<T, I>(values, levels)
    s0 = addProduct<T>(s0, v128.load(row), x)
    s1 = addProduct<T>(s1, v128.load(row, 16), x)
    s2 = addProduct<T>(s2, v128.load(row, 32), x)
    s3 = addProduct<T>(s3, v128.load(row, 48), x)
    s4 = addProduct<T>(s4, v128.load(row, 64), x)
    s5 = addProduct<T>(s5, v128.load(row, 80), x)
    s6 = addProduct<T>(s6, v128.load(row, 96), x)
    s7 = addProduct<T>(s7, v128.load(row, 112), x)
    indices += sizeof<I>()
    values += sizeof<I>() == LISTED ? sizeof<T>() : 1
  }
  v128.store(out, s0)
  v128.store(out, s1, 16)
  v128.store(out, s2, 32)
  v128.store(out, s3, 48)
  v128.store(out, s4, 64)
  v128.store(out, s5, 80)
  v128.store(out, s6, 96)
  v128.store(out, s7, 112)
}

function accumulate4<T, I>(
  indices: usize,
  values: usize,
  end: usize,
  levels: usize,
  rowBytes: usize,
  weights: usize,
  bias: usize,
  out: usize,
): void {
  let s0 = v128.load(bias),
    s1 = v128.load(bias, 16),
    s2 = v128.load(bias, 32),
    s3 = v128.load(bias, 48)
  while (indices < end) {
    const row = rowOf<I>(indices, weights, rowBytes)
    const x = valueOf<T, I>(values, levels)
    s0 = addProduct<T>(s0, v128.load(row), x)
    s1 = addProduct<T>(s1, v128.load(row, 16), x)
    s2 = addProduct<T>(s2, v128.load(row, 32), x)
    s3 = addProduct<T>(s3, v128.load(row, 48), x)
    indices += sizeof<I>()
    values += sizeof<I>() == LISTED ? sizeof<T>() : 1
  }
  v128.store(out, s0)
  v128.store(out, s1, 16)
  v128.store(out, s2, 32)
  v128.store(out, s3, 48)
}

function accumulate2<T, I>(
  indices: usize,
  values: usize,
  end: usize,
  levels: usize,
  rowBytes: usize,
  weights: usize,
  bias: usize,
  out: usize,
): void {
  let s0 = v128.load(bias),
    s1 = v128.load(bias, 16)
  while (indices < end) {
    const row = rowOf<I>(indices, weights, rowBytes)
    const x = valueOf<T, I>(values, levels)
    s0 = addProduct<T>(s0, v128.load(row), x)
    s1 = addProduct<T>(s1, v128.load(row, 16), x)
    indices += sizeof<I>()
    values += sizeof<I>() == LISTED ? sizeof<T>() : 1
  }
  v128.store(out, s0)
  v128.store(out, s1, 16)
}

function accumulate1<T, I>(
  indices: usize,
  values: usize,
  end: usize,
  levels: usize,
  rowBytes: usize,
  weights: usize,
  bias: usize,
  out: usize,
): void {
  let s0 = v128.load(bias)
  while (indices < end) {
    const row = rowOf<I>(indices, weights, rowBytes)
    const x = valueOf<T, I>(values, levels)
    s0 = addProduct<T>(s0, v128.load(row), x)
    indices += sizeof<I>()
    values += sizeof<I>() == LISTED ? sizeof<T>() : 1
  }
  v128.store(out, s0)
}

function scatter8<T, I>(
  indices: usize,
  values: usize,
  end: usize,
  levels: usize,
  rowBytes: usize,
  weights: usize,
  steps: usize,
): void {
  const s0 = v128.load(steps),
    s1 = v128.load(steps, 16),
    s2 = v128.load(steps, 32),
    s3 = v128.load(steps, 48),
    s4 = v128.load(steps, 64),
    s5 = v128.load(steps, 80),
    s6 = v128.load(steps, 96),
    s7 = v128.load(steps, 112)
  while (indices < end) {
    const row = rowOf<I>(indices, weights, rowBytes)
    const x = valueOf<T, I>(values, levels)
    v128.store(row, addProduct<T>(v128.load(row), x, s0))
    v128.store(row, addProduct<T>(v128.load(row, 16), x, s1), 16)
    v128.store(row, addProduct<T>(v128.load(row, 32), x, s2), 32)
    v128.store(row, addProduct<T>(v128.load(row, 48), x, s3), 48)
    v128.store(row, addProduct<T>(v128.load(row, 64), x, s4), 64)
    v128.store(row, addProduct<T>(v128.load(row, 80), x, s5), 80)
    v128.store(row, addProduct<T>(v128.load(row, 96), x, s6), 96)
    v128.store(row, addProduct<T>(v128.load(row, 112), x, s7), 112)
    indices += sizeof<I>()
    values += sizeof<I>() == LISTED ? sizeof<T>() : 1
  }
}

function scatter4<T, I>(
  indices: usize,
  values: usize,
  end: usize,
  levels: usize,
  rowBytes: usize,
  weights: usize,
  steps: usize,
): void {
  const s0 = v128.load(steps),
    s1 = v128.load(steps, 16),
    s2 = v128.load(steps, 32),
    s3 = v128.load(steps, 48)
  while (indices < end) {
    const row = rowOf<I>(indices, weights, rowBytes)
    const x = valueOf<T, I>(values, levels)
    v128.store(row, addProduct<T>(v128.load(row), x, s0))
    v128.store(row, addProduct<T>(v128.load(row, 16), x, s1), 16)
    v128.store(row, addProduct<T>(v128.load(row, 32), x, s2), 32)
    v128.store(row, addProduct<T>(v128.load(row, 48), x, s3), 48)
    indices += sizeof<I>()
    values += sizeof<I>() == LISTED ? sizeof<T>() : 1
  }
}

function scatter2<T, I>(
  indices: usize,
  values: usize,
  end: usize,
  levels: usize,
  rowBytes: usize,
  weights: usize,
  steps: usize,
): void {
  const s0 = v128.load(steps),
    s1 = v128.load(steps, 16)
  while (indices < end) {
    const row = rowOf<I>(indices, weights, rowBytes)
    const x = valueOf<T, I>(values, levels)
    v128.store(row, addProduct<T>(v128.load(row), x, s0))
    v128.store(row, addProduct<T>(v128.load(row, 16), x, s1), 16)
    indices += sizeof<I>()
    values += sizeof<I>() == LISTED ? sizeof<T>() : 1
  }
}

function scatter1<T, I>(
  indices: usize,
  values: usize,
  end: usize,
  levels: usize,
  rowBytes: usize,
  weights: usize,
  steps: usize,
): void {
  const s0 = v128.load(steps)
  while (indices < end) {
    const row = rowOf<I>(indices, weights, rowBytes)
    const x = valueOf<T, I>(values, levels)
    v128.store(row, addProduct<T>(v128.load(row), x, s0))
    indices += sizeof<I>()
    values += sizeof<I>() == LISTED ? sizeof<T>() : 1
  }
}
