import { formatModel, Network } from '@gradus/core'
import { expect, test } from 'vitest'
import { PLAN } from './search.ts'

test.each(PLAN.shapes.map(sizes => ({ sizes, name: sizes.join('-') })))(
  '$name fits the file',
  ({ sizes }) => {
    const metadata = {
      options: { epochs: PLAN.fine.epochs, miniBatchSize: 10, eta: 0.5 },
      epochs: PLAN.fine.epochs,
      dataHash: `${'0'.repeat(64)}:0:50000`,
      accuracy: { validation: 0.9999, test: 0.9999 },
    }
    expect(formatModel(new Network(sizes, { seed: 0 }), metadata).length).toBeLessThan(200_000)
  },
)
