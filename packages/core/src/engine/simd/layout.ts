import { activationsOf } from '../../activation.ts'
import { costNamed } from '../../cost.ts'
import { STATES } from '../../optimiser.ts'
import { type Learning, type NetworkShape, PLAIN } from '../engine.ts'
import { aligned, type KernelMemory, LARGEST_MEMORY } from './memory.ts'

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
  /** A row a slot, where neurons are dropped; else 0. */
  readonly factors: number
}

/** Layout of the biases and weights of all layers, or of as many numbers: one array after the other. */
export interface ParametersLayout {
  readonly parameters: number
  readonly layers: readonly LayerLayout[]
}

/** Layout of a network in the memory of the kernels. */
export interface NetworkLayout extends ParametersLayout {
  readonly address: number
  /** The last of the layers. */
  readonly output: LayerLayout
  readonly parameterBytes: number
}

const VECTOR = 16
/** Vectors that a block of the first layer's kernels holds. */
const BLOCK = 8
/** Slots whose active inputs are listed at a time: LIST of ../assembly/network.ts. */
const LIST = 16
const LEVELS = 256
/** Numbers of a network's description: the Network of ../assembly/network.ts. */
const DESCRIPTION = 15

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

function widestOf(sizes: readonly number[]): number {
  return Math.max(...sizes)
}

/** Bytes that a network, its slots and what its optimiser keeps take, roughly. */
export function memoryNeeded(
  sizes: readonly number[],
  slots: number,
  numberSize: number,
  { optimiser, chance }: Learning = PLAIN,
): number {
  const isFused = optimiser.name === 'sgd'
  const copies = isFused ? 1 : 2 + STATES[optimiser.name].length
  const rows = chance && chance.dropout.hidden > 0 ? 3 : 2
  const layers = sizes.slice(1).map((neurons, l) => {
    const stride = strideOf(neurons, numberSize)
    return stride * (copies * (sizes[l] + 1) + rows * slots) * numberSize
  })
  const scratch = (2 * widestOf(sizes.slice(1)) + 5) * slots * numberSize + LIST * sizes[0] * 12
  const distorted = chance?.limits ? slots * sizes[0] * 3 : 0
  return scratch + distorted + panelBytes(numberSize) + layers.reduce((sum, bytes) => sum + bytes, 0)
}

/**
 * Lays a network out, with room for so many slots.
 * @param dropsNeurons whether hidden neurons are dropped
 * @throws RangeError without enough memory
 */
export function layOut(
  memory: KernelMemory,
  shape: NetworkShape,
  slots: number,
  dropsNeurons: boolean,
): NetworkLayout {
  const { numberSize } = memory
  const { sizes } = shape
  if (memoryNeeded(sizes, slots, numberSize) > LARGEST_MEMORY)
    throw new RangeError('beyond what WebAssembly addresses')
  const functions = activationsOf(shape)
  const strides = functions.map((_, l) => strideOf(sizes[l + 1], numberSize))
  const bytesOf = (l: number, rows: number): number => aligned(rows * strides[l] * numberSize)
  const parameterBytes = strides.reduce((sum, _, l) => sum + bytesOf(l, 1) + bytesOf(l, sizes[l]), 0)
  const parameters = memory.allocate(parameterBytes)
  let end = parameters
  const layers = functions.map(({ kernel }, l): LayerLayout => {
    const [inputs, neurons, stride] = [sizes[l], sizes[l + 1], strides[l]]
    const rows = (count: number): number => memory.allocate(bytesOf(l, count))
    const biases = end + bytesOf(l, inputs)
    const weights = end
    end = biases + bytesOf(l, 1)
    return {
      inputs,
      neurons,
      stride,
      weights,
      biases,
      activations: rows(slots),
      deltas: rows(slots),
      activation: kernel,
      factors: dropsNeurons && l < functions.length - 1 ? rows(slots) : 0,
    }
  })
  const output = layers[layers.length - 1]
  const slotBytes = Math.ceil((slots * numberSize) / VECTOR) * VECTOR
  const lanes = VECTOR / numberSize
  const widest = widestOf(sizes.slice(1))
  const inputs = sizes[0]
  const address = memory.copy(
    Uint32Array.of(
      describe(memory, layers),
      layers.length,
      slotBytes,
      memory.allocate(slotBytes),
      memory.allocate(widest * slotBytes),
      // Neurons are read by whole vectors.
      memory.allocate((widest + lanes) * slotBytes),
      memory.allocate(panelBytes(numberSize)),
      writeLevels(memory),
      writeTargets(memory, output),
      memory.allocate(LIST * inputs * 4),
      memory.allocate(LIST * inputs * numberSize),
      memory.allocate(LIST * 4),
      costNamed(shape.cost).kernel,
      // A word a neuron, and a block's number for four: of whole vectors of blocks.
      memory.allocate(4 * (widestOf(sizes) + 16)),
      memory.allocate(widestOf(sizes) + 16),
    ),
  )
  return { address, layers, output, parameters, parameterBytes }
}

/**
 * Lays out numbers beside all biases and weights: of the layers of a network, the same in other places.
 * @throws MemoryError
 */
export function layOutBeside(memory: KernelMemory, network: NetworkLayout): ParametersLayout {
  const parameters = memory.allocate(network.parameterBytes)
  const distance = parameters - network.parameters
  const layers = network.layers.map(
    (layer): LayerLayout => ({
      ...layer,
      weights: layer.weights + distance,
      biases: layer.biases + distance,
    }),
  )
  return { parameters, layers }
}

/**
 * Lays out sums of gradients: a second description of a network, of which the biases and weights are the
 * sums, and all else is shared.
 * @throws MemoryError
 */
export function layOutGradient(memory: KernelMemory, network: NetworkLayout): NetworkLayout {
  const beside = layOutBeside(memory, network)
  const description = memory.words(network.address, DESCRIPTION).slice()
  description[0] = describe(memory, beside.layers)
  return { ...network, ...beside, address: memory.copy(description) }
}

/** Writes the descriptions of layers, and returns their address. */
function describe(memory: KernelMemory, layers: readonly LayerLayout[]): number {
  const numbers = layers.flatMap(layer => {
    const { inputs, neurons, stride, weights, biases, activations, deltas, activation, factors } = layer
    const rowBytes = stride * memory.numberSize
    return [inputs, neurons, rowBytes, weights, biases, activations, deltas, activation, factors]
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
