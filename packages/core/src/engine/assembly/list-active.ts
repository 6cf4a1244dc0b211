import { activeAmong, MASK } from './byte-rows'
import { DENSE, Examples, Layer, Network, SPARSE } from './network'

/**
 * Lists the inputs of an example that are not 0, in ascending order: the offsets of their rows of weights,
 * and their values.
 */
export function listActive<T>(
  network: Network,
  first: Layer,
  examples: Examples,
  example: u32,
  list: u32,
): void {
  const at = <usize>list * first.inputs
  const rows = <usize>network.activeRows + 4 * at
  const values = <usize>network.activeValues + sizeof<T>() * at
  let end: usize
  if (examples.form == SPARSE) end = listEntries<T>(network, first, examples, example, rows, values)
  else if (examples.form == DENSE)
    end = listNumbers<T>(
      first,
      <usize>examples.values + <usize>example * first.inputs * sizeof<T>(),
      rows,
      values,
    )
  else
    end = listBytes<T>(network, first, <usize>examples.values + <usize>example * first.inputs, rows, values)
  store<u32>(<usize>network.activeCounts + 4 * <usize>list, <u32>((end - rows) >> 2))
}

function listEntries<T>(
  network: Network,
  first: Layer,
  examples: Examples,
  example: u32,
  rows: usize,
  values: usize,
): usize {
  const offsets = <usize>examples.offsets + ((<usize>example) << 2)
  const start = <usize>load<u32>(offsets)
  let index = <usize>examples.indices + 2 * start
  let byte = <usize>examples.values + start
  for (const end = <usize>examples.values + load<u32>(offsets, 4); byte < end; byte++) {
    store<u32>(rows, <u32>load<u16>(index) * first.rowBytes)
    store<T>(values, load<T>(<usize>network.levels + <usize>load<u8>(byte) * sizeof<T>()))
    index += 2
    rows += 4
    values += sizeof<T>()
  }
  return rows
}

function listNumbers<T>(first: Layer, number: usize, rows: usize, values: usize): usize {
  const rowBytes = first.rowBytes
  let row: u32 = 0
  for (const end = number + <usize>first.inputs * sizeof<T>(); number < end; number += sizeof<T>()) {
    const x = load<T>(number)
    store<u32>(rows, row)
    store<T>(values, x)
    // A 0 is overwritten by what comes next: no branch to foresee.
    const isActive = <usize>(x != <T>0)
    rows += isActive << 2
    values += isActive * sizeof<T>()
    row += rowBytes
  }
  return rows
}

function listBytes<T>(network: Network, first: Layer, bytes: usize, rows: usize, values: usize): usize {
  const inputs = <usize>first.inputs
  for (let k: usize = 0; k < inputs; k += MASK) {
    for (let active = activeAmong(bytes + k, inputs - k); active != 0; active &= active - 1) {
      const input = k + <usize>ctz<u64>(active)
      store<u32>(rows, <u32>input * first.rowBytes)
      store<T>(values, load<T>(<usize>network.levels + <usize>load<u8>(bytes + input) * sizeof<T>()))
      rows += 4
      values += sizeof<T>()
    }
  }
  return rows
}
