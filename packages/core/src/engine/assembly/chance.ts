import { slopes } from './activation'
import { turn, turned } from './block'
import { activationsAt, exampleAt, Examples, Layer, Network, SPARSE } from './network'
import { philox, words } from './philox'

/** Dropout and shifts of an epoch, as simd/chance.ts lays them out. The numbers 1 / (1 - p) come first. */
@unmanaged
export class Chance {
  hiddenScale: Real
  inputScale: Real
  epoch: u32
  /** Whether hidden neurons are dropped, and inputs: each where its random word is below a limit. */
  dropsHidden: u32
  hiddenLimit: u32
  dropsInputs: u32
  inputLimit: u32
  /** The most pixels of a shift, or 0. */
  reach: u32
  /** Two words of each key. */
  dropoutKey: u64
  shiftKey: u64
}

/** Its address is 0 where there is none. */
function isNone(chance: Chance): bool {
  return changetype<usize>(chance) == 0
}

export function dropsNeurons(chance: Chance): bool {
  return !isNone(chance) && chance.dropsHidden != 0
}

/** Whether the inputs of examples are others than they are bound as. */
export function changesInputs(chance: Chance, examples: Examples): bool {
  return !isNone(chance) && (chance.dropsInputs != 0 || shifts(chance, examples))
}

/** Whether they are shifted. */
export function shifts(chance: Chance, examples: Examples): bool {
  return chance.reach != 0 && examples.form == SPARSE
}

/** The index in the training data of example e of a batch. */
export function identityAt(examples: Examples, batch: usize, e: u32): u32 {
  const example = exampleAt(batch, e)
  return examples.identities ? load<u32>(examples.identities + (example << 2)) : example
}

/**
 * Writes `kept` for four blocks of four neurons of a layer, counted as sizes are: block b begins with neuron
 * 4 b, and its word w is for neuron 4 b + w.
 */
export function drawKept(
  network: Network,
  chance: Chance,
  layer: u32,
  example: u32,
  blocks: v128,
  limit: u32,
): void {
  const key = changetype<usize>(chance) + offsetof<Chance>('dropoutKey')
  philox(blocks, i32x4.splat(example), i32x4.splat(chance.epoch), i32x4.splat(layer), key)
  const least = i32x4.splat(limit)
  turn(
    i32x4.ge_u(v128.load(words), least),
    i32x4.ge_u(v128.load(words, 16), least),
    i32x4.ge_u(v128.load(words, 32), least),
    i32x4.ge_u(v128.load(words, 48), least),
  )
  v128.store(network.kept + (i32x4.extract_lane(blocks, 0) << 4), v128.load(turned))
  v128.store(network.kept + (i32x4.extract_lane(blocks, 1) << 4), v128.load(turned, 16))
  v128.store(network.kept + (i32x4.extract_lane(blocks, 2) << 4), v128.load(turned, 32))
  v128.store(network.kept + (i32x4.extract_lane(blocks, 3) << 4), v128.load(turned, 48))
}

/**
 * Drops neurons of hidden layer l, counted as sizes are: activations take the mask, and factors the slope
 * times the mask.
 */
export function dropNeurons(
  network: Network,
  chance: Chance,
  layer: Layer,
  l: u32,
  examples: Examples,
  batch: usize,
  count: u32,
  slot: u32,
): void {
  const scale = v128.splat<Real>(chance.hiddenScale)
  const toFactor = layer.factors - layer.activations
  for (let e: u32 = 0; e < count; e++) {
    const example = identityAt(examples, batch, e)
    let blocks = i32x4(0, 1, 2, 3)
    for (let neuron: u32 = 0; neuron < layer.neurons; neuron += 16) {
      drawKept(network, chance, l, example, blocks, chance.hiddenLimit)
      blocks = i32x4.add(blocks, i32x4.splat(4))
    }
    let kept: usize = network.kept
    const row = activationsAt(layer, slot + e)
    for (let at = row; at < row + layer.rowBytes; at += 16) {
      const mask = v128.and(sizeof<Real>() == 8 ? v128.load32x2_s(kept) : v128.load(kept), scale)
      const a = v128.load(at)
      v128.store(at + toFactor, v128.mul<Real>(slopes(layer.activation, a), mask))
      v128.store(at, v128.mul<Real>(a, mask))
      kept += 64 / sizeof<Real>()
    }
  }
}
