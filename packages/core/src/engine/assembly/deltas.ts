import { slopes } from './activation'
import { turn, turned } from './block'
import { deltasAt, Layer, Network } from './network'

/**
 * Neurons at a time: of two matrices, one with a row a neuron and one with a row a slot, the lines of both
 * stay in the cache.
 */
const TILE: u32 = 16

/** Numbers of a vector. */
const LANES: u32 = 16 / sizeof<Real>()
/** As many numbers of ones as of zeros: bits that keep the first lanes only. */
const KEEP = memory.data<u64>([-1, -1, 0, 0])

/**
 * deltas = errors times slopes, of the slots from .. to; those of the padding are 0.
 * @param isDropped whether some neurons are dropped: then the factors stand for the slopes
 */
export function hiddenDeltas(network: Network, layer: Layer, from: u32, to: u32, isDropped: bool): void {
  const slotBytes = network.slotBytes,
    rowBytes = layer.rowBytes,
    neurons = layer.neurons
  const activation = layer.activation
  const source = isDropped ? layer.factors : layer.activations
  const toDeltas = layer.deltas - source
  for (let start: u32 = 0; start < neurons; start += TILE) {
    const end = min(start + TILE, neurons)
    for (let slot = from; slot < to; slot += LANES) {
      const slots = to - slot
      for (let neuron = start; neuron < end; neuron += LANES) {
        // As many neurons and slots as a vector has lanes, from rows of slots to rows of neurons.
        const errors = network.errors + neuron * slotBytes + (slot - from) * sizeof<Real>()
        const e0 = v128.load(errors),
          e1 = v128.load(errors + slotBytes)
        if (sizeof<Real>() == 8) {
          v128.store(turned, v128.shuffle<u64>(e0, e1, 0, 2))
          v128.store(turned, v128.shuffle<u64>(e0, e1, 1, 3), 16)
        } else turn(e0, e1, v128.load(errors + 2 * slotBytes), v128.load(errors + 3 * slotBytes))
        const keep = v128.load(KEEP + 16 - min(neurons - neuron, LANES) * sizeof<Real>())
        let at: usize = source + slot * rowBytes + neuron * sizeof<Real>()
        for (let row = turned; row < turned + ((<usize>min(slots, LANES)) << 4); row += 16) {
          const x = v128.load(at)
          const factors = isDropped ? x : slopes(activation, x)
          v128.store(at + toDeltas, v128.and(v128.mul<Real>(v128.load(row), factors), keep))
          at += rowBytes
        }
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
