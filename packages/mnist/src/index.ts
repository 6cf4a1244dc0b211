/**
 * IDX files, data sets of images with labels, and the form that MNIST gives a picture.
 * @module @gradus/mnist
 */

export { Dataset, type DatasetOptions, type Example, vectorize } from './dataset.ts'
export { type Idx, type IdxImages, type IdxLabels, parseIdx } from './idx.ts'
export { IdxError, type IdxErrorDetails } from './idx-error.ts'
export { type ImageDimensions, type LabelDimensions, MAX_IDX_BYTES } from './idx-header.ts'
export type { Polarity } from './normalise/ink.ts'
export { BlankImageError, type GreyPicture, type Sliced } from './normalise/picture.ts'
export { type NormaliseOptions, normalise, normaliseInSlices } from './normalise.ts'
