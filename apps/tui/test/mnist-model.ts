import { join } from 'node:path'
import type { Network } from '@gradus/core'
import { loadModel } from '@gradus/core/node'
import { LightPredictor } from '@gradus/core/predict'
import type { Dataset } from '@gradus/mnist'
import { loadTestData } from '@gradus/mnist/node'
import { gradus } from './gradus.ts'

/** The file that `trainMnist` leaves in its folder. */
export const MODEL = 'mnist.safetensors'

/**
 * A trained network, MNIST's test images, and two of them: one that it predicts correctly, and one that it
 * does not.
 */
export interface MnistModel {
  readonly network: Network
  readonly digits: Dataset
  readonly right: number
  readonly wrong: number
}

/** Trains on MNIST for an epoch, into MODEL in this folder. */
export async function trainMnist(folder: string): Promise<MnistModel> {
  await gradus(['train', '--epochs', '1', '--out', MODEL], { cwd: folder })
  const [{ network }, digits] = await Promise.all([loadModel(join(folder, MODEL)), loadTestData()])
  const isRight = Array.from({ length: 100 }, (_, i) => network.predict(digits.at(i).x) === digits.labels[i])
  return { network, digits, right: isRight.indexOf(true), wrong: isRight.indexOf(false) }
}

/** Outputs of the network for an image's bytes, with the bits of all that predicts. */
export function outputsOf(network: Network, pixels: Uint8Array): number[] {
  return [...new LightPredictor(network).outputs(pixels)]
}

/** The objects of JSON lines. */
export function parseLines(text: string) {
  return text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
}
