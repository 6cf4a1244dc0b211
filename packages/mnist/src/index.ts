/**
 * IDX files, and data sets of images with labels.
 * @module @gradus/mnist
 */

export { Dataset, type DatasetOptions, type Example, vectorize } from './dataset.ts'
export { type Idx, type IdxArray, type IdxImages, type IdxLabels, parseIdx, parseIdxArray } from './idx.ts'
export { IdxError, type IdxErrorDetails } from './idx-error.ts'
export { type IdxType, type ImageDimensions, type LabelDimensions, MAX_IDX_BYTES } from './idx-header.ts'
