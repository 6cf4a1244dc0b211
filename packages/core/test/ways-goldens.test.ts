import { decodeBytes, decodeTensor } from '@gradus/fixtures'
import { waysGoldens } from '@gradus/fixtures/ways'
import { describe, expect, it } from 'vitest'
import { Chance, shifted } from '../src/chance.ts'
import { ConfusionTally } from '../src/confusion.ts'
import { costNamed } from '../src/cost.ts'
import { distorted } from '../src/distortion.ts'
import { createEngine } from '../src/engine/choice.ts'
import type { Examples } from '../src/examples.ts'
import { Matrix } from '../src/math/matrix.ts'
import { add, hadamard } from '../src/math/operations.ts'
import { type Gradient, Network } from '../src/network.ts'
import { denseExamples } from '../src/pairs.ts'
import { philox } from '../src/random/philox.ts'
import { SeedSequence } from '../src/random/seed-sequence.ts'
import { scheduleFactor } from '../src/schedule.ts'
import { sgd } from '../src/training/sgd.ts'
import { completeWays, learningOf } from '../src/ways.ts'
import { sparseExamples } from './examples.ts'
import { expectClose, matrixOf, seedOf } from './goldens.ts'
import { collect, lastOf } from './runs.ts'

const { networks, optimisers, initial, keys, masks, shifts, distortions, schedules, learning, writtenOrder } =
  waysGoldens

type Origin = (typeof networks)[number]

function networkOf({
  sizes,
  seed,
  activation,
  output,
  cost,
  initialiser,
}: Omit<Origin, 'x' | 'y' | 'first' | 'sums' | 'thinned' | 'decayed'>): Network {
  return new Network(sizes, { seed: seedOf(seed), activation, output, cost, initialiser })
}

/** The rows of x and y as columns. */
function pairsOf({ x, y }: Pick<Origin, 'x' | 'y'>): [Matrix, Matrix][] {
  const [inputs, outputs] = [decodeTensor(x), decodeTensor(y)]
  const row = ({ data, cols }: typeof inputs, i: number): Matrix =>
    Matrix.column(data.subarray(i * cols, (i + 1) * cols))
  return Array.from({ length: inputs.rows }, (_, i) => [row(inputs, i), row(outputs, i)])
}

function sumOf(gradients: readonly Gradient[]): Gradient {
  return gradients.reduce((sum, { nablaB, nablaW }) => ({
    nablaB: sum.nablaB.map((b, l) => add(b, nablaB[l])),
    nablaW: sum.nablaW.map((w, l) => add(w, nablaW[l])),
  }))
}

function expectGradient(
  { nablaB, nablaW }: Gradient,
  golden: Pick<Origin['first'], 'nablaB' | 'nablaW'>,
): void {
  expectClose(nablaB, golden.nablaB)
  expectClose(nablaW, golden.nablaW)
}

describe.each(networks)('$activation, $output, $cost on $sizes', golden => {
  const network = networkOf(golden)
  const pairs = pairsOf(golden)
  const [[x, y]] = pairs

  it("has NumPy's activations, cost and gradient", () => {
    expectClose(network.feedforward(x), golden.first.activations)
    const output = network.feedforward(x)[network.weights.length]
    expect(Math.abs(costNamed(network.cost).fn(output, y) / golden.first.cost - 1)).toBeLessThan(1e-12)
    expectGradient(network.backprop(x, y), golden.first)
    expectGradient(sumOf(pairs.map(pair => network.backprop(...pair))), golden.sums)
  })

  it('has a gradient that agrees with centred differences', () => {
    const { nablaW, nablaB } = network.backprop(x, y)
    const costAt = (): number => costNamed(network.cost).fn(network.feedforward(x)[network.weights.length], y)
    for (const [parameters, nabla] of [
      [network.weights, nablaW],
      [network.biases, nablaB],
    ] as const) {
      parameters.forEach(({ rows, cols, data }, l) => {
        const differences = new Matrix(rows, cols)
        data.forEach((value, i) => {
          data[i] = value + 1e-6
          const above = costAt()
          data[i] = value - 1e-6
          differences.data[i] = (above - costAt()) / 2e-6
          data[i] = value
        })
        const norm = Math.hypot(...differences.data)
        const distance = Math.hypot(...differences.data.map((d, i) => d - nabla[l].data[i]))
        expect(distance).toBeLessThan(1e-7 * Math.max(1, norm))
      })
    }
  })

  it("drops NumPy's neurons, with its gradient", () => {
    const { thinned } = golden
    const dropout = { hidden: thinned.dropout, input: thinned.inputDropout }
    const chance = new Chance({ dropout, augment: {} }, seedOf(golden.seed))
    const gradients = pairs.map(([x, y], example) => {
      const occasion = { epoch: thinned.epoch, example }
      const factors = golden.sizes.slice(0, -1).map((neurons, layer) => {
        return chance.mask(occasion, layer, new Float64Array(neurons))
      })
      const kept = factors.map(mask => Array.from(mask, factor => (factor > 0 ? 1 : 0)).join(''))
      expect(kept).toEqual(thinned.masks[example])
      const [inputs, ...hidden] = factors.map(mask => Matrix.column(mask))
      return network.backprop(hadamard(x, inputs), y, hidden)
    })
    expectGradient(sumOf(gradients), thinned)
  })

  it("decays by NumPy's step, in the textbook path and in the engine", () => {
    const { biases, weights, miniBatchSize, eta, l1, l2, n } = golden.decayed
    const textbook = network.clone()
    const decay = { l1: l1 / n, l2: l2 / n }
    textbook.updateMiniBatch(pairs, miniBatchSize, eta, textbook.descent({ name: 'sgd' }, decay))
    const trained = network.clone()
    const given = learningOf(completeWays({ l1, l2 }), 0, n)
    const engine = createEngine('auto', 'float64', trained, miniBatchSize, given)
    engine.load(trained)
    const order = Uint32Array.from(pairs.keys())
    engine.bind(denseOf(pairs)).train(order, 0, pairs.length, { miniBatchSize, eta, epoch: 0 }, { cost: 0 })
    engine.store(trained)
    for (const result of [textbook, trained]) {
      expectClose(result.biases, biases)
      expectClose(result.weights, weights)
    }
  })
})

function denseOf(pairs: readonly [Matrix, Matrix][]): Examples {
  return denseExamples(pairs.map(([x, y]) => [x.data, y.data]))
}

it.each(optimisers)("$optimiser takes NumPy's steps, in the textbook path and in the engine", golden => {
  const { optimiser, miniBatchSize, eta, l1, l2, steps } = golden
  const pairs = pairsOf(golden)
  const given = learningOf(completeWays({ optimiser, l1, l2 }), 0, pairs.length)
  const [textbook, trained] = [networkOf(golden), networkOf(golden)]
  const descent = textbook.descent(given.optimiser, given.decay)
  const engine = createEngine('auto', 'float64', trained, miniBatchSize, given)
  engine.load(trained)
  const bound = engine.bind(denseOf(pairs))
  const order = Uint32Array.from(pairs.keys())
  steps.forEach((step, i) => {
    const [from, to] = [i * miniBatchSize, Math.min((i + 1) * miniBatchSize, pairs.length)]
    textbook.updateMiniBatch(pairs.slice(from, to), miniBatchSize, eta, descent)
    bound.train(order, from, to, { miniBatchSize, eta, epoch: 0 }, { cost: 0 })
    engine.store(trained)
    for (const result of [textbook, trained]) {
      expectClose(result.biases, step.biases)
      expectClose(result.weights, step.weights)
    }
  })
})

it.each(initial)(
  "$initialiser weights are NumPy's, to the bit: seed $seed",
  async ({ initialiser, seed, small }) => {
    const network = new Network(small.sizes, { initialiser, seed: seedOf(seed) })
    expect(network.biases).toEqual(small.biases.map(matrixOf))
    expect(network.weights).toEqual(small.weights.map(matrixOf))
  },
)

it.each(keys)('keys are those of SeedSequence with a spawn key: seed $seed', golden => {
  const keyOf = (purpose: number) => [...new SeedSequence(seedOf(golden.seed), [purpose]).generateState(2)]
  expect(keyOf(1)).toEqual(golden.dropout)
  expect(keyOf(2)).toEqual(golden.shift)
  expect(keyOf(3)).toEqual(golden.distortion)
})

it.each(waysGoldens.philox)("philox gives NumPy's words: counter $counter", ({ counter, key, words }) => {
  const [c0, c1, c2, c3] = counter
  expect([...philox(Uint32Array.from(key), c0, c1, c2, c3)]).toEqual(words)
})

it.each(masks)('layer $layer keeps the same neurons: seed $seed, epoch $epoch', golden => {
  const { seed, epoch, example, layer, dropout, kept } = golden
  const chance = new Chance({ dropout: { hidden: dropout, input: dropout }, augment: {} }, seedOf(seed))
  const mask = chance.mask({ epoch, example }, layer, new Float64Array(kept.length))
  expect(Array.from(mask, factor => (factor > 0 ? 1 : 0)).join('')).toBe(kept)
  for (const factor of mask) expect([0, 1 / (1 - dropout)]).toContain(factor)
})

it.each(shifts)('an image is shifted alike: seed $seed, epoch $epoch, example $example', golden => {
  const { seed, epoch, example, shift, dx, dy, image, moved } = golden
  const chance = new Chance({ dropout: { hidden: 0, input: 0 }, augment: { shift } }, seedOf(seed))
  const way = chance.shiftOf({ epoch, example })
  expect(way.map(pixels => pixels + 0)).toEqual([dx, dy])
  const result = image.map(row => row.map(() => 0))
  const [pixels, cols] = [image.flat(), image[0].length]
  for (const [index, value] of pixels.entries()) {
    const to = shifted(index, pixels.length, cols, way)
    if (to >= 0) result[Math.floor(to / cols)][to % cols] = value
  }
  expect(result).toEqual(moved)
})

it.each(distortions)(
  'an image is distorted alike: seed $seed, epoch $epoch, example $example, $cols columns, $augment',
  golden => {
    const { seed, epoch, example, augment, cols, shift, matrix, thickness, moves } = golden
    const chance = new Chance({ dropout: { hidden: 0, input: 0 }, augment }, seedOf(seed))
    const image = decodeBytes(golden.image)
    if (!chance.limits) throw new Error('There is a distortion')
    const drawn = chance.distortionOf({ epoch, example }, chance.limits, image.length / cols, cols)
    // Adding 0 makes 0 of -0.
    expect(drawn.shift.map(pixels => pixels + 0)).toEqual(shift)
    expect(drawn.matrix.map(entry => entry + 0)).toEqual(matrix)
    expect(drawn.thickness + 0).toBe(thickness)
    expect([...drawn.moves]).toEqual(moves)
    expect(distorted(image, cols, drawn)).toEqual(decodeBytes(golden.distorted))
  },
)

describe('schedules', () => {
  const factorsOf = (
    schedule: Parameters<typeof scheduleFactor>[0],
    epochs: number,
    correct: readonly number[] = [],
  ): number[] => {
    const history = correct.map((count, epoch) => ({ epoch, validation: { correct: count } }))
    return Array.from({ length: epochs }, (_, epoch) => scheduleFactor(schedule, epoch, epochs, history))
  }

  it("have NumPy's factors", () => {
    for (const { epochs, factors } of schedules.cosine) {
      factorsOf({ name: 'cosine' }, epochs).forEach((factor, epoch) => {
        expect(Math.abs(factor - factors[epoch])).toBeLessThan(1e-15)
      })
    }
    for (const { every, factor, factors } of schedules.step)
      expect(factorsOf({ name: 'step', epochs: every, factor }, factors.length)).toEqual(factors)
    const { validation } = schedules.plateau
    for (const { patience, factors } of schedules.plateau.factors) {
      const schedule = { name: 'plateau', epochs: patience, factor: 0.5 } as const
      expect(factorsOf(schedule, factors.length, validation)).toEqual(factors)
    }
  })
})

it('a run with momentum, decay, dropout, shifts and a plateau learns and ends as in NumPy', async () => {
  const { sizes, training, labels, bytes, cols, epochs, plateau, patience, shift } = learning
  const { optimiser, l1, l2, inputDropout, dropout, miniBatchSize, eta } = learning
  const pixels = decodeBytes(bytes)
  const part = (from: number, to: number): Examples => ({
    ...sparseExamples(
      pixels.subarray(from * sizes[0], to * sizes[0]),
      labels.slice(from, to),
      sizes[0],
      sizes[sizes.length - 1],
    ),
    cols,
  })
  const network = networkOf(learning)
  let last = network
  const events = await collect(
    sgd(network, part(0, training), {
      ...{ optimiser, l1, l2, epochs, miniBatchSize, eta },
      dropout: { hidden: dropout, input: inputDropout },
      augment: { shift },
      schedule: { name: 'plateau', epochs: plateau },
      ...{ stop: { epochs: patience }, keep: 'best', validationData: part(training, labels.length) },
    }),
    event => {
      // At its end the network has the weights of the best epoch.
      if (event.type === 'epoch') last = network.clone()
    },
  )
  const { history, kept } = lastOf(events)
  expect(history.map(record => record.eta)).toEqual(learning.etas)
  expect(history.map(record => record.validation?.correct)).toEqual(learning.validation)
  expect(kept).toBe(learning.best)
  expectClose(last.biases, learning.biases)
  expectClose(last.weights, learning.weights)
})

const runs = writtenOrder.runs.flatMap(run =>
  (['float64', 'float32'] as const).flatMap(precision =>
    (['reference', 'auto'] as const).map(engine => ({ ...run, precision, engine })),
  ),
)

it.each(runs)(
  'the written order has its bits: $engine, $precision, $data, $activation, $cost, $optimiser, dropout $dropout, $inputDropout, $augment, l1 $l1, l2 $l2',
  async run => {
    const {
      precision,
      engine: name,
      data,
      l1,
      l2,
      inputDropout,
      dropout,
      augment,
      miniBatchSize,
      etas,
      orders,
    } = run
    const { images, table } = writtenOrder
    const pixels = images.rows * images.cols
    const examples: Examples =
      data === 'images'
        ? {
            ...sparseExamples(decodeBytes(images.bytes), [...images.labels], pixels, images.outputs),
            cols: images.cols,
          }
        : denseOf(pairsOf(table))
    const { optimiser: kind, mu: momentum, beta1, beta2, epsilon } = run
    const optimiser =
      kind === 'sgd'
        ? kind
        : kind === 'adam'
          ? ({ name: kind, beta1, beta2, epsilon } as const)
          : { name: kind, momentum }
    const given = completeWays({
      ...{ optimiser, l1, l2, dropout: { hidden: dropout, input: inputDropout }, augment },
    })
    const network = networkOf(run)
    const engine = createEngine(
      name,
      precision,
      network,
      miniBatchSize,
      learningOf(given, seedOf(run.seed), examples.length),
    )
    engine.load(network)
    const bound = engine.bind(examples)
    const golden = run[precision]
    for (const [epoch, order] of orders.entries()) {
      const tally = { cost: 0 }
      const step = { miniBatchSize, eta: etas[epoch], epoch }
      bound.train(Uint32Array.from(order), 0, order.length, step, tally)
      expect(tally.cost).toBe(golden.costs[epoch])
    }
    engine.store(network)
    expect(await network.sha256()).toBe(golden.sha256)
    const evaluated = { cost: 0, confusion: new ConfusionTally(examples.outputSize) }
    bound.evaluate(0, examples.length, evaluated)
    const correct = evaluated.confusion.confusion.correct.reduce((sum, count) => sum + count, 0)
    expect({ cost: evaluated.cost, correct }).toEqual(golden.evaluation)
  },
)
