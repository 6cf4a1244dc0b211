import type { Network } from '@gradus/core'
import type { FindingCode } from '@gradus/core/health'
import { loadMnist } from '@gradus/mnist/node'
import { describe, expect, it } from 'vitest'
import { setting } from '../src/replicate/experiments.ts'
import { experimentOf } from '../src/replicate/page.ts'
import { scaled, select, type Trial, watch, withShuffledLabels } from './health-runs.ts'

const { train, test } = await loadMnist()
const indices = (length: number) => Array.from({ length }, (_, i) => i)
const fill = (network: Network, value: number) => {
  for (const { data } of [...network.weights, ...network.biases]) data.fill(value)
}

/** A finding that has to be the worst, and the only alarm, from the end of the first epoch on. */
async function expectNamed(trial: Trial, code: FindingCode): Promise<string> {
  const readings = await watch(trial)
  const first = readings.findIndex(({ event }) => event === 'epoch')
  expect(first).toBeGreaterThan(0)
  for (const { health } of readings.slice(first)) {
    const alarms = health.findings.filter(({ severity }) => severity === 'alarm')
    expect(alarms.map(finding => finding.code)).toEqual([code])
    expect(health.verdict).toBe(alarms[0]?.sentence)
  }
  return readings.at(-1)?.health.verdict ?? ''
}

describe.each([15, 30])('with %d hidden neurons', hidden => {
  const usual: Trial = { sizes: [784, hidden, 10], train, test }

  it('names shuffled labels', async () => {
    const verdict = await expectNamed({ ...usual, train: withShuffledLabels(train) }, 'inputs-ignored')
    expect(verdict).toMatch(
      /^The outputs ignore the inputs: .* no better than the 0\.45 .*; the likeliest cause is labels that have nothing to do with the inputs /,
    )
  })

  it('names inputs that were not divided by 255', async () => {
    const some = scaled(select(train, indices(10_000)), 255)
    const verdict = await expectNamed({ ...usual, train: some, test: scaled(test, 255) }, 'inputs-too-large')
    expect(verdict).toMatch(/^The inputs are too large: they run from 0 to 255, .* divide them by 255\.$/)
  })

  it.each([0, 0.01])('names weights and biases that are all %d', async value => {
    const verdict = await expectNamed(
      { ...usual, prepare: network => fill(network, value) },
      'neurons-identical',
    )
    expect(verdict).toMatch(new RegExp(`^All ${hidden} neurons of hidden layer 1 do the same`))
  })

  it('names an eta that is a thousand times too high', async () => {
    const verdict = await expectNamed({ ...usual, eta: 3000 }, 'eta-too-high')
    expect(verdict).toMatch(
      /^eta = 3000 is too high: 100 % of the output neurons are saturated since epoch 0/,
    )
  })

  it('names an eta that is a thousand times too low', async () => {
    const verdict = await expectNamed({ ...usual, eta: 0.003 }, 'eta-too-low')
    expect(verdict).toMatch(/^eta = 0\.003 is too low: .*; try 3\.$/)
  })

  it.each([0, 5])('names class %d, which is missing in the training data', async missing => {
    const rest = indices(train.length).filter(i => train.labels[i] !== missing)
    const verdict = await expectNamed({ ...usual, train: select(train, rest) }, 'class-missing')
    expect(verdict).toMatch(new RegExp(`^The training data lack class ${missing}:`))
  })

  it('names images that are all the same', async () => {
    const labels = train.labels.subarray(0, 10_000)
    const same = {
      ...select(
        train,
        Array.from(labels, () => 0),
      ),
      labels,
    }
    const verdict = await expectNamed({ ...usual, train: same }, 'inputs-constant')
    expect(verdict).toMatch(/^The inputs are constant: 784 of 784 inputs/)
  })

  it.each([50, 100, 200])('names a training set of only %d images', async length => {
    const tiny = select(train, indices(length))
    const verdict = await expectNamed({ ...usual, train: tiny, epochs: 30 }, 'too-few-examples')
    expect(verdict).toMatch(new RegExp(`^There are too few training examples: with ${length} examples`))
  })

  it('names initial weights that are far too large', async () => {
    const prepare = ({ weights }: Network) => {
      for (const { data } of weights) data.set(data.map(weight => weight * 100))
    }
    const verdict = await expectNamed({ ...usual, prepare }, 'saturated-start')
    expect(verdict).toMatch(/^Hidden layer 1 is saturated: .* its weights are of size (99|100) /)
  })
})

it('names layers that let no gradient through', async () => {
  const sizes = [784, ...Array.from({ length: 8 }, () => 5), 10]
  const verdict = await expectNamed({ sizes, train, test, epochs: 2 }, 'gradients-vanish')
  expect(verdict).toMatch(/^Gradients vanish on their way back through 8 hidden layers/)
})

describe('the experiment', async () => {
  const { train: all } = await loadMnist({ trainSize: setting.trainingImages })
  const trialOf = (name: Parameters<typeof experimentOf>[0]): Trial => {
    const { sizes, eta } = experimentOf(name)
    return { sizes, eta, seed: setting.seed, miniBatchSize: setting.miniBatchSize, train: all, test }
  }

  it('baseline is healthy', async () => {
    const readings = await watch({ ...trialOf('baseline'), epochs: 6 })
    expect(readings.flatMap(({ health }) => health.findings)).toEqual([])
    expect(readings.at(-1)?.health.verdict).toMatch(/^Healthy: after 6 epochs accuracy 9\d %/)
  })

  it('too-slow has an eta that is too low', async () => {
    const verdict = await expectNamed({ ...trialOf('too-slow'), epochs: 10 }, 'eta-too-low')
    expect(verdict).toMatch(
      /^eta = 0\.001 is too low: .* after 10 epochs the training cost is still 0\.4\d; try 3\.$/,
    )
  })

  it('too-fast has an eta that is too high', async () => {
    const verdict = await expectNamed({ ...trialOf('too-fast'), epochs: 6 }, 'eta-too-high')
    expect(verdict).toMatch(
      /^eta = 100 is too high: 100 % of the output neurons are saturated since epoch 0, gradients are at most \d(\.\d)?e-\d+; .* try 3\.$/,
    )
  })

  it('wide has two classes that are stuck, and why', async () => {
    const verdict = await expectNamed({ ...trialOf('wide'), epochs: 3 }, 'class-stuck')
    expect(verdict).toMatch(
      /^Classes 3 and 6 are hardly ever predicted: .* sums over 100 hidden neurons pushed their output neurons to mean activations a of .* fewer hidden neurons/,
    )
  })
})
