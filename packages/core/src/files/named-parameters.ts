import type { NetworkParameters } from '../predict/forward.ts'
import { factFields, NAMES, type NetworkNames, readNames } from './metadata.ts'
import { checkTensorNames, readParameters } from './parameters-file.ts'

/** All of a model file that a prediction needs. */
export interface NamedParameters {
  /** The layers of the network, and their numbers. */
  readonly parameters: NetworkParameters
  /** The meaning of its inputs and outputs. */
  readonly names: NetworkNames
}

/**
 * Reads a model file as `parseParameters` does, but for the record of its training, which is left unread: for
 * web pages, to which the code that checks it is dear.
 * @param file its name in a message
 * @throws ModelFileError naming the rule that the file breaks.
 */
export function parseNamedParameters(bytes: Uint8Array | ArrayBuffer, file = 'model'): NamedParameters {
  const { parts, ...parameters } = readParameters(bytes, 'model', file)
  const { sizes } = parameters
  checkTensorNames(parts, sizes, [], file)
  return { parameters, names: readNames(factFields(parts, NAMES, file), { sizes }) }
}
