import { accumulateFirst, prefetch, updateFirst } from './first-layer'
import { multiply } from './multiply'
import { Examples, Layer, LIST, layerAt, Network, outputLayer, SPARSE } from './network'
import { sigmoid } from './sigmoid'
import { costOf, hiddenSteps, outputSteps, turnSteps, wantedOf } from './steps'

export { touched } from './first-layer'
export { shuffle } from './shuffle'
export { constantsEnd } from './sigmoid'

// The order of every operation is that of engine.ts. `batch` and `order` are addresses of the examples'
// indices, u32.

export function train64(
  network: Network,
  examples: Examples,
  order: usize,
  count: u32,
  miniBatchSize: u32,
  factor: f64,
  cost: f64,
): f64 {
  return train<f64>(network, examples, order, count, miniBatchSize, factor, cost)
}

export function train32(
  network: Network,
  examples: Examples,
  order: usize,
  count: u32,
  miniBatchSize: u32,
  factor: f32,
  cost: f64,
): f64 {
  return train<f32>(network, examples, order, count, miniBatchSize, factor, cost)
}

export function propagate64(
  network: Network,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
  factor: f64,
  cost: f64,
): f64 {
  return propagate<f64>(network, examples, batch, count, slot, factor, cost)
}

export function propagate32(
  network: Network,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
  factor: f32,
  cost: f64,
): f64 {
  return propagate<f32>(network, examples, batch, count, slot, factor, cost)
}

export function update64(network: Network, examples: Examples, batch: usize, count: u32, slot: u32): void {
  update<f64>(network, examples, batch, count, slot, false)
}

export function update32(network: Network, examples: Examples, batch: usize, count: u32, slot: u32): void {
  update<f32>(network, examples, batch, count, slot, false)
}

export function forward64(network: Network, examples: Examples, batch: usize, count: u32): void {
  forward<f64>(network, examples, batch, count, 0)
}

export function forward32(network: Network, examples: Examples, batch: usize, count: u32): void {
  forward<f32>(network, examples, batch, count, 0)
}

export function cost64(network: Network, examples: Examples, example: u32, slot: u32): f64 {
  return costOf<f64>(outputLayer(network), slot, wantedOf(network, outputLayer(network), examples, example))
}

export function cost32(network: Network, examples: Examples, example: u32, slot: u32): f64 {
  return costOf<f32>(outputLayer(network), slot, wantedOf(network, outputLayer(network), examples, example))
}

/**
 * Trains on whole mini-batches, the last of which may be short. Returns the sum of costs so far, to which
 * theirs are added.
 */
function train<T>(
  network: Network,
  examples: Examples,
  order: usize,
  count: u32,
  miniBatchSize: u32,
  factor: T,
  cost: f64,
): f64 {
  for (let start: u32 = 0; start < count; start += miniBatchSize) {
    const batch = order + ((<usize>start) << 2)
    const size = min(miniBatchSize, count - start)
    if (examples.form == SPARSE && start + size < count) {
      prefetch(examples, batch + ((<usize>size) << 2), min(miniBatchSize, count - start - size))
    }
    cost = propagate<T>(network, examples, batch, size, 0, factor, cost)
    update<T>(network, examples, batch, size, 0, size <= LIST)
  }
  return cost
}

/**
 * The first half of a mini-batch, for `count` of its examples: leaves their steps in the slots from `slot`
 * on.
 */
function propagate<T>(
  network: Network,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
  factor: T,
  cost: f64,
): f64 {
  forward<T>(network, examples, batch, count, slot)
  const output = outputLayer(network)
  for (let e: u32 = 0; e < count; e++) {
    const wanted = wantedOf(network, output, examples, load<u32>(batch + ((<usize>e) << 2)))
    cost += costOf<T>(output, slot + e, wanted)
    outputSteps<T>(network, output, slot + e, wanted, factor)
  }
  for (let l = network.count - 1; l > 0; l--) {
    sendBack<T>(network, layerAt(network, l), slot, slot + count)
    hiddenSteps<T>(network, layerAt(network, l - 1), slot, slot + count)
  }
  return cost
}

/** Activations of all layers, in the slots from `slot` on. */
function forward<T>(network: Network, examples: Examples, batch: usize, count: u32, slot: u32): void {
  let below = layerAt(network, 0)
  accumulateFirst<T>(network, below, examples, batch, count, slot)
  activate<T>(below, count, slot)
  for (let l: u32 = 1; l < network.count; l++) {
    const layer = layerAt(network, l)
    const inputs = <usize>below.activations + <usize>slot * below.rowBytes
    const z = <usize>layer.activations + <usize>slot * layer.rowBytes
    multiply<T>(
      inputs,
      below.rowBytes,
      sizeof<T>(),
      layer.weights,
      layer.rowBytes,
      z,
      layer.rowBytes,
      layer.biases,
      0,
      count,
      layer.inputs,
      layer.rowBytes,
      network.panels,
    )
    activate<T>(layer, count, slot)
    below = layer
  }
}

function activate<T>(layer: Layer, count: u32, slot: u32): void {
  let z = <usize>layer.activations + <usize>slot * layer.rowBytes
  for (const end = z + <usize>count * layer.rowBytes; z < end; z += 16)
    v128.store(z, sigmoid<T>(v128.load(z)))
}

/**
 * errors = weights steps, for the slots from .. to, several at once: each sum ascends over the layer's
 * neurons, from 0.
 */
function sendBack<T>(network: Network, layer: Layer, from: u32, to: u32): void {
  turnSteps<T>(network, layer, from, to)
  multiply<T>(
    layer.weights,
    layer.rowBytes,
    sizeof<T>(),
    network.turnedSteps,
    network.slotBytes,
    network.errors,
    network.slotBytes,
    network.zeros,
    0,
    layer.inputs,
    layer.neurons,
    (<usize>(to - from) * sizeof<T>() + 15) & ~15,
    network.panels,
  )
}

/** The second half: adds the steps of the same examples to biases and weights, example by example. */
function update<T>(
  network: Network,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
  isListed: bool,
): void {
  let below = layerAt(network, 0)
  updateBiases<T>(below, count, slot)
  updateFirst<T>(network, below, examples, batch, count, slot, isListed)
  for (let l: u32 = 1; l < network.count; l++) {
    const layer = layerAt(network, l)
    updateBiases<T>(layer, count, slot)
    const inputs = <usize>below.activations + <usize>slot * below.rowBytes
    const steps = <usize>layer.steps + <usize>slot * layer.rowBytes
    multiply<T>(
      inputs,
      sizeof<T>(),
      below.rowBytes,
      steps,
      layer.rowBytes,
      layer.weights,
      layer.rowBytes,
      layer.weights,
      layer.rowBytes,
      layer.inputs,
      count,
      layer.rowBytes,
      network.panels,
    )
    below = layer
  }
}

function updateBiases<T>(layer: Layer, count: u32, slot: u32): void {
  const steps = <usize>layer.steps + <usize>slot * layer.rowBytes
  for (let c: usize = 0; c < layer.rowBytes; c += 16) {
    let sum = v128.load(<usize>layer.biases + c)
    for (let e: usize = 0; e < <usize>count; e++)
      sum = v128.add<T>(sum, v128.load(steps + e * layer.rowBytes + c))
    v128.store(<usize>layer.biases + c, sum)
  }
}
