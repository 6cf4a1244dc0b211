import { completeSpec, formatModel, Network } from '@gradus/core'
import { expect, test } from 'vitest'
import { PLAN } from './search.ts'

test.each(PLAN.shapes.map(sizes => ({ sizes, name: sizes.join('-') })))(
  '$name fits the file',
  ({ sizes }) => {
    const { epochs } = PLAN.fine
    const spec = completeSpec({
      ...{ sizes, seed: '0', epochs, miniBatchSize: 10, eta: 0.5 },
      etaChanges: [{ epoch: epochs - 1, position: 0, eta: 0.25 }],
      data: { hash: `${'0'.repeat(64)}:0:50000`, train: 50_000, validation: 10_000 },
    })
    const metadata = {
      spec,
      epochs,
      accuracy: { validation: 0.9999, test: 0.9999 },
    }
    expect(formatModel(new Network(sizes, { seed: 0 }), metadata).length).toBeLessThan(200_000)
  },
)
