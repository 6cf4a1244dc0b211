import { float64sOf, IS_LITTLE_ENDIAN, turned } from '../math/byte-order.ts'
import { isAllFinite } from '../math/operations.ts'
import { withMemory } from '../memory.ts'
import { ModelFileError } from './model-file-error.ts'
import { OTHER_TYPE, type Safetensors, type Tensor } from './safetensors.ts'

type Tensors = Safetensors['tensors']

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
  let i = 0
  for (const scale of scales) for (const end = i + inputs; i < end; i++) weights[i] *= scale
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
  const values = dtype === 'F64' ? float64sOf(bytes) : widened(dtype, bytes)
  if (dtype === 'I8' || isAllFinite(values)) return values
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

/** Numbers of F32, F16 or I8 as float64, which has all of them: nothing is rounded. */
function widened(dtype: string, bytes: Uint8Array): Float64Array {
  const { buffer, byteOffset, length } = bytes
  return withMemory(8 * length, () => {
    if (dtype === 'I8') return new Float64Array(new Int8Array(buffer, byteOffset, length))
    const own = IS_LITTLE_ENDIAN ? new Uint8Array(bytes) : turned(bytes, dtype === 'F32' ? 4 : 2)
    if (dtype === 'F32') return new Float64Array(new Float32Array(own.buffer))
    return Float64Array.from(new Uint16Array(own.buffer), float16Of)
  })
}

/** The number with these bits of float16: sign, 5 of exponent, 10 of fraction (IEEE 754-2019, section 3.4). */
function float16Of(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023]
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  const whole = exponent === 0 ? 2 * fraction : (1024 + fraction) * (1 << exponent)
  return (sign * whole) / (1 << 25)
}
