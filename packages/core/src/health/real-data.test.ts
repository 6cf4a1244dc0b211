import { describe, expect, it } from 'vitest'
import { codesOf } from '../../test/health-events.ts'
import type { DenseExamples } from '../examples.ts'
import { Network, type NetworkOptions } from '../network.ts'
import { denseExamples, oneHot } from '../pairs.ts'
import { RandomGenerator } from '../random/random-generator.ts'
import { completeSpec } from '../spec.ts'
import { networkOf, type SgdOptions } from '../training/options.ts'
import { sgd } from '../training/sgd.ts'
import { profileOf } from './data-profile.ts'
import type { Health } from './health.ts'
import { HealthMonitor } from './monitor.ts'

interface Trial extends Partial<SgdOptions> {
  readonly train: DenseExamples
  readonly hidden?: readonly number[]
  readonly network?: Pick<NetworkOptions, 'output' | 'cost' | 'initialiser'>
}

/** Examples scattered about a point of their own for each class; of the class that the draw chooses. */
function clouds(
  length: number,
  { outputs = 3, classOf = (i: number): number => i % outputs, noise = 0.2, shift = 0, seed = 1 } = {},
): DenseExamples {
  const generator = new RandomGenerator(seed)
  return denseExamples(
    Array.from({ length }, (_, i) => {
      const label = classOf(i)
      const input = Array.from({ length: 6 }, (_, k) => {
        const centre = Math.sin(13 * label ** 2 + 7 * k * (label + 1))
        return centre + shift + noise * generator.standardNormal()
      })
      return [input, oneHot(label, outputs)]
    }),
  )
}

const sizesOf = ({ train, hidden = [8] }: Trial) => [train.inputSize, ...hidden, train.outputSize]
const optionsOf = ({ train: _, hidden: __, network: ___, ...options }: Trial) => ({
  ...{ epochs: 20, miniBatchSize: 10, eta: 3, statistics: true },
  ...options,
})

/** The health after every epoch of a run, and at its end. */
async function watch(trial: Trial): Promise<Health[]> {
  const monitor = new HealthMonitor(profileOf(trial.train))
  const healths: Health[] = []
  const network = new Network(sizesOf(trial), { seed: 1, ...trial.network })
  for await (const event of sgd(network, trial.train, optionsOf(trial))) {
    if (event.type === 'checkpoint') continue
    monitor.see(event)
    if (event.type === 'epoch' || event.type === 'finished') healths.push(monitor.health)
  }
  return healths
}

const last = async (trial: Trial): Promise<Health> => {
  const health = (await watch(trial)).at(-1)
  if (!health) throw new Error('The run has no end.')
  return health
}

const three = clouds(300)
const targets = (change: (y: number) => number): DenseExamples => ({ ...three, y: three.y.map(change) })
const softmax = { output: 'softmax', cost: 'log-likelihood', initialiser: 'scaled' } as const
const rare = (length: number, seed: number) =>
  clouds(length, { outputs: 2, classOf: i => (i % 20 === 0 ? 1 : 0), noise: 2.5, seed })

describe('a real run is healthy', () => {
  it('where labels begin at 1, in training and on other data: that is a note', async () => {
    const fromOne = { outputs: 4, classOf: (i: number) => 1 + (i % 3) }
    const train = clouds(300, fromOne)
    const health = await last({ train, testData: clouds(60, { ...fromOne, seed: 2 }) })
    expect(codesOf(health)).toEqual(['note class-unused'])
    expect(health.verdict).toMatch(/^Healthy: after 20 epochs accuracy 100 %/)
    expect(codesOf(await last({ train }))).toEqual(['note class-unused'])
    const all = await last({ train, testData: clouds(80, { outputs: 4, seed: 2 }) })
    expect(codesOf(all)).toEqual(['alarm class-missing'])
  })
})

describe('a real run is named', () => {
  it.each([
    ['-1 and 1', (y: number) => 2 * y - 1, '(y + 1) / 2'],
    ['0 and 10', (y: number) => 10 * y, 'y / 10'],
    ['0 and -1', (y: number) => -y, 'y + 1'],
  ])('of wanted outputs of %s, which sigmoids do not give', async (_, change, scaled) => {
    const health = await last({ train: targets(change) })
    expect(codesOf(health)).toEqual(['alarm targets-unreachable'])
    expect(health.verdict).toContain(`take ${scaled} in place of y`)
  })

  it.each([
    ['0.5', (y: number) => y / 2],
    ['3', () => 1],
  ])('of wanted outputs that add up to %s, which a softmax does not give', async (_, change) => {
    const health = await last({ train: targets(change), network: softmax, eta: 0.5 })
    expect(codesOf(health)).toEqual(['alarm targets-unreachable'])
  })

  it.each([
    ['scaled otherwise', clouds(90, { shift: 3, seed: 3 })],
    ['with other labels', { ...clouds(90, { seed: 3 }), y: clouds(90, { classOf: i => (i + 1) % 3 }).y }],
  ])('of test data that are %s', async (_, testData) => {
    const validationData = clouds(90, { seed: 2 })
    expect(codesOf(await last({ train: three, validationData, testData }))).toEqual(['alarm test-differs'])
    expect(codesOf(await last({ train: three, validationData, testData: validationData }))).toEqual([])
  })

  it('of a class that is given up since it is rare', async () => {
    const health = await last({ train: rare(2000, 1), testData: rare(1000, 2) })
    expect(codesOf(health)).toContain('alarm classes-unbalanced')
    expect(health.verdict).toMatch(
      /^The classes are unbalanced, and the network gives up class 1: class 0 has 1,900 of 2,000 training examples and it 100, with a recall of (0|under 1|\d) %, and the accuracy of 9\d % is what answering class 0 alone would have \(95 %\)/,
    )
  })

  it('of answers that ignore the inputs, with the cause that the figures speak for', async () => {
    const healths = await watch({
      train: clouds(2000),
      testData: clouds(300, { seed: 2 }),
      hidden: [8, 8, 8, 8],
      network: { initialiser: 'scaled' },
      ...{ epochs: 12, eta: 0.5 },
    })
    const found = healths.flatMap(({ findings }) => findings.filter(({ code }) => code === 'inputs-ignored'))
    expect(found[0]?.remedy).toMatch(
      /^the likeliest cause is a dead start, for hidden layer 1 gets a gradient/,
    )
    expect(healths.at(-1)?.status).toBe('healthy')
  })

  it('of labels that have nothing to do with the inputs, which are the likeliest cause then', async () => {
    const { y } = clouds(2000, { classOf: i => (i * 7 + Math.floor(i / 3)) % 3 })
    const health = await last({ train: { ...clouds(2000, { noise: 1 }), y }, epochs: 10, eta: 0.5 })
    expect(health.verdict).toMatch(/^The outputs ignore the inputs: .*; the likeliest cause is labels that/)
  })
})

describe('a change of the Spec that a finding has', () => {
  it.each<[string, Trial]>([
    ['eta-too-high', { train: three, eta: 3000 }],
    ['eta-too-low', { train: three, eta: 1e-4 }],
    ['mini-batch-too-large', { train: three, miniBatchSize: 3000 }],
    ['decay-too-strong', { train: three, l2: 3000 }],
    ['dropout-too-high', { train: three, dropout: { hidden: 0.95 } }],
    ['targets-unreachable', { train: targets(() => 1), network: softmax }],
    ['gradients-vanish', { train: three, hidden: [3, 3, 3, 3, 3, 3, 3, 3], eta: 0.5 }],
  ])('of %s is one that a run takes', async (code, trial) => {
    const found = (await watch(trial)).flatMap(({ findings }) => findings)
    const change = found.find(finding => finding.code === code)?.change
    expect(change).toBeDefined()
    const { train, network } = trial
    const options = { ...optionsOf(trial), ...change }
    const { sizes = sizesOf(trial), miniBatchSize = 10, eta = 3 } = options
    const data = { train: train.length }
    const spec = completeSpec({
      ...network,
      ...options,
      sizes,
      seed: '1',
      miniBatchSize,
      eta,
      data,
      epochs: 1,
    })
    const events = []
    for await (const event of sgd(networkOf(spec), train, spec)) events.push(event.type)
    expect(events).toContain('finished')
  })
})
