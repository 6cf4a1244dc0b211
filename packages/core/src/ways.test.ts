import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asDense, randomExamples } from '../test/examples.ts'
import { relativeDistance } from '../test/goldens.ts'
import { ACTIVATIONS } from './activation.ts'
import { colsOf } from './augment.ts'
import { type Chance, shifted } from './chance.ts'
import { COSTS, costNamed } from './cost.ts'
import { distorted } from './distortion.ts'
import { ReferenceEngine } from './engine/reference.ts'
import { type Examples, pairOf } from './examples.ts'
import { INITIALISERS } from './initialise.ts'
import { Matrix } from './math/matrix.ts'
import { hadamard } from './math/operations.ts'
import { Network } from './network.ts'
import type { GivenOptimiser } from './optimiser.ts'
import { RECIPES, type Recipe } from './recipe.ts'
import { completeSpec } from './spec.ts'
import { completeWays, learningOf, usualEta } from './ways.ts'

const SEED = 3

const jobs = fc.record({
  sizes: fc
    .tuple(
      fc.constantFrom(9, 12, 25),
      fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 3 }),
    )
    .map(([inputs, others]) => [inputs, ...others]),
  activation: fc.constantFrom(...ACTIVATIONS),
  cost: fc.constantFrom(...COSTS),
  initialiser: fc.constantFrom(...INITIALISERS),
  optimiser: fc.constantFrom<GivenOptimiser>('sgd', 'momentum', { name: 'nesterov', momentum: 0.5 }, 'adam'),
  l1: fc.constantFrom(0, 2),
  l2: fc.constantFrom(0, 5),
  dropout: fc.constantFrom({}, { hidden: 0.5 }, { input: 0.3 }, { hidden: 0.2, input: 0.2 }),
  augment: fc.constantFrom({ shift: 0 }, { shift: 1 }, { shift: 2 }, { shift: 1, rotate: 20, elastic: 1 }),
  isDense: fc.boolean(),
  miniBatchSize: fc.constantFrom(1, 4, 7),
})

/** Inputs, wanted outputs and masks of an example in an epoch, as the textbook would have them. */
function occasion(
  network: Network,
  examples: Examples,
  chance: Chance | undefined,
  epoch: number,
  example: number,
) {
  let [x, y] = pairOf(examples, example)
  if (!chance) return [x, y] as const
  const place = { epoch, example }
  if (chance.limits && examples.kind === 'sparse') {
    const cols = colsOf(examples)
    const distortion = chance.distortionOf(place, chance.limits, x.rows / cols, cols)
    const image = distorted(
      Uint8Array.from(x.data, share => Math.round(share * 255)),
      cols,
      distortion,
    )
    x = Matrix.column(Float64Array.from(image, byte => byte / 255))
  } else if (chance.shift > 0 && examples.kind === 'sparse') {
    const moved = new Matrix(x.rows, 1)
    x.data.forEach((value, k) => {
      const index = shifted(k, x.rows, colsOf(examples), chance.shiftOf(place))
      if (index >= 0) moved.data[index] = value
    })
    x = moved
  }
  const maskOf = (layer: number): Matrix =>
    Matrix.column(chance.mask(place, layer, new Float64Array(network.sizes[layer])))
  if (chance.dropout.input > 0) x = hadamard(x, maskOf(0))
  const hidden = chance.dropout.hidden > 0 ? network.sizes.slice(1, -1).map((_, l) => maskOf(l + 1)) : []
  return [x, y, hidden] as const
}

describe('the textbook path and the reference engine', () => {
  it('agree for every way to learn, but for rounding', () => {
    fc.assert(
      fc.property(jobs, ({ sizes, activation, cost, initialiser, isDense, miniBatchSize, ...given }) => {
        const shape = { activation, output: costNamed(cost).output, cost, initialiser, seed: SEED }
        const [textbook, network] = [new Network(sizes, shape), new Network(sizes, shape)]
        const sparse = { ...randomExamples(sizes, 11, 6, 0.4), cols: sizes[0] === 12 ? 4 : undefined }
        const examples = isDense ? asDense(sparse) : sparse
        const learning = learningOf(completeWays(given), SEED, examples.length)
        const engine = new ReferenceEngine(network, miniBatchSize, 'float64', learning)
        engine.load(network)
        const bound = engine.bind(examples)
        const descent = textbook.descent(learning.optimiser, learning.decay)
        for (const epoch of [0, 1]) {
          const order = Uint32Array.from({ length: examples.length }, (_, i) => i)
          textbook.rng.shuffle(order)
          bound.train(order, 0, order.length, { miniBatchSize, eta: 0.1, epoch }, { cost: 0 })
          for (let from = 0; from < order.length; from += miniBatchSize) {
            const batch = [...order.subarray(from, from + miniBatchSize)].map(example =>
              occasion(textbook, examples, learning.chance, epoch, example),
            )
            textbook.updateMiniBatch(batch, miniBatchSize, 0.1, descent)
          }
        }
        engine.store(network)
        for (const part of ['biases', 'weights'] as const) {
          network[part].forEach((matrix, l) => {
            expect(relativeDistance(matrix, textbook[part][l])).toBeLessThan(1e-9)
          })
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('the usual learning rate', () => {
  const specOf = (recipe: Recipe) =>
    completeSpec({ ...recipe, sizes: [784, 30, 10], seed: '0', epochs: 30, data: { train: 50_000 } })

  it.each(Object.entries(RECIPES))('is that of the recipe %s', (_, recipe) => {
    expect(usualEta(specOf(recipe))).toBe(recipe.eta)
  })

  it.each([
    [{ optimiser: 'adam' }, 0.001],
    [{ optimiser: 'momentum', cost: 'cross-entropy' }, 0.05],
    [{ optimiser: 'momentum', cost: 'cross-entropy', miniBatchSize: 64 }, 0.5],
    [{ output: 'softmax' }, 0.5],
    [{ output: 'softmax', activation: 'tanh' }, 0.1],
  ] as const)('suits %j', (change, eta) => {
    expect(usualEta(specOf({ ...RECIPES.textbook, ...change }))).toBeCloseTo(eta, 12)
  })
})
