import type { NetworkParameters } from '../predict/parameters.ts'
import { type ModelMetadata, metadataOf } from './metadata.ts'
import { checkTensorNames, readParameters } from './parameters-file.ts'

/**
 * Reads the parameters of a model file's network, and the file's metadata; its seed and generator are left
 * out. The numbers are the file's own where they lie at multiples of 8, as Gradus writes them: the bytes must
 * not change any more.
 * @param file its name in a message
 * @throws ModelFileError naming the rule that the file breaks.
 */
export function parseParameters(
  bytes: Uint8Array | ArrayBuffer,
  file = 'model',
): { parameters: NetworkParameters; metadata: ModelMetadata } {
  const { sizes, biases, weights, parts } = readParameters(bytes, 'model', file)
  checkTensorNames(parts, sizes, [], file)
  return { parameters: { sizes, biases, weights }, metadata: metadataOf(parts, file) }
}
