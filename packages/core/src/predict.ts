/** Inference alone: to read a model file and to use its network, without what training needs. A small part of the package. */
export { GradusError, type GradusErrorCode, OptionError, ShapeError } from './errors.ts'
export { argmax } from './math/operations.ts'
export type { ModelMetadata } from './model/metadata.ts'
export { ModelFileError, type ModelFileRule } from './model/model-file-error.ts'
export { parseParameters } from './model/parse-parameters.ts'
export { LightPredictor } from './predict/light-predictor.ts'
export type { NetworkParameters } from './predict/parameters.ts'
export type { Inputs } from './predictor.ts'
