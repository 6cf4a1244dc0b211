import { decodeBytes, mnistGoldens } from '@gradus/fixtures'
import type { SparseExamples } from '../src/examples.ts'
import { sparseExamples } from './sparse.ts'

/** The first 27 training images of MNIST. */
export function firstImages(): SparseExamples {
  const { images, labels } = mnistGoldens.firstSteps
  return sparseExamples(decodeBytes(images), labels, 784, 10)
}
