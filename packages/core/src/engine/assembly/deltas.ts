import { slope } from './activation'
import { deltasAt, Layer, Network } from './network'

/**
 * Neurons at a time: of two matrices, one with a row a neuron and one with a row a slot, the lines of both
 * stay in the cache.
 */
const TILE: u32 = 16

/** deltas = errors times slopes, of the slots from .. to. */
export function hiddenDeltas(network: Network, layer: Layer, from: u32, to: u32): void {
  for (let start: u32 = 0; start < layer.neurons; start += TILE) {
    const end = min(start + TILE, layer.neurons)
    for (let slot = from; slot < to; slot++) {
      const row = slot * layer.rowBytes
      let error = network.errors + start * network.slotBytes + (slot - from) * sizeof<Real>()
      for (let at = row + start * sizeof<Real>(); at < row + end * sizeof<Real>(); at += sizeof<Real>()) {
        const a = load<Real>(layer.activations + at)
        store<Real>(layer.deltas + at, load<Real>(error) * slope(layer.activation, a))
        error += network.slotBytes
      }
    }
  }
}

/**
 * Writes the deltas of the slots from .. to once more, a row a neuron: sendBack reads many slots of a neuron
 * at once.
 */
export function turnDeltas(network: Network, layer: Layer, from: u32, to: u32): void {
  for (let start: u32 = 0; start < layer.neurons; start += TILE) {
    const end = min(start + TILE, layer.neurons)
    for (let slot = from; slot < to; slot++) {
      const row = deltasAt(layer, slot)
      let turned = network.turnedDeltas + start * network.slotBytes + (slot - from) * sizeof<Real>()
      for (
        let delta = row + start * sizeof<Real>();
        delta < row + end * sizeof<Real>();
        delta += sizeof<Real>()
      ) {
        store<Real>(turned, load<Real>(delta))
        turned += network.slotBytes
      }
    }
  }
}
