import { describe, expect, it } from 'vitest'
import { asDense, randomExamples } from '../../test/examples.ts'
import { codesOf } from '../../test/health-events.ts'
import { xor } from '../../test/runs.ts'
import type { Examples, SparseExamples } from '../examples.ts'
import { Network } from '../network.ts'
import type { SgdOptions } from '../training/options.ts'
import { sgd } from '../training/sgd.ts'
import { profileOf } from './data-profile.ts'
import type { Health } from './health.ts'
import { HealthMonitor } from './monitor.ts'

/** The health after every event of a run. */
async function watch(network: Network, examples: Examples, options: SgdOptions): Promise<Health[]> {
  const monitor = new HealthMonitor(profileOf(examples))
  const healths: Health[] = []
  for await (const event of sgd(network, examples, { ...options, statistics: true })) {
    if (event.type === 'checkpoint') continue
    monitor.see(event)
    healths.push(monitor.health)
  }
  return healths
}

/** Sparse examples of as many inputs as classes, of which each class has one. */
function separable(classes: number, length: number): SparseExamples {
  const each = Array.from({ length }, (_, i) => (i * 7) % classes)
  return {
    kind: 'sparse',
    ...{ length, inputSize: classes, outputSize: classes },
    offsets: Uint32Array.from({ length: length + 1 }, (_, i) => i),
    indices: Uint16Array.from(each),
    values: new Uint8Array(length).fill(255),
    labels: Uint8Array.from(each),
  }
}

describe('a real run', () => {
  const sizes = [12, 6, 3]
  const examples = randomExamples(sizes, 600, 1, 0.5)
  const options = { epochs: 2, miniBatchSize: 10, eta: 3 }
  const draw = () => new Network(sizes, { seed: 0 })
  const last = async (...run: Parameters<typeof watch>) => (await watch(...run)).at(-1)

  it('of weights and biases that are 0 has identical neurons', async () => {
    const network = draw()
    for (const { data } of [...network.weights, ...network.biases]) data.fill(0)
    expect(await last(network, examples, options)).toMatchObject({
      status: 'alarm',
      findings: [{ code: 'neurons-identical', layer: 1, since: 0 }],
    })
  })

  it('of an eta that is too high is told so', async () => {
    const health = await last(draw(), examples, { ...options, eta: 3000 })
    expect(health?.verdict).toMatch(
      /^eta = 3000 is too high: 100 % of the output neurons are saturated since epoch 0/,
    )
  })

  it('of an eta that is too low is told so', async () => {
    const health = await last(draw(), examples, { ...options, eta: 0.0001 })
    expect(health?.verdict).toMatch(/^eta = 0.0001 is too low/)
  })

  it('of a mini-batch that is larger than the data is told so', async () => {
    const health = await last(draw(), examples, { ...options, miniBatchSize: 600_000 })
    expect(health?.verdict).toMatch(
      /^A mini-batch of 600,000 examples is larger than the training data: .* make it 600 or less/,
    )
    expect(await last(draw(), examples, { ...options, miniBatchSize: 600 })).toMatchObject({
      findings: expect.not.arrayContaining([expect.objectContaining({ code: 'mini-batch-too-large' })]),
    })
  })

  it('of inputs that were not divided by 255 is told so', async () => {
    const dense = asDense(examples)
    const large = { ...dense, x: dense.x.map(x => x * 255) }
    expect((await last(draw(), large, options))?.verdict).toMatch(
      /^The inputs are too large: they run from 0 to 255, and .* divide them by 255\.$/,
    )
  })

  it('of one class is healthy when it has learnt to answer it', async () => {
    const one = { ...randomExamples([12, 1], 600, 1, 0.5), labels: new Uint8Array(600) }
    const healths = await watch(new Network([12, 1], { seed: 0 }), one, {
      ...options,
      epochs: 20,
      testData: one,
    })
    expect(new Set(healths.flatMap(codesOf))).toEqual(new Set())
    expect(healths.at(-1)?.verdict).toMatch(/^Healthy: after 20 epochs accuracy 100 %/)
  })

  it('may have more neurons than a call takes arguments', async () => {
    const wide = new Network([1, 150_000, 2], { seed: 0 })
    const few = randomExamples([1, 2], 20, 1, 1)
    const health = await last(wide, few, { epochs: 1, miniBatchSize: 10, eta: 1e-6 })
    expect(health?.status).not.toBe('unknown')
  })

  it('is not blamed for a class that it is never tried on, and hardly by a few examples', async () => {
    const easy = separable(10, 4000)
    const draw10 = () => new Network([10, 10], { seed: 0 })
    const run = { epochs: 30, miniBatchSize: 10, eta: 3 }
    const seventh = separable(9, 450)
    for (const testData of [{ ...seventh, inputSize: 10, outputSize: 10 }, separable(10, 20), undefined]) {
      const healths = await watch(draw10(), easy, { ...run, testData })
      expect(new Set(healths.flatMap(codesOf))).toEqual(new Set())
    }
  })

  it('of large mini-batches has gradients in every layer while it learns', async () => {
    const easy = separable(10, 4000)
    const network = new Network([10, 10, 10, 10], { seed: 0 })
    const run = sgd(network, easy, { epochs: 20, miniBatchSize: 500, eta: 3, statistics: true })
    const norms: number[] = []
    for await (const event of run) {
      if (event.type === 'statistics') norms.push(...event.layers.map(({ gradientNorm }) => gradientNorm))
    }
    expect(norms.length).toBeGreaterThan(9)
    expect(Math.min(...norms)).toBeGreaterThan(0.001)
  })

  it('that diverges says where', async () => {
    const large = { ...xor, y: xor.y.map(y => y * 1e200) }
    const health = await last(new Network([2, 2], { seed: 0 }), large, { ...options, eta: 1e-300 })
    expect(health?.verdict).toMatch(
      /^The network diverged at eta = 1e-300: a weight or cost ceased to be a finite number after example \d of epoch 0; begin again/,
    )
  })

  it('that learns is healthy in the end, and raised no alarm', async () => {
    const network = new Network([2, 4, 2], { seed: 1 })
    const healths = await watch(network, xor, { epochs: 1500, miniBatchSize: 4, eta: 5, testData: xor })
    expect(new Set(healths.flatMap(codesOf))).toEqual(new Set())
    expect(healths.at(-1)?.verdict).toMatch(/^Healthy: after 1,500 epochs accuracy 100 %/)
  })
})
