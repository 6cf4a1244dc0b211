import { activationsAt, Examples, Layer, Network, SPARSE, stepsAt } from './network'

/** Address of an example's wanted outputs: a padded row. */
export function wantedOf(network: Network, output: Layer, examples: Examples, example: u32): usize {
  return examples.form == SPARSE
    ? network.targets + load<u8>(examples.labels + example) * output.rowBytes
    : examples.wanted + example * output.rowBytes
}

/** |a - y| ** 2 / 2 of a slot, the sum in ascending order. */
export function costOf(output: Layer, slot: u32, wanted: usize): f64 {
  let sum: Real = 0
  const a = activationsAt(output, slot)
  for (let j: usize = 0; j < output.neurons * sizeof<Real>(); j += sizeof<Real>()) {
    const difference = load<Real>(a + j) - load<Real>(wanted + j)
    sum += difference * difference
  }
  return sum * <Real>0.5
}

/** steps = (factor (a - y)) (a (1 - a)) of a slot. */
export function outputSteps(output: Layer, slot: u32, wanted: usize, factor: Real): void {
  let a = activationsAt(output, slot)
  let steps = stepsAt(output, slot)
  const f = v128.splat<Real>(factor),
    one = v128.splat<Real>(1)
  for (const end = a + output.rowBytes; a < end; a += 16) {
    const x = v128.load(a)
    const error = v128.mul<Real>(f, v128.sub<Real>(x, v128.load(wanted)))
    v128.store(steps, v128.mul<Real>(error, v128.mul<Real>(x, v128.sub<Real>(one, x))))
    steps += 16
    wanted += 16
  }
}

/**
 * Neurons at a time: of two matrices, one with a row a neuron and one with a row a slot, the lines of both
 * stay in the cache.
 */
const TILE: u32 = 16

/** steps = errors (a (1 - a)) of the slots from .. to. */
export function hiddenSteps(network: Network, layer: Layer, from: u32, to: u32): void {
  for (let start: u32 = 0; start < layer.neurons; start += TILE) {
    const end = min(start + TILE, layer.neurons)
    for (let slot = from; slot < to; slot++) {
      const row = slot * layer.rowBytes
      let error = network.errors + start * network.slotBytes + (slot - from) * sizeof<Real>()
      for (let at = row + start * sizeof<Real>(); at < row + end * sizeof<Real>(); at += sizeof<Real>()) {
        const a = load<Real>(layer.activations + at)
        store<Real>(layer.steps + at, load<Real>(error) * (a * (<Real>1 - a)))
        error += network.slotBytes
      }
    }
  }
}

/**
 * Writes the steps of the slots from .. to once more, a row a neuron: sendBack reads many slots of a neuron
 * at once.
 */
export function turnSteps(network: Network, layer: Layer, from: u32, to: u32): void {
  for (let start: u32 = 0; start < layer.neurons; start += TILE) {
    const end = min(start + TILE, layer.neurons)
    for (let slot = from; slot < to; slot++) {
      const row = stepsAt(layer, slot)
      let turned = network.turnedSteps + start * network.slotBytes + (slot - from) * sizeof<Real>()
      for (
        let step = row + start * sizeof<Real>();
        step < row + end * sizeof<Real>();
        step += sizeof<Real>()
      ) {
        store<Real>(turned, load<Real>(step))
        turned += network.slotBytes
      }
    }
  }
}
