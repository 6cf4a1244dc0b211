import { activationsOf } from '../../activation.ts'
import { costNamed } from '../../cost.ts'
import type { NetworkShape } from '../engine.ts'
import { type KernelMemory, LARGEST_MEMORY } from './memory.ts'

/** Layout of a layer in the memory of the kernels: the Layer of ../assembly/network.ts. */
export interface LayerLayout {
  readonly inputs: number
  readonly neurons: number
  /** Numbers from row to row: the neurons and their padding. */
  readonly stride: number
  readonly weights: number
  readonly biases: number
  /** A row a slot. */
  readonly activations: number
  readonly deltas: number
  /** Number of its activation function. */
  readonly activation: number
}

/** Layout of a network in the memory of the kernels. */
export interface NetworkLayout {
  readonly address: number
  readonly layers: readonly LayerLayout[]
  /** The last of the layers. */
  readonly output: LayerLayout
}

const VECTOR = 16
/** Vectors that a block of the first layer's kernels holds. */
const BLOCK = 8
/** Slots whose active inputs are listed at a time: LIST of ../assembly/network.ts. */
const LIST = 16
const LEVELS = 256

/** Panels of ../assembly/multiply.ts: two vectors of DEPTH rows, and ROWS rows of DEPTH numbers. */
const DEPTH = 256
const ROWS = 128

function panelBytes(numberSize: number): number {
  return DEPTH * (2 * VECTOR + ROWS * numberSize)
}

/** Numbers in a row of so many neurons: whole vectors, and a whole block where only one would be missing. */
function strideOf(neurons: number, numberSize: number): number {
  const lanes = VECTOR / numberSize
  const vectors = Math.ceil(neurons / lanes)
  const isAlmostABlock = vectors % BLOCK === BLOCK - 1
  return lanes * (isAlmostABlock ? vectors + 1 : vectors)
}

/** Bytes that a network and its slots take, roughly. */
export function memoryNeeded(sizes: readonly number[], slots: number, numberSize: number): number {
  const layers = sizes.slice(1).map((neurons, l) => {
    const stride = strideOf(neurons, numberSize)
    return stride * (sizes[l] + 1 + 2 * slots) * numberSize
  })
  const scratch = (2 * Math.max(...sizes.slice(1)) + 1) * slots * numberSize + LIST * sizes[0] * 12
  return scratch + panelBytes(numberSize) + layers.reduce((sum, bytes) => sum + bytes, 0)
}

/**
 * Lays a network out, with room for so many slots.
 * @throws RangeError without enough memory
 */
export function layOut(memory: KernelMemory, shape: NetworkShape, slots: number): NetworkLayout {
  const { numberSize } = memory
  const { sizes } = shape
  if (memoryNeeded(sizes, slots, numberSize) > LARGEST_MEMORY)
    throw new RangeError('beyond what WebAssembly addresses')
  const layers = activationsOf(shape).map(({ kernel }, l): LayerLayout => {
    const [inputs, neurons] = [sizes[l], sizes[l + 1]]
    const stride = strideOf(neurons, numberSize)
    const rows = (count: number): number => memory.allocate(count * stride * numberSize)
    return {
      inputs,
      neurons,
      stride,
      weights: rows(inputs),
      biases: rows(1),
      activations: rows(slots),
      deltas: rows(slots),
      activation: kernel,
    }
  })
  const output = layers[layers.length - 1]
  const slotBytes = Math.ceil((slots * numberSize) / VECTOR) * VECTOR
  const widest = Math.max(...sizes.slice(1))
  const inputs = sizes[0]
  const address = memory.copy(
    Uint32Array.of(
      describe(memory, layers),
      layers.length,
      slotBytes,
      memory.allocate(slotBytes),
      memory.allocate(widest * slotBytes),
      memory.allocate(widest * slotBytes),
      memory.allocate(panelBytes(numberSize)),
      writeLevels(memory),
      writeTargets(memory, output),
      memory.allocate(LIST * inputs * 4),
      memory.allocate(LIST * inputs * numberSize),
      memory.allocate(LIST * 4),
      costNamed(shape.cost).kernel,
    ),
  )
  return { address, layers, output }
}

/** Numbers of a network's description: the Network of ../assembly/network.ts. */
const DESCRIPTION = 13

/**
 * Lays out sums of gradients: a second description of a network, of which the biases and weights are the
 * sums, and all else is shared.
 * @throws MemoryError
 */
export function layOutGradient(memory: KernelMemory, network: NetworkLayout): NetworkLayout {
  const layers = network.layers.map((layer): LayerLayout => {
    const rows = (count: number): number => memory.allocate(count * layer.stride * memory.numberSize)
    return { ...layer, weights: rows(layer.inputs), biases: rows(1) }
  })
  const description = memory.words(network.address, DESCRIPTION).slice()
  description[0] = describe(memory, layers)
  return { address: memory.copy(description), layers, output: layers[layers.length - 1] }
}

/** Writes the descriptions of layers, and returns their address. */
function describe(memory: KernelMemory, layers: readonly LayerLayout[]): number {
  const numbers = layers.flatMap(layer => {
    const { inputs, neurons, stride, weights, biases, activations, deltas, activation } = layer
    return [inputs, neurons, stride * memory.numberSize, weights, biases, activations, deltas, activation]
  })
  return memory.copy(Uint32Array.from(numbers))
}

function writeLevels(memory: KernelMemory): number {
  const address = memory.allocate(LEVELS * memory.numberSize)
  const levels = memory.numbers(address, LEVELS)
  for (let byte = 0; byte < LEVELS; byte++) levels[byte] = byte / 255
  return address
}

/** The wanted outputs of every class. */
function writeTargets(memory: KernelMemory, output: LayerLayout): number {
  const { neurons, stride } = output
  const classes = Math.min(neurons, LEVELS)
  const address = memory.allocate(classes * stride * memory.numberSize)
  const rows = memory.numbers(address, classes * stride)
  for (let c = 0; c < classes; c++) rows[c * stride + c] = 1
  return address
}
