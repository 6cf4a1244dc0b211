import type { Precision } from '../engine/engine.ts'
import type { Network } from '../network.ts'
import type { TrainingOptions } from '../sgd/progress.ts'
import { Fields } from './fields.ts'
import { checkNetwork, checkTensorNames, networkTensors, readNetwork } from './network-file.ts'
import { formatSafetensors } from './safetensors.ts'

/** What a model file says of its network, besides sizes and seed. */
export interface ModelMetadata {
  /** How it was trained. */
  readonly options?: TrainingOptions | undefined
  /** Epochs that were complete. */
  readonly epochs?: number | undefined
  /** The `hash` of the examples that it was trained on. */
  readonly dataHash?: string | undefined
  /** Shares of right answers, 0 .. 1. */
  readonly accuracy?:
    | { readonly test?: number | undefined; readonly validation?: number | undefined }
    | undefined
}

/**
 * The bytes of a model file: safetensors of float64, with the network's sizes, seed and generator in its metadata.
 * @throws OptionError for a network with a number that is not finite, ModelFileError for metadata that could not be read again.
 */
export function formatModel(network: Network, model: ModelMetadata = {}): Uint8Array<ArrayBuffer> {
  checkNetwork(network)
  const { metadata, tensors } = networkTensors('model', network)
  metadata.set(
    'model',
    JSON.stringify(readMetadata(new Fields(model, 'model', 'The model to save', 'Correct it'))),
  )
  return formatSafetensors({ metadata, tensors })
}

/**
 * Reads a model file: the network computes the same bits as the one that was saved.
 * @param file what to call it in a message. @throws ModelFileError naming the rule that the file breaks.
 */
export function parseModel(
  bytes: Uint8Array | ArrayBuffer,
  file = 'model',
): { network: Network; metadata: ModelMetadata } {
  const { network, parts } = readNetwork(bytes, 'model', file)
  checkTensorNames(parts, network, [], file)
  const fields = Fields.parse(parts.metadata.get('model') ?? '{}', 'model', file)
  return { network, metadata: readMetadata(fields) }
}

/** The options that a run began with. */
export function readTrainingOptions(options: Fields): TrainingOptions {
  return {
    epochs: options.count('epochs', 1),
    miniBatchSize: options.count('miniBatchSize', 1),
    eta: options.eta('eta'),
    ...(options.has('precision') && {
      precision: options.oneOf<Precision>('precision', ['float64', 'float32']),
    }),
  }
}

function readMetadata(model: Fields): ModelMetadata {
  return {
    ...(model.has('options') && { options: readTrainingOptions(model.object('options')) }),
    ...(model.has('epochs') && { epochs: model.count('epochs') }),
    ...(model.has('dataHash') && { dataHash: model.text('dataHash') }),
    ...(model.has('accuracy') && { accuracy: readAccuracy(model.object('accuracy')) }),
  }
}

function readAccuracy(accuracy: Fields): { test?: number; validation?: number } {
  return {
    ...(accuracy.has('test') && { test: accuracy.share('test') }),
    ...(accuracy.has('validation') && { validation: accuracy.share('validation') }),
  }
}
