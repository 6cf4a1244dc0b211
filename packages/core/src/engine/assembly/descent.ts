import { splatAt } from './block'
import { ONE } from './exp'
import { Layer, layerAt, Network } from './network'

/** A step of gradient descent, as simd/descent.ts lays it out. Its numbers come first. */
@unmanaged
export class Descent {
  /** The deltas carry it: -eta / m in fused updates, else 1. */
  scale: Real
  /** Fused, every weight w becomes shrink * w - drop, or + drop where w is below 0. */
  shrink: Real
  drop: Real
  /** 1 / m. */
  share: Real
  eta: Real
  l2: Real
  l1: Real
  /** mu, or beta1 and beta2, and what they leave of 1. */
  beta1: Real
  rest1: Real
  beta2: Real
  rest2: Real
  epsilon: Real
  /** FUSED, or the number of the optimiser. */
  optimiser: u32
  /** Whether fused updates shrink the weights. */
  shrinks: u32
  /** The network whose biases and weights are the sums of gradients. */
  sums: u32
  /** From a bias or weight to its sum of gradients, and to the optimiser's numbers of it. */
  toSum: u32
  toFirst: u32
  toSecond: u32
  /** Adam's corrections for each mini-batch to come: 1 / (1 - beta1 ** t) and 1 / (1 - beta2 ** t). */
  corrections: u32
}

export const FUSED: u32 = 0
const NESTEROV: u32 = 2
const ADAM: u32 = 3

/** The same in every lane of a number but the sign, which is the number's; 0 where that is 0. */
function signed(size: v128, w: v128): v128 {
  const sign = v128.and(w, v128.splat<Real>(-0.0))
  return v128.and(v128.ne<Real>(w, v128.splat<Real>(0)), v128.or(size, sign))
}

/** The decay of fused updates, of all weights. */
export function shrinkWeights(network: Network, descent: Descent): void {
  const shrink = v128.splat<Real>(descent.shrink)
  const drop = v128.splat<Real>(descent.drop)
  for (let l: u32 = 0; l < network.count; l++) {
    const layer = layerAt(network, l)
    const end = layer.weights + layer.inputs * layer.rowBytes
    // A product that is not 0 is as it would be with the subtraction of 0.
    if (descent.drop == 0 && descent.shrink > 0.5) {
      for (let at: usize = layer.weights; at < end; at += 16)
        v128.store(at, v128.mul<Real>(shrink, v128.load(at)))
    } else {
      for (let at: usize = layer.weights; at < end; at += 16) {
        const w = v128.load(at)
        v128.store(at, v128.sub<Real>(v128.mul<Real>(shrink, w), signed(drop, w)))
      }
    }
  }
}

/** Changes all biases and weights by their sums of gradients, and sets these to 0. */
export function descendAll(network: Network, descent: Descent): void {
  for (let l: u32 = 0; l < network.count; l++) {
    const layer = layerAt(network, l)
    change(descent, layer.biases, layer.rowBytes, 0, 0)
    change(descent, layer.weights, layer.inputs * layer.rowBytes, descent.l2, descent.l1)
  }
  descent.corrections += 2 * sizeof<Real>()
}

function change(descent: Descent, from: usize, bytes: usize, l2: Real, l1: Real): void {
  const share = v128.splat<Real>(descent.share),
    shrink = v128.splat<Real>(l2),
    drop = v128.splat<Real>(l1),
    eta = v128.splat<Real>(descent.eta),
    beta1 = v128.splat<Real>(descent.beta1),
    zero = v128.splat<Real>(0)
  const drops = l1 != 0
  const optimiser = descent.optimiser
  let at = from,
    sum = from + descent.toSum,
    first = from + descent.toFirst,
    second = from + descent.toSecond
  for (const end = from + bytes; at < end; at += 16) {
    const w = v128.load(at)
    // 0 instead of -0, for which the product with l2 would be -0.
    const decayed = v128.mul<Real>(shrink, v128.add<Real>(w, zero))
    let g = v128.add<Real>(v128.mul<Real>(share, v128.load(sum)), decayed)
    v128.store(sum, zero)
    if (drops) g = v128.add<Real>(g, signed(drop, w))
    if (optimiser == ADAM) {
      const rest1 = v128.splat<Real>(descent.rest1),
        rest2 = v128.splat<Real>(descent.rest2),
        beta2 = v128.splat<Real>(descent.beta2)
      const p = v128.add<Real>(v128.mul<Real>(beta1, v128.load(first)), v128.mul<Real>(rest1, g))
      const square = v128.mul<Real>(rest2, v128.mul<Real>(g, g))
      const q = v128.add<Real>(v128.mul<Real>(beta2, v128.load(second)), square)
      v128.store(first, p)
      v128.store(second, q)
      const mean = v128.mul<Real>(p, splatAt(descent.corrections))
      const size = v128.sqrt<Real>(v128.mul<Real>(q, splatAt(descent.corrections + sizeof<Real>())))
      const step = v128.div<Real>(
        v128.mul<Real>(eta, mean),
        v128.add<Real>(size, v128.splat<Real>(descent.epsilon)),
      )
      v128.store(at, v128.sub<Real>(w, step))
    } else {
      const push = v128.mul<Real>(eta, g)
      let v = v128.sub<Real>(v128.mul<Real>(beta1, v128.load(first)), push)
      v128.store(first, v)
      if (optimiser == NESTEROV) v = v128.sub<Real>(v128.mul<Real>(beta1, v), push)
      v128.store(at, v128.add<Real>(w, v))
    }
    sum += 16
    first += 16
    second += 16
  }
}
