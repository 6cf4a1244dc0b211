import { Fields } from '../fields.ts'
import type { Network } from '../network.ts'
import { sealed } from './digest.ts'
import { type ModelMetadata, metadataOf, readMetadata } from './metadata.ts'
import { blameOf } from './model-file-error.ts'
import { checkNetwork, networkTensors, ownerOf, readNetwork } from './network-file.ts'
import { checkTensorNames } from './parameters-file.ts'
import { formatSafetensors } from './safetensors.ts'

/**
 * The bytes of a model file: safetensors of float64, with the network's sizes, seed and generator in its
 * metadata.
 * @throws OptionError for a network with a number that is not finite, ModelFileError for metadata that could
 * not be read again.
 * @example
 * ```ts
 * import { formatModel, Network, parseModel } from '@gradus/core'
 *
 * const network = new Network([2, 3, 2], { seed: 0 })
 * const bytes = formatModel(network, { classes: ['cat', 'dog'] })
 * const { network: copy, metadata } = parseModel(bytes)
 * console.log(metadata.classes) // prints [ 'cat', 'dog' ]
 * console.log((await copy.sha256()) === (await network.sha256())) // prints true
 * ```
 */
export function formatModel(network: Network, model: ModelMetadata = {}): Uint8Array<ArrayBuffer> {
  checkNetwork(network)
  const fields = new Fields(model, 'model', blameOf('The model to save', 'Correct it'))
  const { spec, classes, preprocessing, split, ...results } = readMetadata(fields, ownerOf(network))
  const { metadata, tensors } = networkTensors('model', network, { spec, classes, preprocessing, split })
  metadata.set('model', JSON.stringify(results))
  return formatSafetensors(sealed({ metadata, tensors }))
}

/** A network with what its file tells about it. */
export interface SavedModel {
  /** The network, its generator included. */
  readonly network: Network
  /** Facts about its training, its inputs and its outputs. */
  readonly metadata: ModelMetadata
}

/**
 * Reads a model file: the network computes the same bits as the saved one.
 * @param file its name in a message
 * @throws ModelFileError naming the rule that the file breaks.
 */
export function parseModel(bytes: Uint8Array | ArrayBuffer, file = 'model'): SavedModel {
  const { network, parts } = readNetwork(bytes, 'model', file)
  checkTensorNames(parts, network.sizes, [], file)
  return { network, metadata: metadataOf(parts, network, file) }
}
