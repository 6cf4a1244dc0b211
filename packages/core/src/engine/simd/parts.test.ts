import { describe, expect, it } from 'vitest'
import { firstImages, randomExamples } from '../../../test/examples.ts'
import { Matrix } from '../../math/matrix.ts'
import { Network } from '../../network.ts'
import type { Optimiser } from '../../optimiser.ts'
import { denseExamples } from '../../pairs.ts'
import { learningOf, type Ways } from '../../ways.ts'
import { createEngine } from '../choice.ts'
import type { EngineName } from '../engine.ts'

const ADAM: Optimiser = { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
const withChance: Ways = { dropout: { hidden: 0.5, input: 0.2 }, augment: { shift: 3 } }

const DISTORTED = { shift: 1, rotate: 12, scale: 15, shear: 10, thickness: 0.5, elastic: 2 }

const descending = (length: number): Uint32Array => Uint32Array.from({ length }, (_, i) => length - 1 - i)

describe('the SIMD engine', () => {
  it.each<[string, Ways]>([
    ['fused', {}],
    ['fused with decay', { l1: 1, l2: 2 }],
    ['general with decay', { optimiser: { name: 'nesterov', momentum: 0.9 }, l2: 2 }],
    ['general with dropout and shifts', { ...withChance, optimiser: ADAM }],
    ['fused with distortions', { augment: DISTORTED }],
    ['general with dropout and distortions', { ...withChance, augment: DISTORTED, optimiser: ADAM }],
  ])('gives the same bits when a mini-batch is cut into slices: %s', (_, ways) => {
    const images = firstImages()
    const [step, tally] = [{ miniBatchSize: 27, eta: 3, epoch: 4 }, { cost: 0 }]
    const order = descending(27)
    const states = [[], [27], [1, 20, 27], [16, 17, 27]].map(ends => {
      const network = new Network([784, 30, 10], { seed: 0 })
      const engine = createEngine('simd', 'float64', network, 27, learningOf(ways, 0, 27))
      engine.load(network)
      const bound = engine.bind(images)
      const scale = engine.isFused ? -3 / 27 : 1
      const slices = ends.map((end, i) => [ends[i - 1] ?? 0, end] as const)
      // Statistics before an update leave no trace in the sums.
      if (ends.length !== 1) {
        bound.propagate(order, 0, 27, 0, 1, { cost: 0 })
        engine.clearGradient()
        bound.sumGradient(order, 0, 27, 0)
      }
      if (slices.length === 0) bound.train(order, 0, 27, step, tally)
      for (const [from, to] of slices) bound.propagate(order, from, to, from, scale, tally, 4)
      if (engine.isFused) {
        if (slices.length > 0) engine.shrink(step)
        for (const [from, to] of slices) bound.update(order, from, to, from, 4)
      } else if (slices.length > 0) {
        engine.clearGradient()
        for (const [from, to] of slices) bound.sumGradient(order, from, to, from, 4)
        engine.descend(step)
      }
      engine.store(network)
      return { network, optimiser: engine.storeState() }
    })
    for (const state of states) expect(state).toEqual(states[0])
  })

  it.each(['momentum', 'adam'] as const)('goes on with the state of the other engine: %s', name => {
    const optimiser: Optimiser = name === 'adam' ? ADAM : { name, momentum: 0.5 }
    const examples = randomExamples([20, 7, 4], 30, 1, 0.5)
    const networks = (['simd', 'reference'] as const).map(second => {
      const network = new Network([20, 7, 4], { seed: 1 })
      const order: EngineName[] = second === 'simd' ? ['reference', 'simd'] : ['simd', 'reference']
      const engines = order.map(engine =>
        createEngine(engine, 'float32', network, 4, learningOf({ optimiser }, 1, 30)),
      )
      for (const [epoch, engine] of engines.entries()) {
        engine.load(network)
        if (epoch === 1) engine.loadState(engines[0].storeState())
        engine.bind(examples).train(descending(30), 0, 30, { miniBatchSize: 4, eta: 0.1, epoch }, { cost: 0 })
        engine.store(network)
      }
      return { network, state: engines[1].storeState() }
    })
    expect(networks[0]).toEqual(networks[1])
    expect(networks[0].state.updates).toBe(16)
  })

  it('keeps two engines in one process apart, also when one grows', () => {
    const [first, second] = [new Network([3, 2], { seed: 1 }), new Network([3, 2], { seed: 2 })]
    const few = randomExamples([3, 2], 5, 7, 0.2)
    const [one, two] = [first, second].map(network => {
      const engine = createEngine('simd', 'float64', network, 1)
      engine.load(network)
      return engine
    })
    const images = firstImages()
    // Each time the memory grows by pages.
    for (let i = 0; i < 50; i++) two?.bind(images)
    two?.bind(few).train(descending(5), 0, 5, { miniBatchSize: 1, eta: 3, epoch: 0 }, { cost: 0 })
    one?.store(first)
    two?.store(second)
    expect(first).toEqual(new Network([3, 2], { seed: 1 }))
    const alone = new Network([3, 2], { seed: 2 })
    const engine = createEngine('simd', 'float64', alone, 1)
    engine.load(alone)
    engine.bind(few).train(descending(5), 0, 5, { miniBatchSize: 1, eta: 3, epoch: 0 }, { cost: 0 })
    engine.store(alone)
    expect(second).toEqual(alone)
  })

  it.each(['float64', 'float32'] as const)('leaves the padding of an output layer alone: %s', precision => {
    // Neurons that are right get no delta. One of the padding that got one would overflow by this input and eta.
    const network = new Network([1, 3], { biases: [new Matrix(3, 1)], weights: [new Matrix(3, 1)] })
    const engine = createEngine('simd', precision, network, 1)
    engine.load(network)
    const right = [0.5, 0.5, 0.5]
    const bound = engine.bind(denseExamples([[[1e9], right]]))
    bound.train(
      Uint32Array.of(0),
      0,
      1,
      { miniBatchSize: 1, eta: precision === 'float64' ? 1e308 : 3e38, epoch: 0 },
      { cost: 0 },
    )
    expect(engine.divergedLayer()).toBeUndefined()
    expect(engine.outputs(Float64Array.of(1e9), new Float64Array(3))).toEqual(Float64Array.from(right))
  })

  it('names the first layer with a number that is not finite, of padding or not', () => {
    const network = new Network([3, 5, 2], { seed: 1 })
    const engine = createEngine('simd', 'float64', network, 1)
    engine.load(network)
    expect(engine.divergedLayer()).toBeUndefined()
    network.biases[1]?.data.fill(Number.NaN, 1)
    engine.load(network)
    expect(engine.divergedLayer()).toBe(2)
    network.weights[0]?.data.fill(Number.NEGATIVE_INFINITY, 7, 8)
    engine.load(network)
    expect(engine.divergedLayer()).toBe(1)
  })
})
