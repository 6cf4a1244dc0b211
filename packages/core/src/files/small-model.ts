import { OptionError } from '../errors.ts'
import type { Matrix } from '../math/matrix.ts'
import type { Network } from '../network.ts'
import { sealed } from './digest.ts'
import type { ModelMetadata } from './metadata.ts'
import { formatModel } from './model-file.ts'
import { formatSafetensors, parseSafetensors, type Tensor } from './safetensors.ts'

/** Types in which a model file can hold its weights. */
export const WEIGHT_TYPES = ['float64', 'float32', 'float16', 'int8'] as const
/** A type in which a model file can hold its weights. */
export type WeightType = (typeof WEIGHT_TYPES)[number]

const NAMES: ReadonlyMap<string, WeightType> = new Map([
  ['F64', 'float64'],
  ['F32', 'float32'],
  ['F16', 'float16'],
  ['I8', 'int8'],
])

/** The form in which a file holds a network. */
export interface StoredForm {
  /** The type of the weights of each layer, the first one first. */
  readonly weights: readonly WeightType[]
  /** Bytes of the whole file. */
  readonly bytes: number
}

/**
 * The form in which the bytes of a model file hold its network.
 * @param file its name in a message
 * @throws ModelFileError for bytes that are no safetensors file
 */
export function storedForm(bytes: Uint8Array, file: string): StoredForm {
  const { tensors } = parseSafetensors(bytes, file)
  const weights: WeightType[] = []
  for (let l = 0; ; l++) {
    const type = NAMES.get(tensors.get(`weights.${l}`)?.dtype ?? '')
    if (!type) return { weights, bytes: bytes.length }
    weights.push(type)
  }
}

/**
 * The bytes of a model file with its weights rounded to a smaller type, each once, ties to even; biases stay
 * float64. As int8 they are -127 .. 127 times a float32 a neuron: its largest weight / 127. The file holds
 * another network, with a SHA-256 of its own: the same file once more, if it is saved again in this type and its
 * weights are not all below 1e-36.
 * @throws OptionError for a weight that the type cannot hold, and what formatModel throws
 * @example
 * ```ts
 * import { Network, parseModel } from '@gradus/core'
 * import { formatSmallModel } from '@gradus/core/node'
 *
 * const network = new Network([2, 3, 2], { seed: 0 })
 * const { network: rounded } = parseModel(formatSmallModel(network, 'float16'))
 * console.log(network.weights[0]?.at(0, 0), rounded.weights[0]?.at(0, 0)) // prints 0.36159505490948474 0.361572265625
 * ```
 */
export function formatSmallModel(
  network: Network,
  type: WeightType,
  model?: ModelMetadata,
): Uint8Array<ArrayBuffer> {
  if (!WEIGHT_TYPES.includes(type)) {
    const expected = WEIGHT_TYPES.join(', ')
    throw new OptionError('type', `The type of the weights is ${String(type)}: expected one of ${expected}.`)
  }
  const file = formatModel(network, model)
  if (type === 'float64') return file
  const { metadata, tensors } = parseSafetensors(file, 'model')
  const smaller = new Map(tensors)
  for (const [l, weights] of network.weights.entries()) {
    const fail = (i: number): never => {
      const problem = `Entry ${i} of weights[${l}] is ${weights.data[i]}: expected a number that ${type} can hold.`
      throw new OptionError('type', `${problem} Save the network in float64.`)
    }
    if (type !== 'int8') smaller.set(`weights.${l}`, floatTensor(weights, type, fail))
    else {
      const { whole, scales } = int8Tensors(weights, fail)
      smaller.set(`weights.${l}`, whole).set(`scales.${l}`, scales)
    }
  }
  return formatSafetensors(sealed({ metadata, tensors: smaller }))
}

/** Fails for the entry with this index. */
type Fail = (i: number) => never

/** Bytes of an entry, and the function that rounds a number to one: false if it is too large. */
const FLOATS = {
  float32: { dtype: 'F32', width: 4, set: setFloat32 },
  float16: { dtype: 'F16', width: 2, set: setFloat16 },
}

function floatTensor({ rows, cols, data }: Matrix, type: keyof typeof FLOATS, fail: Fail): Tensor {
  const { dtype, width, set } = FLOATS[type]
  const view = new DataView(new ArrayBuffer(width * data.length))
  data.forEach((value, i) => {
    if (!set(view, width * i, value)) fail(i)
  })
  return { dtype, shape: [rows, cols], bytes: new Uint8Array(view.buffer) }
}

function setFloat32(view: DataView, at: number, value: number): boolean {
  view.setFloat32(at, value, true)
  return Number.isFinite(Math.fround(value))
}

/** Writes sign, exponent and fraction of the nearest float16 (IEEE 754-2019, section 3.4). */
function setFloat16(view: DataView, at: number, value: number): boolean {
  let [exponent, unit] = [0, 2 ** -24]
  const size = Math.abs(value)
  while (exponent < 29 && size >= 2048 * unit) {
    exponent++
    unit *= 2
  }
  // From one exponent to the next the fraction runs on, so that a carry comes out right.
  const bits = 1024 * exponent + roundEven(size / unit)
  const isNegative = value < 0 || Object.is(value, -0)
  view.setUint16(at, bits + (isNegative ? 0x8000 : 0), true)
  return bits < 0x7c00
}

/** Weights as whole numbers of -127 .. 127, and the scale of each row. */
function int8Tensors({ rows, cols, data }: Matrix, fail: Fail): { whole: Tensor; scales: Tensor } {
  const whole = new Int8Array(rows * cols)
  const scales = new DataView(new ArrayBuffer(4 * rows))
  for (let row = 0; row < rows; row++) {
    const [start, end] = [row * cols, (row + 1) * cols]
    let largest = start
    for (let i = start; i < end; i++) if (Math.abs(data[i]) > Math.abs(data[largest])) largest = i
    const scale = Math.fround(Math.abs(data[largest]) / 127)
    if (!setFloat32(scales, 4 * row, scale)) fail(largest)
    // Rows that no float32 is small enough for become 0; the least of those have few digits, hence the bounds.
    for (let i = start; i < end && scale > 0; i++) {
      whole[i] = Math.max(-127, Math.min(127, roundEven(data[i] / scale)))
    }
  }
  return {
    whole: { dtype: 'I8', shape: [rows, cols], bytes: new Uint8Array(whole.buffer) },
    scales: { dtype: 'F32', shape: [rows, 1], bytes: new Uint8Array(scales.buffer) },
  }
}

/** Adding and subtracting 1.5 * 2 ** 52 rounds to the nearest integer, ties to even. */
const ROUNDER = 6755399441055744

function roundEven(value: number): number {
  return value + ROUNDER - ROUNDER
}
