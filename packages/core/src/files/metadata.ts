import type { Precision } from '../engine/engine.ts'
import { Fields } from '../fields.ts'
import type { TrainingOptions } from '../training/progress.ts'
import { blameOf } from './model-file-error.ts'
import type { Safetensors } from './safetensors.ts'

/** Facts about a network in its model file, besides its sizes and seed. */
export interface ModelMetadata {
  /** Options of the run that trained it. */
  readonly options?: TrainingOptions | undefined
  /** Complete epochs of training. */
  readonly epochs?: number | undefined
  /** The `hash` of the training examples. */
  readonly dataHash?: string | undefined
  /** Accuracy on the test and validation data, 0 .. 1. */
  readonly accuracy?:
    | { readonly test?: number | undefined; readonly validation?: number | undefined }
    | undefined
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

/**
 * Metadata in a model file's own field.
 * @throws ModelFileError
 */
export function metadataOf({ metadata }: Safetensors, file: string): ModelMetadata {
  return readMetadata(Fields.parse(metadata.get('model') ?? '{}', 'model', blameOf(file)))
}

/**
 * Reads the metadata of a model file.
 * @throws ModelFileError for an invalid field
 */
export function readMetadata(model: Fields): ModelMetadata {
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
