/**
 * IDX files, and data sets of images with labels.
 * @module @gradus/mnist
 */

export { Dataset, type DatasetOptions, type Example, vectorize } from './dataset.ts'
export { type Idx, type IdxImages, type IdxLabels, parseIdx } from './idx.ts'
export { IdxError, type IdxErrorDetails } from './idx-error.ts'
export { type ImageDimensions, type LabelDimensions, MAX_IDX_BYTES } from './idx-header.ts'
