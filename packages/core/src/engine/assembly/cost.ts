import { slopes } from './activation'
import { activationsAt, deltasAt, Examples, Layer, Network, SPARSE } from './network'

/** The number of a cost function, as src/cost.ts has it. */
const QUADRATIC: u32 = 0

/** Address of an example's wanted outputs: a row padded with zeros. */
export function wantedOf(network: Network, output: Layer, examples: Examples, example: u32): usize {
  return examples.form == SPARSE
    ? network.targets + load<u8>(examples.labels + example) * output.rowBytes
    : examples.wanted + example * output.rowBytes
}

/** The cost of a slot. */
export function costOf(network: Network, output: Layer, slot: u32, wanted: usize): f64 {
  const a = activationsAt(output, slot)
  if (network.cost == QUADRATIC) return quadratic(a, wanted, output.neurons * sizeof<Real>())
  return unreachable()
}

/** |a - y| ** 2 / 2, the sum in ascending order. */
function quadratic(a: usize, wanted: usize, bytes: usize): f64 {
  let sum: Real = 0
  for (let j: usize = 0; j < bytes; j += sizeof<Real>()) {
    const difference = load<Real>(a + j) - load<Real>(wanted + j)
    sum += difference * difference
  }
  return sum * <Real>0.5
}

/** The deltas of a slot, times `scale`; those of the padding are 0, so that its weights stay 0. */
export function outputDeltas(network: Network, output: Layer, slot: u32, wanted: usize, scale: Real): void {
  const a = activationsAt(output, slot)
  const deltas = deltasAt(output, slot)
  const f = v128.splat<Real>(scale)
  for (let j: u32 = 0; j < output.rowBytes; j += 16) {
    const x = v128.load(a + j)
    const slope = slopes(output.activation, x)
    v128.store(deltas + j, delta(network.cost, x, v128.load(wanted + j), slope, f))
  }
  for (let j = output.neurons * sizeof<Real>(); j < output.rowBytes; j += sizeof<Real>())
    store<Real>(deltas + j, 0)
}

function delta(cost: u32, a: v128, y: v128, slope: v128, scale: v128): v128 {
  if (cost == QUADRATIC) return v128.mul<Real>(v128.mul<Real>(scale, v128.sub<Real>(a, y)), slope)
  return unreachable()
}
