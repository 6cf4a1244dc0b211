import { type GivenOptimiser, Network, sgd } from '@gradus/core'
import { wholeRuns } from '@gradus/fixtures/ways'
import { loadMnist } from '@gradus/mnist/node'
import { describe, expect, it } from 'vitest'

/** The runs whose counts no order of sums changes: the others are chaotic. */
const runs = wholeRuns.runs.filter(({ perturbed }) => perturbed.firstDifference === null)
const { GRADUS_LONG } = process.env
const seeds = GRADUS_LONG ? ['0', '7'] : ['0']

describe('whole runs agree with NumPy to the digit, in every epoch', () => {
  it.each(runs.filter(({ seed }) => seeds.includes(String(seed))))(
    '$name, $sizes, eta $eta, $epochs epochs, seed $seed',
    async golden => {
      const { sizes, activation, output, cost, initialiser, optimiser: name, l1, l2, eta, epochs } = golden
      const { train, validation, test } = await loadMnist()
      const network = new Network(sizes, { activation, output, cost, initialiser, seed: Number(golden.seed) })
      const optimiser: GivenOptimiser = name === 'sgd' ? name : { name, momentum: 0.9 }
      const counts: { validation: number[]; test: number[] } = { validation: [], test: [] }
      const options = { optimiser, l1, l2, eta, epochs, miniBatchSize: wholeRuns.miniBatchSize }
      for await (const event of sgd(network, train, {
        ...options,
        validationData: validation,
        testData: test,
      })) {
        if (event.type !== 'epoch') continue
        counts.validation.push(event.validation?.correct ?? 0)
        counts.test.push(event.test?.correct ?? 0)
      }
      expect(counts).toEqual({ validation: golden.validation, test: golden.test })
    },
    300_000,
  )
})
