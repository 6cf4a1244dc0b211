import { Examples, Layer, Network, SPARSE } from './network'

/** Address of an example's wanted outputs: a padded row. */
export function wantedOf(network: Network, output: Layer, examples: Examples, example: u32): usize {
  return examples.form == SPARSE
    ? <usize>network.targets + <usize>load<u8>(<usize>examples.labels + example) * output.rowBytes
    : <usize>examples.wanted + <usize>example * output.rowBytes
}

/** |a - y| ** 2 / 2 of a slot, the sum in ascending order. */
export function costOf<T>(output: Layer, slot: u32, wanted: usize): f64 {
  let sum: T = <T>0
  const a = <usize>output.activations + <usize>slot * output.rowBytes
  for (let j: usize = 0; j < <usize>output.neurons * sizeof<T>(); j += sizeof<T>()) {
    const difference = load<T>(a + j) - load<T>(wanted + j)
    sum += difference * difference
  }
  return <f64>(sum * <T>0.5)
}

/** steps = (factor (a - y)) (a (1 - a)) of a slot. */
export function outputSteps<T>(network: Network, output: Layer, slot: u32, wanted: usize, factor: T): void {
  let a = <usize>output.activations + <usize>slot * output.rowBytes
  let steps = <usize>output.steps + <usize>slot * output.rowBytes
  const f = v128.splat<T>(factor),
    one = v128.splat<T>(<T>1)
  for (const end = a + output.rowBytes; a < end; a += 16) {
    const x = v128.load(a)
    const difference = v128.sub<T>(x, v128.load(wanted))
    v128.store(steps, v128.mul<T>(v128.mul<T>(f, difference), v128.mul<T>(x, v128.sub<T>(one, x))))
    steps += 16
    wanted += 16
  }
}

/**
 * Neurons at a time: of two matrices, one with a row a neuron and one with a row a slot, the lines of both
 * stay in the cache.
 */
const TILE: usize = 16

/** steps = errors (a (1 - a)) of the slots from .. to. */
export function hiddenSteps<T>(network: Network, layer: Layer, from: u32, to: u32): void {
  for (let start: usize = 0; start < <usize>layer.neurons; start += TILE) {
    const end = min(start + TILE, <usize>layer.neurons)
    for (let slot = <usize>from; slot < <usize>to; slot++) {
      const row = slot * layer.rowBytes
      let error = <usize>network.errors + start * network.slotBytes + (slot - from) * sizeof<T>()
      for (let at = row + start * sizeof<T>(); at < row + end * sizeof<T>(); at += sizeof<T>()) {
        const a = load<T>(<usize>layer.activations + at)
        store<T>(<usize>layer.steps + at, load<T>(error) * (a * (<T>1 - a)))
        error += network.slotBytes
      }
    }
  }
}

/**
 * Writes the steps of the slots from .. to once more, a row a neuron: sendBack reads many slots of a neuron
 * at once.
 */
export function turnSteps<T>(network: Network, layer: Layer, from: u32, to: u32): void {
  for (let start: usize = 0; start < <usize>layer.neurons; start += TILE) {
    const end = min(start + TILE, <usize>layer.neurons)
    for (let slot = <usize>from; slot < <usize>to; slot++) {
      const row = <usize>layer.steps + slot * layer.rowBytes
      let turned = <usize>network.turnedSteps + start * network.slotBytes + (slot - from) * sizeof<T>()
      for (let step = row + start * sizeof<T>(); step < row + end * sizeof<T>(); step += sizeof<T>()) {
        store<T>(turned, load<T>(step))
        turned += network.slotBytes
      }
    }
  }
}
