import { networkGoldens } from '@gradus/fixtures'
import { describe, expect, it } from 'vitest'
import { asDense, randomExamples } from '../../test/examples.ts'
import { expectClose, matrixOf, seedOf } from '../../test/goldens.ts'
import { collect } from '../../test/runs.ts'
import { createEngine } from '../engine/choice.ts'
import type { EngineName } from '../engine/engine.ts'
import { answerOf, type Examples, pairOf } from '../examples.ts'
import { Matrix } from '../math/matrix.ts'
import { add, scale } from '../math/operations.ts'
import { Network } from '../network.ts'
import { denseExamples } from '../pairs.ts'
import { SgdController } from './controller.ts'
import type { StatisticsEvent } from './events.ts'
import { sgd } from './sgd.ts'
import { Sampler, type Statistics } from './statistics.ts'

const SIZES = [12, 5, 7, 4]
const norm = (numbers: Iterable<number>): number => Math.hypot(...numbers)
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length
const isFlat = (a: number): boolean => a < 0.01 || a > 0.99

async function sampleOf(
  engineName: EngineName,
  examples: Examples,
  miniBatchSize: number,
  eta: number,
  scaled = 1,
) {
  const network = new Network(SIZES, { seed: 4 })
  for (const w of network.weights) w.data.set(scale(w, scaled).data)
  const engine = createEngine(engineName, 'float64', network, Math.min(miniBatchSize, examples.length))
  engine.load(network)
  const sampler = new Sampler(network, examples, engine, engine.bind(examples), miniBatchSize)
  const order = Uint32Array.from({ length: examples.length }, (_, i) => (i * 7) % examples.length)
  return { network, order, statistics: await sampler.measure(order, examples.length, eta) }
}

/** The same by the textbook: one example at a time, gradients as whole matrices. */
function byTheBook(
  network: Network,
  examples: Examples,
  { sample, batch, miniBatchSize, eta }: Sample,
): Statistics {
  const activations = sample.map(i => network.feedforward(pairOf(examples, i)[0]).slice(1))
  const gradients = batch.map(i => network.backprop(...pairOf(examples, i)).nablaW)
  const count = (index: (i: number) => number) => {
    const counts = Array.from({ length: SIZES.at(-1) ?? 0 }, () => 0)
    for (const i of sample) counts[index(i)] = (counts[index(i)] ?? 0) + 1
    return counts
  }
  return {
    sampled: sample.length,
    layers: network.weights.map((w, l) => {
      const neurons = Array.from({ length: w.rows }, (_, j) =>
        activations.map(a => a[l]?.data[j] ?? Number.NaN),
      )
      const each = gradients.map(nablaW => nablaW[l] ?? w)
      const gradientNorm = norm(each.reduce((sum, nabla) => add(sum, nabla)).data) / miniBatchSize
      return {
        activation: mean(neurons.flat()),
        saturated: mean(neurons.flat().map(a => Number(isFlat(a)))),
        neuronActivations: neurons.map(mean),
        neuronSaturated: neurons.map(neuron => mean(neuron.map(a => Number(isFlat(a))))),
        weightNorm: norm(w.data),
        gradientNorm,
        updateNorm: eta * gradientNorm,
      }
    }),
    predictions: count(i => network.predict(pairOf(examples, i)[0])),
    answers: count(i => answerOf(examples, i)),
  }
}

interface Sample {
  readonly sample: readonly number[]
  readonly batch: readonly number[]
  readonly miniBatchSize: number
  readonly eta: number
}

function expectNear(found: unknown, expected: unknown): void {
  if (typeof expected === 'number') {
    expect(Math.abs(Number(found) - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + 1e-15)
    return
  }
  const entries = Object.entries(Object(expected))
  expect(Object.keys(Object(found))).toEqual(entries.map(([key]) => key))
  for (const [key, value] of entries)
    expectNear(Object.entries(Object(found)).find(([k]) => k === key)?.[1], value)
}

describe('the statistics of a sample', () => {
  const sparse = randomExamples(SIZES, 60, 1, 0.5)
  it.each([
    ['sparse examples', 'simd', sparse, 5, 1],
    ['sparse examples', 'reference', sparse, 5, 1],
    ['dense examples', 'simd', asDense(sparse), 5, 1],
    ['saturated neurons', 'simd', sparse, 5, 30],
    ['mini-batches of one', 'simd', sparse, 1, 1],
    ['mini-batches that are larger than the sample', 'simd', sparse, 32, 1],
    ['mini-batches that are larger than the data', 'simd', sparse, 1000, 1],
  ] as const)('are those of the textbook: %s, %s', async (_, engine, examples, miniBatchSize, scaled) => {
    const eta = 0.7
    const { network, order, statistics } = await sampleOf(engine, examples, miniBatchSize, eta, scaled)
    const sample = [...order].slice(-10)
    const batch = [...order].slice(-miniBatchSize)
    expectNear(statistics, byTheBook(network, examples, { sample, batch, miniBatchSize, eta }))
    if (scaled > 1) expect(statistics.layers[1]?.saturated).toBeGreaterThan(0.3)
  })

  it.each([7, 50, 59, 60, 61])('are of at most 60 examples: mini-batches of %d', async miniBatchSize => {
    const many = randomExamples(SIZES, 6500, 9, 0.5)
    const { network, order, statistics } = await sampleOf('simd', many, miniBatchSize, 3)
    const last = [...order.subarray(-60)]
    const outputs = last.map(i => network.predict(pairOf(many, i)[0]))
    expect(statistics.sampled).toBe(60)
    expect(statistics.predictions).toEqual(
      Array.from({ length: SIZES.at(-1) ?? 0 }, (_, c) => outputs.filter(output => output === c).length),
    )
  })

  it('have the bits of any engine', async () => {
    const [simd, reference] = [
      await sampleOf('simd', sparse, 50, 3),
      await sampleOf('reference', sparse, 50, 3),
    ]
    expect(simd.statistics).toEqual(reference.statistics)
  })
})

describe('the gradient norms', () => {
  const engines = ['simd', 'reference'] as const
  const cases = networkGoldens.gradients.flatMap(golden => engines.map(engine => ({ golden, engine })))

  it.each(cases)(
    "are NumPy's, of $golden.sizes and mini-batches of $golden.miniBatchSize: $engine",
    async ({ golden, engine: name }) => {
      const { sizes, seed, miniBatchSize, norms } = golden
      const network = new Network(sizes, { seed: seedOf(seed) })
      const [x, y] = [matrixOf(golden.x).toRows(), matrixOf(golden.y).toRows()]
      const examples = denseExamples(x.map((row, i) => [row, y[i] ?? []]))
      const engine = createEngine(name, 'float64', network, Math.min(miniBatchSize, examples.length))
      engine.load(network)
      const sampler = new Sampler(network, examples, engine, engine.bind(examples), miniBatchSize)
      const { layers } = await sampler.measure(Uint32Array.from(x.keys()), examples.length, 2)
      const found = Matrix.column(layers.map(({ gradientNorm }) => gradientNorm))
      expectClose([found], [norms])
      expect(layers.map(({ updateNorm }) => updateNorm)).toEqual([...found.data].map(value => 2 * value))
      const kept = network.clone()
      engine.store(kept)
      expect(kept.weights).toEqual(network.weights)
      expect(kept.biases).toEqual(network.biases)
    },
  )

  it('are those of the last 1,000 examples of larger mini-batches', async () => {
    const many = randomExamples(SIZES, 2500, 9, 0.5)
    const { network, order, statistics } = await sampleOf('simd', many, 2500, 1)
    const batch = [...order.subarray(1500)]
    const expected = byTheBook(network, many, { sample: [0], batch, miniBatchSize: 1000, eta: 1 })
    expectNear(
      statistics.layers.map(({ gradientNorm }) => gradientNorm),
      expected.layers.map(({ gradientNorm }) => gradientNorm),
    )
  })
})

describe('sgd with statistics', () => {
  const sizes = [30, 6, 10]
  const examples = randomExamples(sizes, 1050, 3, 0.5)
  const options = { epochs: 24, miniBatchSize: 10, eta: 3 }

  async function run(more: Partial<Parameters<typeof sgd>[2]> = {}) {
    const network = new Network(sizes, { seed: 0 })
    const events = await collect(sgd(network, examples, { ...options, statistics: true, ...more }))
    const statistics = events.filter((event): event is StatisticsEvent => event.type === 'statistics')
    return {
      sha256: await network.sha256(),
      statistics,
      places: statistics.map(({ epoch, position }) => [epoch, position]),
    }
  }

  it('tells them after every epoch of a small training set, whatever the engine', async () => {
    const [simd, reference] = [await run(), await run({ engine: 'reference' })]
    expect(simd.statistics).toEqual(reference.statistics)
    expect(simd.places).toEqual(Array.from({ length: 24 }, (_, epoch) => [epoch, 1050]))
    expect(new Set(simd.statistics.map(({ sampled }) => sampled))).toEqual(new Set([11]))
  })

  it('tells with them the eta of the mini-batch before', async () => {
    const { statistics } = await run({ epochs: 4, etaChanges: [{ epoch: 2, position: 300, eta: 1 }] })
    expect(statistics.map(({ eta }) => eta)).toEqual([3, 3, 1, 1])
    for (const { eta, layers } of statistics)
      for (const { updateNorm, gradientNorm } of layers) expect(updateNorm).toBe(eta * gradientNorm)
  })

  const placesOf = async (length: number, epochs: number) => {
    const few = randomExamples(sizes, length, 3, 0.5)
    const network = new Network(sizes, { seed: 0 })
    const events = await collect(sgd(network, few, { ...options, epochs, statistics: true }))
    return events.flatMap(event => (event.type === 'statistics' ? [[event.epoch, event.position]] : []))
  }

  it('tells them after every 300 examples of a tiny training set', async () => {
    expect(await placesOf(70, 13)).toEqual([
      [0, 70],
      [4, 20],
      [8, 40],
      [12, 60],
    ])
  })

  it('tells them too where the last mini-batch of an epoch is short', async () => {
    expect(await placesOf(15, 70)).toEqual([
      [0, 15],
      [19, 15],
      [39, 15],
      [59, 15],
    ])
  })

  it('tells them after every 36,000 examples of a large training set', async () => {
    expect(await placesOf(40_000, 2)).toEqual([
      [0, 36_000],
      [0, 40_000],
      [1, 32_000],
    ])
  })

  it.each(['momentum', 'adam'] as const)('tells what %s changed the weights by', async optimiser => {
    const [network, controller] = [new Network(sizes, { seed: 0 }), new SgdController()]
    const steps: number[][] = []
    let before = network.clone()
    controller.step('miniBatch')
    const ways = { ...options, eta: 0.1, optimiser, l2: 3, l1: 1, statistics: true, controller }
    for await (const event of sgd(network, examples, ways)) {
      if (event.type !== 'statistics') continue
      const changes = network.weights.map(({ data }, l) =>
        norm(data.map((w, i) => w - (before.weights[l]?.data[i] ?? 0))),
      )
      for (const [l, { updateNorm }] of event.layers.entries())
        expect(updateNorm).toBeCloseTo(changes[l] ?? 0, 12)
      steps.push(changes)
      before = network.clone()
      if (steps.length === 5) controller.abort()
      else controller.step('miniBatch')
    }
    expect(steps.flat().every(step => step > 0.01)).toBe(true)
  })

  it("tells the velocity of Nesterov's momentum", async () => {
    const [network, controller] = [new Network(sizes, { seed: 0 }), new SgdController()]
    const norms: number[][] = []
    controller.step('miniBatch')
    const ways = { ...options, eta: 0.1, optimiser: 'nesterov', statistics: true, controller } as const
    for await (const event of sgd(network, examples, ways)) {
      if (event.type === 'statistics') {
        norms.push(event.layers.map(({ updateNorm }) => updateNorm))
        controller.checkpoint()
      } else if (event.type === 'checkpoint') {
        const [velocity = []] = event.checkpoint.progress.optimiser?.moments ?? []
        expect(norms.at(-1)).toEqual(
          velocity.map(({ weights }) => Math.sqrt(weights.reduce((sum, v) => sum + v * v, 0))),
        )
        if (norms.length === 3) controller.abort()
        else controller.step('miniBatch')
      }
    }
    expect(norms.flat().length).toBe(6)
  })

  it('changes no weight by them', async () => {
    expect((await run()).sha256).toBe((await run({ statistics: false })).sha256)
  })

  it('tells none unless asked', async () => {
    expect((await run({ statistics: false })).statistics).toEqual([])
  })

  it('tells them after every step of a paused run', async () => {
    const controller = new SgdController()
    const network = new Network(sizes, { seed: 0 })
    const places: number[] = []
    controller.step('miniBatch')
    for await (const event of sgd(network, examples, { ...options, statistics: true, controller })) {
      if (event.type !== 'statistics') continue
      places.push(event.position)
      if (places.length === 3) controller.abort()
      else controller.step('miniBatch')
    }
    expect(places).toEqual([10, 20, 30])
  })
})
