import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACTIVATIONS, OUTPUTS } from '../activation.ts'
import { OptionError, ShapeError } from '../errors.ts'
import { formatModel } from '../files/model-file.ts'
import { ModelFileError } from '../files/model-file-error.ts'
import { parseParameters } from '../files/parameters-file.ts'
import { Matrix } from '../math/matrix.ts'
import { Network } from '../network.ts'
import { Predictor } from '../predictor.ts'
import { RandomGenerator } from '../random/random-generator.ts'
import { LightPredictor } from './light-predictor.ts'

const network = new Network([12, 7, 5, 3], { seed: 3 })
const light = new LightPredictor(network)

/** The result of a program that runs where everything after ECMAScript 2021 is missing. */
function inOldBrowser<T>(program: () => T): T {
  const typed: object = Object.getPrototypeOf(Uint8Array.prototype)
  const later = ['at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'toSpliced', 'with']
  const owners: [object, string[]][] = [
    [Array.prototype, later],
    [typed, later],
    [String.prototype, ['at', 'isWellFormed', 'toWellFormed']],
    [Object, ['hasOwn', 'groupBy']],
    [Map, ['groupBy']],
    [globalThis, ['structuredClone']],
  ]
  const removed = owners.flatMap(([owner, names]) =>
    names.map(name => {
      const property = Object.getOwnPropertyDescriptor(owner, name)
      Reflect.deleteProperty(owner, name)
      return () => property && Object.defineProperty(owner, name, property)
    }),
  )
  try {
    return program()
  } finally {
    for (const restore of removed) restore()
  }
}

test('a browser of 2021 reads a model, computes with it, and says what is wrong with a file', () => {
  const file = formatModel(network, { epochs: 3 })
  const inputs = Uint8Array.from({ length: 12 }, (_, i) => 10 * i)
  const outputs = light.outputs(inputs)
  const saliency = light.saliency(inputs, 1)
  const error = inOldBrowser(() => {
    try {
      return parseParameters(file.subarray(0, 100))
    } catch (error) {
      return error
    }
  })
  expect(error).toBeInstanceOf(ModelFileError)
  const found = inOldBrowser(() => {
    const { parameters } = parseParameters(file)
    const reader = new LightPredictor(parameters)
    return [reader.outputs(inputs), reader.saliency(inputs, 1)]
  })
  expect(found).toEqual([outputs, saliency])
})

describe('outputs', () => {
  test('are those of the engines, bit for bit: any sizes, bytes and numbers', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 4 })
    fc.assert(
      fc.property(
        sizes,
        fc.nat(1000),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        fc.constantFrom(...ACTIVATIONS),
        fc.constantFrom(...OUTPUTS),
        (each, seed, rows, isBytes, activation, output) => {
          const drawn = new Network(each, { seed, activation, output })
          const rng = new RandomGenerator(seed)
          const length = (each[0] ?? 0) * rows
          const numbers = Float64Array.from({ length }, () => Math.max(0, rng.standardNormal()))
          const inputs = isBytes ? Uint8Array.from(numbers, value => 100 * value) : numbers
          const expected = new Predictor(drawn, { engine: 'reference' }).outputs(inputs)
          expect(new LightPredictor(drawn).outputs(inputs)).toEqual(expected)
          expect(new Predictor(drawn).outputs(inputs)).toEqual(expected)
        },
      ),
    )
  })

  test('of a softmax add up to 1, before and after the network was saved', () => {
    const shape = { activation: 'relu', output: 'softmax', initialiser: 'he' } as const
    const drawn = new Network([12, 7, 5], { ...shape, seed: 1 })
    const { parameters } = parseParameters(formatModel(drawn))
    expect(parameters).toMatchObject({ ...shape, cost: 'log-likelihood' })
    const scores = new LightPredictor(parameters).outputs(new Uint8Array(12).fill(200))
    expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 15)
    expect(scores).toEqual(new Predictor(drawn).outputs(new Uint8Array(12).fill(200)))
  })

  test('are the same for a network that was saved and read without its generator', () => {
    const { parameters } = parseParameters(formatModel(network, { epochs: 3 }))
    const inputs = Uint8Array.from({ length: 24 }, (_, i) => 10 * i)
    expect(new LightPredictor(parameters).outputs(inputs)).toEqual(light.outputs(inputs))
  })

  test('of clamped bytes and of float32 are those of the same numbers', () => {
    const bytes = Uint8Array.from({ length: 12 }, (_, i) => 20 * i)
    expect(light.outputs(Uint8ClampedArray.from(bytes))).toEqual(light.outputs(bytes))
    expect(light.outputs(Float32Array.from(bytes))).toEqual(light.outputs(Float64Array.from(bytes)))
  })

  test.each([new Uint8Array(13), new Float64Array(11)])('of half a row are refused: %#', inputs => {
    expect(() => light.outputs(inputs)).toThrow(ShapeError)
  })

  test('of a number that is not finite are refused, and it is named', () => {
    const inputs = new Float64Array(24)
    inputs[17] = Number.NaN
    expect(() => light.outputs(inputs)).toThrow(/Input 17 is NaN: expected a finite number/)
  })
})

describe('activations', () => {
  const input = Float64Array.from({ length: 12 }, (_, k) => (k % 3) / 2)

  test.each(ACTIVATIONS)('of every layer are those of the chapter’s forward pass: %s', activation => {
    const drawn = new Network([12, 7, 5, 3], { activation, seed: 3 })
    const found = new LightPredictor(drawn).activations(input)
    const expected = drawn.feedforward(input).slice(1)
    expect(found.map(({ length }) => length)).toEqual([7, 5, 3])
    for (const [l, layer] of found.entries()) {
      for (const [j, a] of layer.entries()) expect(a).toBeCloseTo(expected[l]?.data[j] ?? Number.NaN, 14)
    }
    expect(found[2]).toEqual(new LightPredictor(drawn).outputs(input))
  })

  test('of a hidden layer are the outputs of the network that ends there, bit for bit', () => {
    const [hidden] = light.activations(input)
    const cut = new Network([12, 7], {
      biases: network.biases.slice(0, 1),
      weights: network.weights.slice(0, 1),
    })
    expect(hidden).toEqual(new Predictor(cut).outputs(input))
  })

  test('are not changed by the next pass', () => {
    const [before] = light.activations(input)
    const kept = before?.slice()
    light.activations(input.map(value => 1 - value))
    expect(before).toEqual(kept)
  })

  test('of two examples at once are refused', () => {
    expect(() => light.activations(new Uint8Array(24))).toThrow(ShapeError)
  })
})

test('sizes of one layer are refused', () => {
  expect(() => new LightPredictor({ sizes: [3], biases: [], weights: [] })).toThrow(ShapeError)
})

describe('saliency', () => {
  const logit = (a: number): number => Math.log(a / (1 - a))
  const x = Float64Array.from({ length: 12 }, (_, k) => (k % 4 === 0 ? 0 : k / 12))

  test.each(ACTIVATIONS.flatMap(activation => [0, 1, 2].map(output => ({ activation, output }))))(
    'is input times the gradient of z, as centred differences have it: $activation, output $output',
    ({ activation, output }) => {
      const light = new LightPredictor(new Network([12, 7, 5, 3], { activation, seed: 3 }))
      const z = (input: Float64Array): number => logit(light.outputs(input)[output] ?? 0)
      const step = 1e-5
      const expected = x.map((value, k) => {
        const [up, down] = [x.with(k, value + step), x.with(k, value - step)]
        return (value * (z(up) - z(down))) / (2 * step)
      })
      const found = light.saliency(x, output)
      for (const [k, value] of found.entries()) expect(value).toBeCloseTo(expected[k] ?? Number.NaN, 8)
      expect(Math.max(...found.map(Math.abs))).toBeGreaterThan(0.01)
    },
  )

  test('of a softmax is that of the same weighted inputs', () => {
    const { sizes, biases, weights } = network
    const softmax = new LightPredictor({ sizes, biases, weights, output: 'softmax' })
    expect(softmax.saliency(x, 2)).toEqual(light.saliency(x, 2))
  })

  test('without hidden layers is the weights times the inputs', () => {
    const weights = [
      Matrix.fromRows([
        [1, -2, 3],
        [4, 5, -6],
      ]),
    ]
    const flat = new LightPredictor(new Network([3, 2], { weights, biases: [Matrix.column([0.5, 0.25])] }))
    expect([...flat.saliency(Float64Array.of(1, 0.5, 0), 1)]).toEqual([4, 2.5, 0])
  })

  test('takes bytes as shares of 255', () => {
    const bytes = Uint8Array.from({ length: 12 }, (_, k) => 20 * k)
    expect(light.saliency(bytes, 1)).toEqual(
      light.saliency(
        Float64Array.from(bytes, byte => byte / 255),
        1,
      ),
    )
  })

  test.each([-1, 3, 0.5, Number.NaN])('of output %d, which is none, is refused', output => {
    expect(() => light.saliency(x, output)).toThrow(OptionError)
  })

  test('of two examples at once is refused', () => {
    expect(() => light.saliency(new Uint8Array(24), 0)).toThrow(ShapeError)
  })
})
