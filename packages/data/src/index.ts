/**
 * Data of one's own: pictures and tables, and the steps from them to the inputs of a network.
 * @module @gradus/data
 */

export { areDigits, isSure, labelOf, SURE_SCORE } from './class-names.ts'
export { decodePicture } from './pictures/decoder.ts'
export { imageOf, isInk, isNormalised } from './pictures/forms.ts'
export type { Polarity } from './pictures/normalise/found.ts'
export type { FoundInk } from './pictures/normalise/ink.ts'
export {
  type ImageSides,
  inkIn,
  type NormaliseOptions,
  normalise,
  normaliseInSlices,
} from './pictures/normalise.ts'
export {
  atOnce,
  BlankImageError,
  type DecodedPicture,
  type DecodeLimits,
  type GreyPicture,
  PictureError,
  type Sliced,
} from './pictures/picture.ts'
export { type ShapedImage, shapedImageOf, shapesIn } from './pictures/shapes.ts'
export { RowError, type RowErrorDetails, rowInput } from './tables/row.ts'
export { type StandardParts, standardInput, standardise } from './tables/standardise.ts'
export { trainingSampleOf } from './training-sample.ts'
