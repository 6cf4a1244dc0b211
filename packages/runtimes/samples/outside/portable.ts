/**
 * Code that imports the portable entries only: it runs in a browser, and must type-check without Node's
 * types.
 */
import { denseExamples, type Examples, Matrix, Network, parseModel, type SgdEvent, sgd } from '@gradus/core'
import { normalise } from '@gradus/data'
import { type Dataset, parseIdx } from '@gradus/mnist'

export async function learnXor(onEvent: (event: SgdEvent) => void): Promise<number> {
  const xor: Examples = denseExamples([
    [
      [0, 1],
      [0, 1],
    ],
    [
      [1, 1],
      [1, 0],
    ],
  ])
  const network = new Network([2, 3, 2], { seed: 0 })
  for await (const event of sgd(network, xor, { epochs: 10, miniBatchSize: 2, eta: 3 })) onEvent(event)
  return network.evaluate(xor)
}

export async function countImages(file: Uint8Array): Promise<number> {
  const idx = await parseIdx(file)
  return idx.dimensions[0]
}

export function digitOf(model: Uint8Array, pixels: Uint8Array, width: number, height: number): number {
  const { network } = parseModel(model)
  const bytes = normalise({ data: pixels, width, height })
  return network.predict(Matrix.column(Float64Array.from(bytes, byte => byte / 255)))
}

export const sizeOf = (dataset: Dataset): number => dataset.inputSize
