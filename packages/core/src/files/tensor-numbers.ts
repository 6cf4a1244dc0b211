import { float64sOf } from '../math/byte-order.ts'
import { isAllFinite } from '../math/operations.ts'
import { withMemory } from '../memory.ts'
import { ModelFileError } from './model-file-error.ts'
import { OTHER_TYPE, type Safetensors, type Tensor } from './safetensors.ts'

type Tensors = Safetensors['tensors']

/** Entry i of a tensor as a float64: each of these numbers is one, so that nothing is rounded. */
const ENTRIES: ReadonlyMap<string, (view: DataView, i: number) => number> = new Map([
  ['F32', (view, i) => view.getFloat32(4 * i, true)],
  ['F16', (view, i) => float16Of(view.getUint16(2 * i, true))],
  ['I8', (view, i) => view.getInt8(i)],
])

/** Types of biases, and of weights that are numbers in themselves. */
export const FLOATS = ['F64', 'F32', 'F16']

/**
 * The weights of layer l + 1, each exactly as the file has it. Those of I8 are multiplied by their row's
 * float32 in the tensor `scales.l`: a product of 8 and 24 binary digits, which float64 holds.
 * @throws ModelFileError for another dtype or shape, or a number that is not finite; MemoryError
 */
export function readWeights(
  tensors: Tensors,
  l: number,
  [neurons, inputs]: readonly [neurons: number, inputs: number],
  file: string,
): Float64Array {
  const name = `weights.${l}`
  const weights = readNumbers(tensors, name, [...FLOATS, 'I8'], [neurons, inputs], file)
  if (tensors.get(name)?.dtype !== 'I8') return weights
  const scales = readNumbers(tensors, `scales.${l}`, ['F32'], [neurons, 1], file)
  for (let i = 0; i < weights.length; i++) weights[i] *= scales[Math.floor(i / inputs)]
  return weights
}

/**
 * The tensor's numbers, which have one of these types.
 * @throws ModelFileError, MemoryError, as above
 */
export function readNumbers(
  tensors: Tensors,
  name: string,
  types: readonly string[],
  shape: readonly number[],
  file: string,
): Float64Array {
  const { dtype, bytes } = tensorOf(tensors, name, types, shape, file)
  const entry = ENTRIES.get(dtype)
  const values = entry ? widened(bytes, shape, entry) : float64sOf(bytes)
  if (isAllFinite(values)) return values
  const wrong = values.findIndex(value => !Number.isFinite(value))
  throw new ModelFileError(
    file,
    'not-finite',
    `entry ${wrong} of tensor "${name}" is ${values[wrong]}: expected a finite number`,
    'Train the model again',
  )
}

/** The tensor, if it is there with one of these types and this shape. @throws ModelFileError otherwise */
export function tensorOf(
  tensors: Tensors,
  name: string,
  types: readonly string[],
  shape: readonly number[],
  file: string,
): Tensor {
  const tensor = tensors.get(name)
  const known = types.join(' or ')
  if (!tensor)
    throw new ModelFileError(
      file,
      'tensor-missing',
      `it has no tensor "${name}": expected one of ${known} [${shape.join(', ')}]`,
    )
  if (!types.includes(tensor.dtype)) {
    const problem = `tensor "${name}" is of ${tensor.dtype}: expected ${known}`
    throw new ModelFileError(file, 'tensor-dtype', problem, OTHER_TYPE)
  }
  if (tensor.shape.join() !== shape.join()) {
    throw new ModelFileError(
      file,
      'tensor-shape',
      `tensor "${name}" has shape [${tensor.shape.join(', ')}]: expected [${shape.join(', ')}], as sizes asks for`,
    )
  }
  return tensor
}

function widened(
  { buffer, byteOffset }: Uint8Array,
  shape: readonly number[],
  entry: (view: DataView, i: number) => number,
): Float64Array {
  const view = new DataView(buffer, byteOffset)
  const length = shape.reduce((product, size) => product * size, 1)
  const values = withMemory(8 * length, () => new Float64Array(length))
  for (let i = 0; i < length; i++) values[i] = entry(view, i)
  return values
}

/** The number with these bits of float16: sign, 5 of exponent, 10 of fraction (IEEE 754-2019, section 3.4). */
function float16Of(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023]
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  const whole = exponent === 0 ? 2 * fraction : (1024 + fraction) * (1 << exponent)
  return (sign * whole) / (1 << 25)
}
