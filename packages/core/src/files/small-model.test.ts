import { decodeBytes, decodeTensor, type EncodedTensor, smallModelGoldens } from '@gradus/fixtures'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OptionError } from '../errors.ts'
import { Matrix } from '../math/matrix.ts'
import { Network } from '../network.ts'
import { sealed } from './digest.ts'
import { parseModel } from './model-file.ts'
import { ModelFileError, type ModelFileRule } from './model-file-error.ts'
import { parseNamedParameters } from './named-parameters.ts'
import { parseParameters } from './parameters-file.ts'
import { formatSafetensors, parseSafetensors, type Tensor } from './safetensors.ts'
import { formatSmallModel, WEIGHT_TYPES } from './small-model.ts'

const { sizes, files, ...parameters } = smallModelGoldens
const matrixOf = (encoded: EncodedTensor): Matrix => {
  const { rows, cols, data } = decodeTensor(encoded)
  return new Matrix(rows, cols, data)
}
const network = new Network(sizes, {
  seed: 7,
  biases: parameters.biases.map(matrixOf),
  weights: parameters.weights.map(matrixOf),
})
const bytesOf = (name: keyof typeof files): Uint8Array => decodeBytes(files[name].base64)

describe('weights in a smaller type', () => {
  it.each(WEIGHT_TYPES)('are rounded as NumPy rounds them, and the file is the same: %s', type => {
    expect(formatSmallModel(network, type)).toEqual(bytesOf(type))
  })

  it.each([...WEIGHT_TYPES, 'mixed'] as const)('are read as the network that NumPy reads: %s', async name => {
    const { network: read } = parseModel(bytesOf(name))
    expect(await read.sha256()).toBe(files[name].network)
    // Also from an odd place in a larger buffer, as a bundle may hold it.
    const inside = new Uint8Array(bytesOf(name).length + 3)
    inside.set(bytesOf(name), 3)
    for (const parse of [parseParameters, parseNamedParameters]) {
      const { weights, biases } = parse(inside.subarray(3)).parameters
      for (const [l, { data }] of read.weights.entries()) expect(weights[l]?.data).toEqual(data)
      for (const [l, { data }] of read.biases.entries()) expect(biases[l]?.data).toEqual(data)
      expect([weights.length, biases.length]).toEqual([2, 2])
    }
  })

  it('give the same file when the network that was read is saved again', () => {
    // Down to where float16 has few digits.
    const size = fc.tuple(fc.double({ min: 0.5, max: 1, noNaN: true }), fc.integer({ min: -30, max: 15 }))
    const number = fc.tuple(size, fc.constantFrom(-1, 0, 1)).map(([[x, n], sign]) => sign * x * 2 ** n)
    const layer = (rows: number, cols: number) =>
      fc
        .array(number, { minLength: rows * cols, maxLength: rows * cols })
        .map(numbers => new Matrix(rows, cols, Float64Array.from(numbers)))
    fc.assert(
      fc.property(layer(2, 5), layer(3, 2), fc.constantFrom(...WEIGHT_TYPES), (first, second, type) => {
        const biases = [new Matrix(2, 1), new Matrix(3, 1)]
        const drawn = new Network([5, 2, 3], { seed: 0, biases, weights: [first, second] })
        const file = formatSmallModel(drawn, type)
        expect(formatSmallModel(parseModel(file).network, type)).toEqual(file)
      }),
    )
  })

  it('are not written where the type cannot hold them', () => {
    const weigh = (weight: number) => {
      const weights = [Matrix.fromRows([[1, -weight]])]
      return new Network([2, 1], { seed: 0, biases: [new Matrix(1, 1)], weights })
    }
    expect(() => formatSmallModel(weigh(65_520), 'float16')).toThrow(
      'Entry 1 of weights[0] is -65520: expected a number that float16 can hold. Save the network in float64.',
    )
    expect(() => formatSmallModel(weigh(65_520), 'float16')).toThrow(OptionError)
    expect(() => formatSmallModel(weigh(1e300), 'float16')).toThrow('float16 can hold')
    expect(() => formatSmallModel(weigh(3.41e38), 'float32')).toThrow('float32 can hold')
    expect(() => formatSmallModel(weigh(1e41), 'int8')).toThrow('Entry 1 of weights[0] is -1e+41')
    expect(() => Reflect.apply(formatSmallModel, undefined, [network, 'int4'])).toThrow(
      'The type of the weights is int4: expected one of float64, float32, float16, int8.',
    )
  })
})

const int8 = parseSafetensors(bytesOf('int8'), 'f')

/** The file of int8 with tensors replaced or (for undefined) taken out, and a digest that fits. */
function changed(by: Record<string, Partial<Tensor> | undefined>): Uint8Array {
  const tensors = new Map(int8.tensors)
  for (const [name, change] of Object.entries(by)) {
    const empty = { dtype: 'F32', shape: [], bytes: new Uint8Array(4) }
    if (change) tensors.set(name, { ...(tensors.get(name) ?? empty), ...change })
    else tensors.delete(name)
  }
  return formatSafetensors(sealed({ metadata: int8.metadata, tensors }))
}

const scale = (...values: number[]) => ({ bytes: new Uint8Array(Float32Array.from(values).buffer) })
const half = (bits: number) => {
  const values = new Uint16Array(18).fill(bits, 5, 6)
  return { dtype: 'F16', bytes: new Uint8Array(values.buffer) }
}
const wide = { dtype: 'BF16', shape: [6, 12], bytes: new Uint8Array(144) }

describe('a file of small weights', () => {
  const refused: [ModelFileRule, Uint8Array, string][] = [
    ['not-finite', changed({ 'scales.1': scale(1, Number.NaN, 1) }), 'entry 1 of tensor "scales.1" is NaN'],
    ['not-finite', changed({ 'scales.1': scale(1, 1, -Infinity) }), 'entry 2 of tensor "scales.1" is -Inf'],
    [
      'tensor-missing',
      changed({ 'scales.0': undefined }),
      'it has no tensor "scales.0": expected one of F32 [6, 1]',
    ],
    ['tensor-shape', changed({ 'scales.1': { shape: [1, 3] } }), 'shape [1, 3]: expected [3, 1]'],
    ['tensor-dtype', changed({ 'scales.1': { dtype: 'I32' } }), 'tensor "scales.1" is of I32: expected F32'],
    ['tensor-unexpected', changed({ 'scales.2': {} }), 'it has a tensor "scales.2": expected only biases.0,'],
    [
      'tensor-unexpected',
      changed({ 'weights.1': { ...half(0x3c00), shape: [3, 6] } }),
      'it has a tensor "scales.1": expected only',
    ],
    ['not-finite', changed({ 'weights.1': half(0x7c00) }), 'entry 5 of tensor "weights.1" is Infinity'],
    ['not-finite', changed({ 'weights.1': half(0xfc00) }), 'entry 5 of tensor "weights.1" is -Infinity'],
    ['not-finite', changed({ 'weights.1': half(0x7c01) }), 'entry 5 of tensor "weights.1" is NaN'],
    [
      'tensor-dtype',
      changed({ 'weights.0': wide }),
      'tensor "weights.0" is of BF16: expected F64 or F32 or F16 or I8. Save its numbers in a type that is read.',
    ],
    [
      'tensor-dtype',
      changed({ 'biases.1': { dtype: 'I8', bytes: new Uint8Array(3) } }),
      'tensor "biases.1" is of I8: expected F64 or F32 or F16. Save its numbers',
    ],
  ]

  it.each(refused)('is refused for %s (%#)', (rule, bytes, message) => {
    for (const read of [parseModel, parseParameters, parseNamedParameters]) {
      const parse = (): unknown => read(bytes, 'net.safetensors')
      expect(parse).toThrow(ModelFileError)
      expect(parse).toThrow(expect.objectContaining({ rule, file: 'net.safetensors' }))
      expect(parse).toThrow(message)
    }
  })

  it('may have scales of 0 and below, and the least int8', () => {
    const whole = { bytes: new Uint8Array(Int8Array.from({ length: 18 }, (_, i) => i - 128).buffer) }
    const { network: read } = parseModel(changed({ 'weights.1': whole, 'scales.1': scale(0, -0.5, 2) }))
    const [, weights] = read.weights
    expect([weights?.at(0, 1), weights?.at(1, 0), weights?.at(2, 0)]).toEqual([-0, 61, -232])
  })
})
