import { describe, expect, it } from 'vitest'
import { asDense, randomExamples } from '../test/examples.ts'
import { relativeDistance } from '../test/goldens.ts'
import { createEngine } from './engine/choice.ts'
import type { EngineName, Precision } from './engine/engine.ts'
import { Network } from './network.ts'
import { type Optimiser, plainSgd } from './optimiser.ts'

const SIZES = [12, 9, 5, 4]
/** With mini-batches of 8, the last one is short. */
const LENGTH = 37
const sparse = randomExamples(SIZES, LENGTH, 6, 0.4)
const order = Uint32Array.from({ length: LENGTH }, (_, i) => (i * 5) % LENGTH)
const step = { miniBatchSize: 8, eta: 0.5 }

interface Settings {
  readonly name: EngineName
  readonly precision: Precision
  readonly isDense: boolean
}

/** The network after two epochs. */
function trained({ name, precision, isDense }: Settings, optimiser?: Optimiser): Network {
  const network = new Network(SIZES, { seed: 8 })
  const engine = createEngine(name, precision, network, 8, optimiser)
  engine.load(network)
  const bound = engine.bind(isDense ? asDense(sparse) : sparse)
  for (let epoch = 0; epoch < 2; epoch++) bound.train(order, 0, LENGTH, step, { cost: 0 })
  engine.store(network)
  return network
}

const settings = (['float64', 'float32'] as const).flatMap(precision =>
  [true, false].flatMap(isDense =>
    (['reference', 'simd'] as const).map(name => ({ name, precision, isDense })),
  ),
)

describe('the general update', () => {
  it.each(settings)('of plain SGD gives the fused one but for rounding: %j', some => {
    const [general, fused] = [trained(some, plainSgd), trained(some)]
    const limit = some.precision === 'float64' ? 1e-12 : 1e-5
    for (const part of ['biases', 'weights'] as const) {
      general[part].forEach((matrix, l) => {
        expect(relativeDistance(matrix, fused[part][l] ?? matrix)).toBeLessThan(limit)
      })
    }
    expect(general).not.toEqual(fused)
  })

  it.each(settings)('keeps the state of an optimiser from mini-batch to mini-batch: %j', some => {
    // With v = sum - sum before, the sums telescope: a state that is lost or shared shows.
    const differences: Optimiser = {
      init: parameters => [parameters.slice().fill(0)],
      update(parameters, sums, [before], { eta }) {
        for (let i = 0; i < parameters.length; i++) parameters[i] -= eta * (sums[i] - before[i])
        before.set(sums)
      },
    }
    const initial = new Network(SIZES, { seed: 8 })
    const network = trained(some, differences)
    expect(network.weights).not.toEqual(initial.weights)
    expect(network).toEqual(trained({ ...some, name: 'reference' }, differences))
    const frozen = trained(some, { init: () => [], update: () => undefined })
    if (some.precision === 'float64') expect(frozen.weights).toEqual(initial.weights)
  })
})

it('plain SGD subtracts eta / miniBatchSize times the sum, every operation rounded', () => {
  const [w, sum] = [0.1, 0.3]
  const wide = Float64Array.of(w)
  plainSgd.update(wide, Float64Array.of(sum), [], { miniBatchSize: 7, eta: 3 })
  expect(wide[0]).toBe(w - (3 / 7) * sum)
  const single = Float32Array.of(w)
  plainSgd.update(single, Float32Array.of(sum), [], { miniBatchSize: 7, eta: 3 })
  const { fround } = Math
  expect(single[0]).toBe(fround(fround(w) - fround(fround(3 / 7) * fround(sum))))
})
