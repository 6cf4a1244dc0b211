import type { NetworkParameters } from '../predict/parameters.ts'
import { type ModelMetadata, metadataOf } from './metadata.ts'
import { checkTensorNames, readParameters } from './parameters-file.ts'

/**
 * Reads what a model file's network computes with, and what the file says of it; its seed and generator are left out. The numbers
 * are the file's own where they lie at multiples of 8, as Gradus writes them: the bytes are not to change any more.
 * @param file what to call it in a message. @throws ModelFileError naming the rule that the file breaks.
 */
export function parseParameters(
  bytes: Uint8Array | ArrayBuffer,
  file = 'model',
): { parameters: NetworkParameters; metadata: ModelMetadata } {
  const { sizes, biases, weights, parts } = readParameters(bytes, 'model', file)
  checkTensorNames(parts, sizes, [], file)
  return { parameters: { sizes, biases, weights }, metadata: metadataOf(parts, file) }
}
