import { Network } from '@gradus/core'
import { loadTestData } from '@gradus/mnist/node'
import { expect, test } from 'vitest'
import { forwardPass } from './forward.ts'

test.each([[[784, 10]], [[784, 15, 10]], [[784, 7, 5, 12]]])(
  'the bits of the textbook network: %j',
  async sizes => {
    const network = new Network(sizes, { seed: 3 })
    const examples = (await loadTestData()).subset(100, 140)
    const outputsOf = forwardPass(network, examples)
    for (let i = 0; i < examples.length; i++) {
      const outputs = network.feedforward(examples.at(i).x).at(-1)?.data
      expect(outputsOf(i)).toEqual(outputs)
    }
  },
)
