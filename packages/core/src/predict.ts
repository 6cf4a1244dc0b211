/**
 * Inference alone: reads a model file and uses its network, without the code for training.
 * @module @gradus/core/predict
 */

export {
  GradusError,
  type GradusErrorCode,
  MemoryError,
  OptionError,
  printable,
  printableJson,
  ShapeError,
} from './errors.ts'
export type { ModelMetadata, NetworkNames, OlderOptions } from './files/metadata.ts'
export { ModelFileError, type ModelFileRule } from './files/model-file-error.ts'
export { type NamedParameters, parseNamedParameters } from './files/named-parameters.ts'
export { parseParameters, type TrainedParameters } from './files/parameters-file.ts'
export type {
  Column,
  GreyImage,
  PictureForm,
  Preprocessing,
  Standard,
  Table,
} from './files/preprocessing.ts'
export { argmax } from './math/operations.ts'
export { Sha256 } from './math/sha256.ts'
export type { LayerNumbers, NetworkParameters } from './predict/forward.ts'
export { LightPredictor } from './predict/light-predictor.ts'
export { doubtOf, UNSURE_MARGIN, unsureBetween } from './predict/unsure.ts'
export type { Inputs } from './predictor.ts'
