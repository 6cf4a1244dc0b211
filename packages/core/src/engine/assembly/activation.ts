import { splatAt } from './block'
import { exp, ONE } from './exp'
import { activationsAt, Layer } from './network'
import { tanh } from './tanh'

/** The numbers of activation functions, as src/activation.ts has them. */
const SIGMOID: u32 = 0
const TANH: u32 = 1
const RELU: u32 = 2
const SOFTMAX: u32 = 3

/** Turns weighted inputs into activations, in `count` slots from `slot` on. Nothing reads the padding's. */
export function activate(layer: Layer, count: u32, slot: u32): void {
  let z = activationsAt(layer, slot)
  const end = activationsAt(layer, slot + count)
  if (layer.activation == SIGMOID) for (; z < end; z += 16) v128.store(z, sigmoid(v128.load(z)))
  else if (layer.activation == TANH) for (; z < end; z += 16) v128.store(z, tanh(v128.load(z)))
  else if (layer.activation == RELU) for (; z < end; z += 16) v128.store(z, relu(v128.load(z)))
  else if (layer.activation == SOFTMAX) softmax(layer, z, end)
  else unreachable()
}

/** The derivative of an activation function in every lane, from the activations. */
export function slopes(activation: u32, a: v128): v128 {
  const one = splatAt(ONE)
  if (activation == SIGMOID) return v128.mul<Real>(a, v128.sub<Real>(one, a))
  if (activation == TANH) return v128.sub<Real>(one, v128.mul<Real>(a, a))
  if (activation == RELU) return v128.and(v128.gt<Real>(a, v128.splat<Real>(0)), one)
  return unreachable()
}

/** 1 / (1 + e ** -z) in every lane. */
function sigmoid(z: v128): v128 {
  const one = splatAt(ONE)
  return v128.div<Real>(one, v128.add<Real>(one, exp(v128.neg<Real>(z))))
}

function relu(z: v128): v128 {
  return v128.pmax<Real>(z, v128.splat<Real>(0))
}

/** e ** (z_j - m) / the sum of those, with the largest m, of rows: first all powers, so that sums overlap. */
function softmax(layer: Layer, from: usize, to: usize): void {
  for (let row = from; row < to; row += layer.rowBytes) powers(layer, row)
  for (let row = from; row < to; row += layer.rowBytes) {
    const end = row + layer.rowBytes
    let sum: Real = 0
    for (let e = row; e < end; e += 16) {
      sum += load<Real>(e)
      sum += load<Real>(e, sizeof<Real>())
      if (sizeof<Real>() == 4) {
        sum += load<Real>(e, 8)
        sum += load<Real>(e, 12)
      }
    }
    const all = v128.splat<Real>(sum)
    for (let e = row; e < end; e += 16) v128.store(e, v128.div<Real>(v128.load(e), all))
  }
}

/** e ** (z_j - m) of a row. Those of the padding are 0, and count as nothing. */
function powers(layer: Layer, row: usize): void {
  const end = row + layer.rowBytes
  for (let z = row + layer.neurons * sizeof<Real>(); z < end; z += sizeof<Real>()) store<Real>(z, -Infinity)
  let m = v128.load(row)
  for (let z = row + 16; z < end; z += 16) m = v128.pmax<Real>(m, v128.load(z))
  m = v128.pmax<Real>(m, v128.shuffle<u64>(m, m, 1, 0))
  if (sizeof<Real>() == 4) m = v128.pmax<Real>(m, v128.shuffle<u32>(m, m, 1, 0, 3, 2))
  for (let z = row; z < end; z += 16) v128.store(z, exp(v128.sub<Real>(v128.load(z), m)))
}
