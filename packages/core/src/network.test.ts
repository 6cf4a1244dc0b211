import { createHash } from 'node:crypto'
import { mnistGoldens, networkGoldens } from '@gradus/fixtures'
import { describe, expect, it } from 'vitest'
import { firstImages } from '../test/examples.ts'
import { expectClose, matrixOf, relativeDistance, seedOf } from '../test/goldens.ts'
import { ExamplesError, OptionError, ShapeError } from './errors.ts'
import { pairOf } from './examples.ts'
import { Matrix } from './math/matrix.ts'
import { Network } from './network.ts'
import { denseExamples } from './pairs.ts'

const sha256 = (matrix: Matrix): string => createHash('sha256').update(matrix.data).digest('hex')
const fresh = (golden: { sizes: readonly number[]; seed: string | readonly string[] }): Network =>
  new Network(golden.sizes, { seed: seedOf(golden.seed) })

describe('initialisation', () => {
  it.each(networkGoldens.initial)(
    "draws NumPy's biases, then its weights, for $sizes and seed $seed",
    golden => {
      const network = fresh(golden)
      expect(network.biases).toEqual(golden.biases.map(matrixOf))
      expect(network.weights).toEqual(golden.weights.map(matrixOf))
    },
  )

  it.each(networkGoldens.initialHashes)("draws NumPy's biases and weights to the bit for $sizes", golden => {
    const network = fresh(golden)
    expect(network.biases.map(sha256)).toEqual(golden.biases.map(hash => hash.sha256))
    expect(network.weights.map(sha256)).toEqual(golden.weights.map(hash => hash.sha256))
  })
})

describe('activation and cost', () => {
  it('are the sigmoid and the quadratic cost unless they are named', () => {
    const names = { activation: 'sigmoid', output: 'sigmoid', cost: 'quadratic' } as const
    expect(new Network([2, 1], { seed: 1 })).toMatchObject(names)
    expect(new Network([2, 1], { seed: 1, ...names })).toEqual(new Network([2, 1], { seed: 1 }))
  })

  it.each(['activation', 'output', 'cost'])('are refused under a name that is not known: %s', option => {
    const make = () => Reflect.construct(Network, [[2, 1], { [option]: 'tangent' }])
    expect(make).toThrow(OptionError)
    expect(make).toThrow(new RegExp(`^${option} is "tangent": expected '(sigmoid|quadratic)'`))
  })
})

describe('feedforward', () => {
  it("gives the textbook's worked example", () => {
    const { weights, biases, input, output, printed } = networkGoldens.worked
    const network = new Network([4, 2], { weights: [matrixOf(weights)], biases: [matrixOf(biases)] })
    const activation = network.feedforward(matrixOf(input)).at(-1) ?? new Matrix(2, 1)
    expect(relativeDistance(activation, matrixOf(output))).toBeLessThan(1e-12)
    expect([...activation.data].map(a => Number(a.toFixed(4)))).toEqual([...matrixOf(printed).data])
  })

  it.each(networkGoldens.examples)("gives NumPy's activations of every layer for $sizes", golden => {
    expectClose(fresh(golden).feedforward(matrixOf(golden.x)), golden.activations)
  })

  it('refuses an input of another shape', () => {
    const network = new Network([3, 2], { seed: 0 })
    expect(() => network.feedforward(Matrix.column([1, 2]))).toThrow(ShapeError)
    expect(() => network.feedforward(Matrix.column([1, 2]))).toThrow('The input is 2 x 1: expected 3 x 1')
  })
})

describe('backprop', () => {
  it.each(networkGoldens.examples)("gives NumPy's gradient for $sizes", golden => {
    const { nablaB, nablaW } = fresh(golden).backprop(matrixOf(golden.x), matrixOf(golden.y))
    expectClose(nablaB, golden.nablaB)
    expectClose(nablaW, golden.nablaW)
  })

  it.each([[[3, 4, 2]], [[2, 3, 4, 3, 2]], [[4, 3]]])(
    'agrees with centred differences of the cost for %j',
    sizes => {
      const network = new Network(sizes, { seed: 5 })
      const x = Matrix.column(Array.from({ length: sizes[0] ?? 0 }, (_, k) => 0.3 + 0.2 * k))
      const y = Matrix.column(Array.from({ length: sizes.at(-1) ?? 0 }, (_, j) => j % 2))
      const { nablaB, nablaW } = network.backprop(x, y)
      const cost = (): number => {
        const output = Array.from(network.feedforward(x).at(-1)?.data ?? [])
        return output.reduce((sum, a, j) => sum + (a - y.at(j)) ** 2, 0) / 2
      }
      for (const [parameters, nabla] of [
        [network.biases, nablaB],
        [network.weights, nablaW],
      ] as const) {
        parameters.forEach((matrix, l) => {
          const numerical = new Matrix(
            matrix.rows,
            matrix.cols,
            matrix.data.map((_, i) => slope(cost, matrix.data, i)),
          )
          expect(relativeDistance(nabla[l] ?? numerical, numerical)).toBeLessThan(1e-7)
        })
      }
    },
  )

  it("gives NumPy's activations and gradient for the first MNIST image", () => {
    const golden = mnistGoldens.firstSteps
    const [x, y] = pairOf(firstImages(), 0)
    const network = fresh(golden)
    expectClose(network.feedforward(x).slice(1), golden.activations)
    const { nablaB, nablaW } = network.backprop(x, y)
    expectClose(nablaB, golden.nablaB)
    expectClose(nablaW, golden.nablaW)
  })
})

describe('inputs', () => {
  const network = new Network([2, 3, 2], { seed: 4 })

  it('may be lists, typed arrays or columns, with the same outputs', () => {
    const outputs = [
      [0.25, -1],
      Float64Array.of(0.25, -1),
      Float32Array.of(0.25, -1),
      Matrix.column([0.25, -1]),
    ]
    for (const x of outputs) {
      expect(network.feedforward(x)).toEqual(network.feedforward(Matrix.column([0.25, -1])))
      expect(network.predict(x)).toBe(network.predict(Matrix.column([0.25, -1])))
    }
  })

  it.each<[unknown, RegExp]>([
    [[1], /^The input is a list of 1: expected 2 numbers, one an input neuron\. Pass an array/],
    [Float64Array.of(1, 2, 3), /^The input is a list of 3: expected 2 numbers/],
    ['12', /^The input is 12: expected 2 numbers/],
    [undefined, /^The input is undefined: expected 2 numbers/],
    [new DataView(new ArrayBuffer(2)), /^The input is \[object DataView\]: expected 2 numbers/],
    [[1, '2'], /^An entry is 2: expected a number/],
    [Matrix.column([1]), /^The input is 1 x 1: expected 2 x 1/],
    [[1, Number.NaN], /^Input 1 is NaN: expected a finite number/],
  ])('are refused where they do not fit: %j', (x, message) => {
    expect(() => Reflect.apply(network.predict, network, [x])).toThrow(message)
  })
})

describe('updateMiniBatch', () => {
  it.each(networkGoldens.miniBatches)(
    'takes the step that NumPy takes with $x.length examples, miniBatchSize $miniBatchSize',
    golden => {
      const network = fresh(golden)
      const batch = golden.x.map((x, i) => [matrixOf(x), matrixOf(golden.y[i] ?? [])] as const)
      network.updateMiniBatch(batch, golden.miniBatchSize, golden.eta)
      expectClose(network.biases, golden.biases)
      expectClose(network.weights, golden.weights)
    },
  )

  it('has a golden with a short last batch', () => {
    expect(networkGoldens.miniBatches.some(golden => golden.x.length < golden.miniBatchSize)).toBe(true)
  })

  it("takes NumPy's first steps on MNIST", () => {
    const golden = mnistGoldens.firstSteps
    const network = fresh(golden)
    const images = firstImages()
    let from = 0
    for (const step of golden.steps) {
      const batch = Array.from({ length: step.examples }, (_, i) => pairOf(images, from + i))
      network.updateMiniBatch(batch, golden.miniBatchSize, golden.eta)
      expectClose(network.biases, step.biases)
      expectClose(network.weights, step.weights)
      from += step.examples
    }
    expect(from).toBe(images.length)
  })
})

describe('Network', () => {
  it('predicts the neuron that fires most, and counts the correct predictions', () => {
    const weights = [
      Matrix.fromRows([
        [1, 0],
        [0, 1],
      ]),
    ]
    const network = new Network([2, 2], { weights, biases: [Matrix.column([0, 0])] })
    expect(network.predict(Matrix.column([0.2, 0.9]))).toBe(1)
    expect(network.predict(Matrix.column([0.5, 0.5]))).toBe(0)
    const examples = denseExamples([
      [
        [1, 0],
        [1, 0],
      ],
      [
        [0, 1],
        [0, 1],
      ],
      [
        [1, 0],
        [0, 1],
      ],
    ])
    expect(network.evaluate(examples)).toBe(2)
  })

  it('is cloned with its generator, and goes its own way then', () => {
    const network = new Network([2, 3, 1], { seed: [1, 2] })
    const clone = network.clone()
    expect(clone).toEqual(network)
    expect(clone.rng.state).toEqual(network.rng.state)
    clone.weights[0]?.data.fill(0)
    clone.rng.nextUint32()
    expect(network.weights).toEqual(new Network([2, 3, 1], { seed: [1, 2] }).weights)
    expect(clone.rng.state).not.toEqual(network.rng.state)
  })

  it('hashes its biases and weights as little-endian float64', async () => {
    const network = new Network([3, 4, 2], { seed: 0 })
    const hash = createHash('sha256')
    for (const { data } of [...network.biases, ...network.weights]) hash.update(data)
    expect(await network.sha256()).toBe(hash.digest('hex'))
  })

  it.each([
    [Array.of<number>(), 'sizes is []: expected at least an input'],
    [[784], 'sizes is [784]: expected at least an input and an output layer'],
    [[784, 0, 10], 'sizes[1] is 0: expected a whole number of neurons'],
    [[784, 1.5, 10], 'sizes[1] is 1.5'],
    [[784, -3], 'sizes[1] is -3'],
    [[Number.NaN, 2], 'sizes[0] is NaN'],
    [[2, 2 ** 40], 'sizes[1] is 1099511627776'],
    [
      [2 ** 20, 2 ** 20],
      'sizes ask for 1099512676352 biases and weights, in eights: expected at most 134217728',
    ],
  ])('refuses the sizes %j', (sizes, message) => {
    expect(() => new Network(sizes)).toThrow(OptionError)
    expect(() => new Network(sizes)).toThrow(message)
  })

  it('refuses numbers that would become NaN later', () => {
    const network = new Network([2, 2], { seed: 0 })
    const before = network.clone()
    expect(() => network.feedforward(Matrix.column([1, Number.NaN]))).toThrow(
      'Input 1 is NaN: expected a finite number',
    )
    expect(() => network.predict(Matrix.column([Number.POSITIVE_INFINITY, 0]))).toThrow(ExamplesError)
    expect(() => network.updateMiniBatch([], 0, 3)).toThrow('miniBatchSize is 0: expected a whole number')
    expect(() => network.updateMiniBatch([], 1, Number.NaN)).toThrow(
      'eta is NaN: expected a finite number above 0',
    )
    expect(network).toEqual(before)
    const biases = [Matrix.column([0, Number.NaN])]
    expect(() => new Network([2, 2], { biases, weights: network.weights })).toThrow(
      'Entry 1 of biases[0] is NaN: expected a finite number',
    )
  })

  it('evaluates only examples that fit', () => {
    const network = new Network([2, 2], { seed: 0 })
    expect(() =>
      network.evaluate(
        denseExamples([
          [
            [1, 2, 3],
            [1, 0],
          ],
        ]),
      ),
    ).toThrow("Make the network's first size 3 and its last 2")
    expect(() => Reflect.apply(Network.prototype.evaluate, network, [{}])).toThrow(ExamplesError)
  })

  it('refuses parts of other shapes', () => {
    const { biases, weights } = new Network([3, 2], { seed: 0 })
    expect(() => new Network([2, 2], { biases, weights })).toThrow('weights[0] is 2 x 3: expected 2 x 2')
    expect(() => new Network([3, 2, 1], { biases, weights })).toThrow('biases has 1 matrices: expected 2')
  })
})

/** The slope of `cost` by entry i, by centred differences. */
function slope(cost: () => number, parameters: Float64Array, i: number): number {
  const value = parameters[i] ?? 0
  const h = 1e-5
  parameters[i] = value + h
  const above = cost()
  parameters[i] = value - h
  const below = cost()
  parameters[i] = value
  return (above - below) / (2 * h)
}
