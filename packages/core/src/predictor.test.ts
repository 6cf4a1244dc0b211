import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asDense, firstImages, randomExamples } from '../test/examples.ts'
import { xor } from '../test/runs.ts'
import { ExamplesError, OptionError, ShapeError } from './errors.ts'
import { pairOf } from './examples.ts'
import { Network } from './network.ts'
import { Predictor } from './predictor.ts'

const network = new Network([784, 30, 10], { seed: 5 })
const examples = firstImages()
const images = Array.from({ length: examples.length }, (_, i) => pairOf(examples, i)[0])
const bytes = Uint8Array.from(
  images.flatMap(image => Array.from(image.data, value => Math.round(255 * value))),
)

describe('a predictor', () => {
  it('agrees with feedforward, within rounding', () => {
    const outputs = new Predictor(network).outputs(bytes)
    expect(outputs).toHaveLength(270)
    for (const [i, image] of images.entries()) {
      const [expected] = network.feedforward(image).slice(-1)
      for (const [j, value] of (expected?.data ?? []).entries())
        expect(Math.abs((outputs[10 * i + j] ?? 1) - value)).toBeLessThan(1e-14)
    }
    expect(new Predictor(network).predict(bytes)).toEqual(images.map(image => network.predict(image)))
  })

  it.each(['float64', 'float32'] as const)(
    'gives the same bits by both engines, from bytes and numbers, in %s',
    precision => {
      const many = new Uint8Array(7 * bytes.length)
      for (let i = 0; i < 7; i++) many.set(bytes, i * bytes.length)
      const numbers = Float64Array.from(many, byte => byte / 255)
      const [first, ...others] = (['simd', 'reference'] as const).flatMap(engine => {
        const predictor = new Predictor(network, { engine, precision })
        expect(predictor.engine).toBe(engine)
        return [many, new Uint8ClampedArray(many), numbers].map(inputs => predictor.outputs(inputs))
      })
      for (const outputs of others) expect(outputs).toEqual(first)
    },
  )

  it('gives the same bits by both engines for any rows of bytes, one after the other too', () => {
    const active = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 255 }))
    const job = fc
      .record({
        // Rows of one block of vectors among them: 15 or 16 neurons in float64, up to 32 in float32.
        inputs: fc.oneof(fc.constantFrom(1, 15, 63, 64, 65, 128, 784), fc.integer({ min: 1, max: 200 })),
        hidden: fc.oneof(fc.constantFrom(15, 16, 29, 30, 32), fc.integer({ min: 1, max: 60 })),
        precision: fc.constantFrom('float64' as const, 'float32' as const),
        rows: fc.integer({ min: 1, max: 70 }),
      })
      .chain(({ inputs, rows, ...rest }) => {
        const size = { minLength: inputs * Math.min(rows, 3), maxLength: inputs * Math.min(rows, 3) }
        return fc.array(active, size).map(some => {
          const all = Uint8Array.from({ length: inputs * rows }, (_, i) => some[i % some.length] ?? 0)
          return { ...rest, inputs, rows, bytes: all }
        })
      })
    fc.assert(
      fc.property(job, ({ inputs, hidden, precision, bytes }) => {
        const net = new Network([inputs, hidden, 3], { seed: 9 })
        const [simd, reference] = (['simd', 'reference'] as const).map(
          engine => new Predictor(net, { engine, precision }),
        )
        const outputs = simd?.outputs(bytes)
        expect(outputs).toEqual(reference?.outputs(bytes))
        expect(simd?.predict(bytes)).toEqual(reference?.predict(bytes))
        const last = bytes.subarray(bytes.length - inputs)
        expect(simd?.outputs(last)).toEqual(outputs?.slice(-3))
      }),
      { numRuns: 200 },
    )
  })

  it('writes into an array that it is given, and returns that', () => {
    for (const engine of ['simd', 'reference'] as const) {
      const predictor = new Predictor(network, { engine })
      const into = new Float64Array(270).fill(7)
      expect(predictor.outputs(bytes, into)).toBe(into)
      expect(into).toEqual(predictor.outputs(bytes))
      for (const wrong of [0, 269, 271]) {
        const refused = () => predictor.outputs(bytes, new Float64Array(wrong))
        expect(refused).toThrow(ShapeError)
        expect(refused).toThrow(`into has ${wrong} numbers: expected 270, 10 a row of inputs.`)
      }
    }
  })

  it('gives the same for examples as for their rows, in slices too', () => {
    for (const engine of ['simd', 'reference'] as const) {
      const predictor = new Predictor(network, { engine })
      const all = predictor.outputs(bytes)
      expect(predictor.outputsOf(examples)).toEqual(all)
      expect(predictor.outputsOf(examples, 5, 9)).toEqual(all.slice(50, 90))
      expect(predictor.outputsOf(asDense(examples))).toEqual(all)
    }
    expect(() => new Predictor(new Network([3, 2])).outputsOf(examples)).toThrow(ExamplesError)
  })

  it('takes any number of sets of examples in turn, without more memory for each', () => {
    const predictor = new Predictor(network)
    const sets = [1, 2].map(seed => asDense(randomExamples([784, 10], 64, seed, 0.8)))
    const fresh = sets.map(set => new Predictor(network).outputsOf(set))
    const rows = predictor.outputs(bytes)
    for (let i = 0; i < 11_000; i++) {
      const [set, first] = [sets[i % 2] ?? sets[0], fresh[i % 2]?.slice(0, 10)]
      if (set) expect(predictor.outputsOf(set, 0, 1)).toEqual(first)
    }
    expect(sets.map(set => predictor.outputsOf(set))).toEqual(fresh)
    expect(predictor.outputs(bytes)).toEqual(rows)
  })

  it('takes nothing, and one row as well as many', () => {
    const predictor = new Predictor(network)
    expect(predictor.outputs(new Uint8Array(0))).toHaveLength(0)
    const all = predictor.outputs(bytes)
    expect(predictor.outputs(bytes.subarray(784, 2 * 784))).toEqual(all.slice(10, 20))
  })

  it('is not changed by what happens to the network later', () => {
    const changing = new Network([2, 1], { seed: 1 })
    const predictor = new Predictor(changing)
    const before = predictor.outputs(Float64Array.of(1, 2))
    changing.weights[0]?.data.fill(7)
    expect(predictor.outputs(Float64Array.of(1, 2))).toEqual(before)
  })

  it('refuses what are no inputs', () => {
    const predictor = new Predictor(network)
    expect(() => predictor.outputs(new Uint8Array(783))).toThrow(ShapeError)
    expect(() => predictor.outputs(new Uint8Array(783))).toThrow('Found 783 inputs: expected rows of 784')
    expect(() => Reflect.apply(predictor.outputs, predictor, [[1, 2]])).toThrow(ShapeError)
    const wrong = new Float32Array(784)
    wrong[3] = Number.NaN
    expect(() => predictor.outputs(wrong)).toThrow(OptionError)
    expect(() => predictor.outputs(wrong)).toThrow('inputs: number 3 is NaN: expected a finite one')
    expect(() => Reflect.construct(Predictor, [null])).toThrow('The network is null: expected a Network.')
  })

  it.each([
    [{ engine: Object('gpu') }, 'engine'],
    [{ precision: Object('float16') }, 'precision'],
  ])('refuses %j', (options, option) => {
    const open = () => new Predictor(new Network([3, 2], { seed: 0 }), options)
    expect(open).toThrow(OptionError)
    expect(open).toThrow(`${option} is`)
  })

  it.each([
    [0, 6],
    [-1, 2],
    [3, 1],
    [0.5, 2],
  ])('refuses the examples %d .. %d of four', (from, to) => {
    const predictor = new Predictor(new Network([2, 2], { seed: 0 }))
    expect(() => predictor.outputsOf(xor, from, to)).toThrow(OptionError)
  })

  it('refuses what is infinite in float32', () => {
    const predictor = new Predictor(new Network([2, 2], { seed: 0 }), { precision: 'float32' })
    expect(() => predictor.outputs(Float64Array.of(0, 1e39))).toThrow('inputs: number 1 is Infinity')
    const network = new Network([2, 2], { seed: 0 })
    network.weights[0]?.data.fill(1e39)
    expect(() => new Predictor(network, { precision: 'float32' })).toThrow(OptionError)
    const far = { ...xor, x: xor.x.with(3, 1e39) }
    expect(() => predictor.outputsOf(far)).toThrow('examples: entry 1 of x in example 1 is 1e+39')
  })
})
