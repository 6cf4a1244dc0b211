import { slopes } from './activation'
import { log } from './log'
import { activationsAt, deltasAt, Examples, Layer, Network, SPARSE } from './network'

/** The numbers of cost functions, as src/cost.ts has them. */
const QUADRATIC: u32 = 0
const CROSS_ENTROPY: u32 = 1
const LOG_LIKELIHOOD: u32 = 2

/** Address of an example's wanted outputs: a row padded with zeros. */
export function wantedOf(network: Network, output: Layer, examples: Examples, example: u32): usize {
  return examples.form == SPARSE
    ? network.targets + load<u8>(examples.labels + example) * output.rowBytes
    : examples.wanted + example * output.rowBytes
}

/** The cost of a slot where an example's outputs are wanted. */
export function costOf(network: Network, output: Layer, examples: Examples, example: u32, slot: u32): f64 {
  const a = activationsAt(output, slot)
  const bytes = output.neurons * sizeof<Real>()
  if (network.cost == LOG_LIKELIHOOD && examples.form == SPARSE) {
    // All terms but the label's are 0.
    const likely = load<Real>(a + load<u8>(examples.labels + example) * sizeof<Real>())
    return -f64x2.extract_lane(logOfActivation(f64x2.splat(likely)), 0)
  }
  const wanted = wantedOf(network, output, examples, example)
  return network.cost == QUADRATIC
    ? quadratic(a, wanted, bytes)
    : sumOfLogs(network.cost, a, wanted, bytes, examples.form == SPARSE)
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

/** The least argument of a logarithm, and the least that 1 - a counts as. */
const LOW = memory.data<f64>([sizeof<Real>() == 8 ? 2.2250738585072014e-308 : 1.401298464324817e-45])
const REST = memory.data<f64>([sizeof<Real>() == 8 ? 5.551115123125783e-17 : 2.9802322387695312e-8])
const ONE64 = memory.data<f64>([1])

/**
 * A cost of logarithms in float64, two neurons at a time; the sum in ascending order.
 * @param isOneHot whether every wanted output is 0 or 1
 */
function sumOfLogs(cost: u32, a: usize, wanted: usize, bytes: usize, isOneHot: bool): f64 {
  let sum: f64 = 0
  for (let j: usize = 0; j < bytes; j += 2 * sizeof<Real>()) {
    const x = pairAt(a + j),
      y = pairAt(wanted + j)
    const term = cost == CROSS_ENTROPY ? crossEntropy(x, y, isOneHot) : f64x2.mul(y, logOfActivation(x))
    sum += f64x2.extract_lane(term, 0)
    if (j + sizeof<Real>() < bytes) sum += f64x2.extract_lane(term, 1)
  }
  return -sum
}

function logOfActivation(a: v128): v128 {
  return log(f64x2.pmax(a, v128.load64_splat(LOW)))
}

/** Two numbers in float64. */
function pairAt(address: usize): v128 {
  return sizeof<Real>() == 8 ? v128.load(address) : f64x2.promote_low_f32x4(v128.load64_zero(address))
}

/** y log a + (1 - y) log (1 - a). Where y is 0 or 1, one of the logarithms counts 0 times. */
function crossEntropy(a: v128, y: v128, isOneHot: bool): v128 {
  const one = v128.load64_splat(ONE64)
  const low = f64x2.pmax(a, v128.load64_splat(LOW))
  const rest = f64x2.pmax(f64x2.sub(one, a), v128.load64_splat(REST))
  if (isOneHot) return log(v128.bitselect(low, rest, f64x2.eq(y, one)))
  return f64x2.add(f64x2.mul(y, log(low)), f64x2.mul(f64x2.sub(one, y), log(rest)))
}

/** The deltas of a slot, times `scale`; those of the padding are 0, so that its weights stay 0. */
export function outputDeltas(network: Network, output: Layer, slot: u32, wanted: usize, scale: Real): void {
  const a = activationsAt(output, slot)
  const deltas = deltasAt(output, slot)
  const f = v128.splat<Real>(scale)
  for (let j: u32 = 0; j < output.rowBytes; j += 16) {
    const x = v128.load(a + j)
    let delta = v128.mul<Real>(f, v128.sub<Real>(x, v128.load(wanted + j)))
    if (network.cost == QUADRATIC) delta = v128.mul<Real>(delta, slopes(output.activation, x))
    v128.store(deltas + j, delta)
  }
  for (let j = output.neurons * sizeof<Real>(); j < output.rowBytes; j += sizeof<Real>())
    store<Real>(deltas + j, 0)
}
