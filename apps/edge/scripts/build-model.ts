import { createHash } from 'node:crypto'
import { type Examples, formatModel } from '@gradus/core'
import type { Settings } from './settings.ts'
import { type TrainingData, train } from './train.ts'

export interface BuiltModel {
  /** The model file. */
  readonly bytes: Uint8Array
  /** Of the file, in hex. */
  readonly sha256: string
  /** Shares of right answers, 0 .. 1. */
  readonly accuracy: { readonly validation: number; readonly test: number }
}

/**
 * Trains the network of these settings and makes its file: the same bytes on every machine. The test data are evaluated once, at
 * the end. @throws what `train` throws
 */
export async function buildModel(
  settings: Settings,
  data: TrainingData & { readonly test: Examples },
): Promise<BuiltModel> {
  const { network, correct } = await train(settings, data)
  const accuracy = {
    validation: (correct.at(-1) ?? 0) / data.validation.length,
    test: network.evaluate(data.test) / data.test.length,
  }
  const { epochs, miniBatchSize, eta } = settings
  const options = { epochs, miniBatchSize, eta }
  const bytes = formatModel(network, { options, epochs, dataHash: data.train.hash, accuracy })
  return { bytes, sha256: sha256Of(bytes), accuracy }
}

/** In hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
