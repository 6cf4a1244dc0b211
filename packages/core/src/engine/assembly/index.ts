import { activate } from './activation'
import { Product } from './block'
import { Chance, dropNeurons, dropsNeurons } from './chance'
import { costOf, outputDeltas, wantedOf } from './cost'
import { hiddenDeltas, turnDeltas } from './deltas'
import { Descent, descendAll, FUSED, shrinkWeights } from './descent'
import { accumulateFirst, prefetch, updateFirst } from './first-layer'
import { multiply } from './multiply'
import {
  activationsAt,
  exampleAt,
  Examples,
  Layer,
  LIST,
  layerAt,
  Network,
  outputLayer,
  SPARSE,
  deltasAt,
} from './network'

export { touched } from './first-layer'
export { descendAll as descend, shrinkWeights as shrink } from './descent'
export { shuffle } from './shuffle'
export { constantsEnd } from './exp'

// The order of every operation is that of engine.ts. `batch` and `order` are addresses of the examples'
// indices, u32.

/**
 * Trains on whole mini-batches, the last of which may be short. Returns the sum of costs so far, to which
 * theirs are added.
 */
export function train(
  network: Network,
  examples: Examples,
  order: usize,
  count: u32,
  miniBatchSize: u32,
  descent: Descent,
  chance: Chance,
  cost: f64,
): f64 {
  for (let start: u32 = 0; start < count; start += miniBatchSize) {
    const batch = order + (start << 2)
    const size = min(miniBatchSize, count - start)
    if (examples.form == SPARSE && start + size < count) {
      prefetch(examples, batch + (size << 2), min(miniBatchSize, count - start - size))
    }
    cost = propagate(network, examples, batch, size, 0, descent.scale, chance, cost)
    const isReady = size <= LIST
    if (descent.optimiser == FUSED) {
      if (descent.shrinks) shrinkWeights(network, descent)
      updateAll(network, examples, batch, size, 0, chance, isReady)
    } else {
      updateAll(changetype<Network>(<usize>descent.sums), examples, batch, size, 0, chance, isReady)
      descendAll(network, descent)
    }
  }
  return cost
}

/**
 * The first half of a mini-batch, for `count` of its examples: leaves their deltas in the slots from `slot`
 * on.
 */
export function propagate(
  network: Network,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
  scale: Real,
  chance: Chance,
  cost: f64,
): f64 {
  forwardTo(network, examples, batch, count, slot, chance)
  const output = outputLayer(network)
  for (let e: u32 = 0; e < count; e++) {
    const wanted = wantedOf(network, output, examples, exampleAt(batch, e))
    cost += costOf(network, output, examples, exampleAt(batch, e), slot + e)
    outputDeltas(network, output, slot + e, wanted, scale)
  }
  for (let l = network.count - 1; l > 0; l--) {
    sendBack(network, layerAt(network, l), slot, slot + count)
    hiddenDeltas(network, layerAt(network, l - 1), slot, slot + count, dropsNeurons(chance))
  }
  return cost
}

/** The second half: adds the deltas of the same examples to biases and weights, example by example. */
export function update(
  network: Network,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
  chance: Chance,
): void {
  updateAll(network, examples, batch, count, slot, chance, false)
}

/** Activations of all layers, in the slots 0 .. count. */
export function forward(network: Network, examples: Examples, batch: usize, count: u32): void {
  forwardTo(network, examples, batch, count, 0, changetype<Chance>(0))
}

/** The cost of an example whose activations are in a slot. */
export function cost(network: Network, examples: Examples, example: u32, slot: u32): f64 {
  return costOf(network, outputLayer(network), examples, example, slot)
}

const product = changetype<Product>(memory.data(offsetof<Product>()))

/** Activations of all layers, in the slots from `slot` on. */
function forwardTo(
  network: Network,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
  chance: Chance,
): void {
  let below = layerAt(network, 0)
  accumulateFirst(network, below, examples, batch, count, slot, chance)
  activate(below, count, slot)
  for (let l: u32 = 1; l < network.count; l++) {
    const layer = layerAt(network, l)
    if (dropsNeurons(chance)) dropNeurons(network, chance, below, l, examples, batch, count, slot)
    product.size(count, layer.inputs, layer.rowBytes)
    product.left(activationsAt(below, slot), below.rowBytes, sizeof<Real>())
    product.right(layer.weights, layer.rowBytes)
    product.start(layer.biases, 0)
    product.result(activationsAt(layer, slot), layer.rowBytes)
    multiply(product, network.panels)
    activate(layer, count, slot)
    below = layer
  }
}

/**
 * errors = weights deltas, for the slots from .. to, several at once: each sum ascends over the layer's
 * neurons, from 0.
 */
function sendBack(network: Network, layer: Layer, from: u32, to: u32): void {
  turnDeltas(network, layer, from, to)
  product.size(layer.inputs, layer.neurons, ((to - from) * sizeof<Real>() + 15) & ~15)
  product.left(layer.weights, layer.rowBytes, sizeof<Real>())
  product.right(network.turnedDeltas, network.slotBytes)
  product.start(network.zeros, 0)
  product.result(network.errors, network.slotBytes)
  multiply(product, network.panels)
}

/** @param isReady whether the lists of active inputs still exist. */
function updateAll(
  network: Network,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
  chance: Chance,
  isReady: bool,
): void {
  let below = layerAt(network, 0)
  updateBiases(below, count, slot)
  updateFirst(network, below, examples, batch, count, slot, chance, isReady)
  for (let l: u32 = 1; l < network.count; l++) {
    const layer = layerAt(network, l)
    updateBiases(layer, count, slot)
    product.size(layer.inputs, count, layer.rowBytes)
    product.left(activationsAt(below, slot), sizeof<Real>(), below.rowBytes)
    product.right(deltasAt(layer, slot), layer.rowBytes)
    product.start(layer.weights, layer.rowBytes)
    product.result(layer.weights, layer.rowBytes)
    multiply(product, network.panels)
    below = layer
  }
}

function updateBiases(layer: Layer, count: u32, slot: u32): void {
  const deltas = deltasAt(layer, slot)
  for (let c: u32 = 0; c < layer.rowBytes; c += 16) {
    let sum = v128.load(layer.biases + c)
    for (let e: u32 = 0; e < count; e++) sum = v128.add<Real>(sum, v128.load(deltas + e * layer.rowBytes + c))
    v128.store(layer.biases + c, sum)
  }
}
